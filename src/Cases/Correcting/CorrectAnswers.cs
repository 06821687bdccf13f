using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Correcting;

/// <param name="Answers">By the key of each question. One that comes back as it was shown stays as it is.</param>
/// <param name="Why">What the correction rests on: the paper that was seen, what the family said.</param>
public sealed record CorrectCommand(TaskId Task, JsonObject Answers, string? Why);

/// <param name="Fields">The questions whose answers were corrected.</param>
public sealed record CorrectionReceipt(TaskId Task, CaseId Case, ImmutableArray<string> Fields);

/// <summary>
/// An official corrects answers of an application at a task whose step may edit them. What the applicant sent stays beside it as it was sent; what rests on the answers is worked out anew.
/// Whoever corrects takes the task.
/// </summary>
public sealed class CorrectAnswers(
    IUnitOfWork work, TaskDesk desk, Rounds rounds, Vault vault, Applicants applicants, Proposals proposals, ServiceCatalogue services, AuditTrail audit, IIds ids)
{
    /// <summary>The act in the trail.</summary>
    public const string Act = "case.corrected";

    /// <summary>The correction that an entry of the trail tells of.</summary>
    public static Guid CorrectionOf(AuditEntry entry) => Guid.Parse((string)JsonNode.Parse(entry.Facts)!["correction"]!);

    /// <summary>A reason names what was looked at; more belongs into the opinion.</summary>
    public const int MostWhy = 500;

    /// <exception cref="RefusedException">
    /// What <see cref="TaskDesk"/> refuses, form.unknown-field, form.field-not-editable, correction.nothing, correction.reason-missing, correction.reason-too-long, correction.decided
    /// </exception>
    /// <exception cref="MalformedFormException">A corrected answer does not fit the form.</exception>
    public async Task<CorrectionReceipt> CorrectAsync(CorrectCommand command, Actor actor, CancellationToken cancellation)
    {
        var (file, task) = await AtHandAsync(command.Task, actor, cancellation);
        var view = AnswerSight.AtTask(file.Service, task.Step, task.Role).Form;
        var stored = vault.OpenAnswers(file.Case);
        var merged = view.Merge(stored, Meant(file.Service.Form, command.Answers, stored, view.FilterWithoutNumbers(stored)));
        foreach (var emptied in merged.Where(answer => Answer.IsEmpty(answer.Value)).Select(answer => answer.Key).ToArray())
            merged.Remove(emptied);
        var changed = file.Service.Form.Fields.Where(field => !Same(stored[field.Key], merged[field.Key])).ToArray();
        if (changed.Length == 0)
            throw new RefusedException("correction.nothing");
        await RequireFittingAsync(file, stored, merged, changed, cancellation); // before the reason, or each fault would be told only when the one before is mended
        var why = command.Why?.Trim() is { Length: > 0 } words ? words : throw new RefusedException("correction.reason-missing", "why");
        if (why.Length > MostWhy)
            throw new RefusedException("correction.reason-too-long", "why", ("most", MostWhy), ("length", why.Length));
        await ReplaceAsync(file, merged, changed, cancellation);
        await KeepAsync(file, task, stored, merged, changed, why, actor, cancellation);

        // Also where it was this person's before: of a decision on the task and a correction at the same moment one loses and looks again.
        if (task.AssigneeId is null)
            task.Claim(actor.Account!.Value, file.Now);
        work.Db.Entry(task).Property(one => one.ClaimedAt).IsModified = true;
        return new(task.Id, file.Case.Id, [.. changed.Select(field => field.Key)]);
    }

    /// <summary>Who may decide the task may correct at it; who is only asked for advice may not.</summary>
    private async Task<(CaseFile File, ReviewTask Task)> AtHandAsync(TaskId id, Actor actor, CancellationToken cancellation)
    {
        var hand = await desk.TakeAsync(id, actor, cancellation);
        await desk.KeepAwayAsync(hand, cancellation);
        var people = await rounds.WhoMayAsync(hand.File, hand.Round, hand.Task, cancellation);
        return hand.Task.Purpose == TaskPurpose.Decide && people.Any(one => one.Id == (hand.For ?? hand.By)) ? (hand.File, hand.Task) : throw new RefusedException("task.not-yours");
    }

    private static bool Same(JsonNode? one, JsonNode? other) => (Answer.IsEmpty(one) && Answer.IsEmpty(other)) || JsonNode.DeepEquals(one, other);

    /// <summary>What came back as it was shown, numbers masked included, was not meant to be changed; also within a row of a table.</summary>
    private static JsonObject Meant(FormDefinition form, JsonObject sent, JsonObject stored, JsonObject shown)
    {
        var meant = new JsonObject();
        foreach (var (key, node) in sent)
            if (!shown.TryGetPropertyValue(key, out var same) || !JsonNode.DeepEquals(same, node))
                meant[key] = form.Field(key) is { Type: FieldType.Members } && Answer.Rows(node) is { } rows && Answer.Rows(stored[key]) is { } before && Answer.Rows(same) is { } seen
                    ? new JsonArray([.. rows.Select((row, at) => at < before.Length && at < seen.Length ? Row(row, before[at], seen[at]) : row.DeepClone())])
                    : node?.DeepClone();
        return meant;
    }

    private static JsonObject Row(JsonObject row, JsonObject before, JsonObject seen)
    {
        var meant = new JsonObject();
        foreach (var (key, node) in row)
            meant[key] = (seen.TryGetPropertyValue(key, out var same) && JsonNode.DeepEquals(same, node) ? before[key] : node)?.DeepClone();
        return meant;
    }

    /// <summary>What was wrong before, and is another's to mend, does not stand in the way.</summary>
    private async Task RequireFittingAsync(CaseFile file, JsonObject stored, JsonObject merged, FormField[] changed, CancellationToken cancellation)
    {
        var caps = (await services.ValuesAsync(work.Db, file.Service.Id, file.Case.AppliedOn, cancellation)).Caps(); // as when the application was checked
        var context = new FormContext(file.Today) { Caps = caps };
        var before = file.Service.Form.Check(stored, context).Select(fault => (fault.Field, fault.Code)).ToHashSet();
        var faults = file.Service.Form.Check(merged, context).Where(fault => changed.Any(field => fault.Field.Split('[')[0] == field.Key) || !before.Contains((fault.Field, fault.Code))).ToArray();
        if (faults.Length > 0)
            throw new MalformedFormException(faults);
    }

    /// <summary>What rests on the answers follows them. An amount that is decided rests on the answers as they were: it is not moved under its decision.</summary>
    private async Task ReplaceAsync(CaseFile file, JsonObject merged, FormField[] changed, CancellationToken cancellation)
    {
        var proposed = changed.Any(field => file.Service.Formula.Fields.Contains(field.Key)) ? (await proposals.ComputeAsync(file, cancellation)).Amount.Cents : (long?)null;
        file.Case.Submitted ??= file.Case.Answers;
        file.Case.Answers = vault.SealAnswers(file.Case.Id, merged);
        await applicants.FollowAsync(file.Case, file.Service, merged, cancellation);
        if (proposed is null)
            return;
        var anew = (await proposals.ComputeAsync(file, cancellation)).Amount.Cents;
        if (file.Case.DecidedOn is not null && anew != proposed)
            throw new RefusedException("correction.decided", changed[0].Key, ("label", changed[0].Label), ("on", file.Case.DecidedOn));
        if (file.Case.ProposedCents is not null)
            file.Case.ProposedCents = anew;
    }

    private async Task KeepAsync(CaseFile file, ReviewTask task, JsonObject stored, JsonObject merged, FormField[] changed, string why, Actor actor, CancellationToken cancellation)
    {
        var id = file.Case.Id;
        var number = await work.Db.Set<AnswerCorrection>().Where(correction => correction.CaseId == id).CountAsync(cancellation);
        foreach (var field in changed)
        {
            var words = new CorrectedWords(stored[field.Key]?.DeepClone(), merged[field.Key]?.DeepClone(), why);
            var key = ids.Next();
            var correction = new AnswerCorrection
            {
                Id = key,
                CaseId = id,
                Number = ++number,
                TaskId = task.Id,
                Step = task.Step,
                Field = field.Key,
                Words = vault.Seal(words.Sealed(), $"case.correction:{key}"),
                AccountId = actor.Account!.Value,
                At = file.Now,
            };
            work.Db.Add(correction);
            audit.Record(file.AuditStream, Act, actor, ("correction", key.ToString()), ("task", task.Id.ToString()), ("step", task.Step), ("question", field.Key), ("digest", words.Digest(vault)));
        }
    }
}
