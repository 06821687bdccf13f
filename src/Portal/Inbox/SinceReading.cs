using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Correcting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Portal.Dossiers;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Inbox;

/// <summary>An answer that was changed.</summary>
/// <param name="Key">Of the question.</param>
/// <param name="From">As the reader's step sees it; null, with <paramref name="To"/>, where it does not see the answer.</param>
/// <param name="Why">What an official gave as the reason.</param>
public sealed record ChangedAnswer(string Key, LocalText Label, LocalText? From, LocalText? To, DateTimeOffset At, LocalText By, string? Why);

/// <summary>A paper that came to the case.</summary>
/// <param name="Again">The same paper had been given before: this one is in its place.</param>
public sealed record NewPaper(StoredFileId File, LocalText Name, string FileName, bool Again);

/// <summary>The amount that the rules propose, which is another one now.</summary>
public sealed record OtherAmount(long FromCents, long ToCents);

/// <summary>What became of a case since somebody looked at it before; what they did themselves is not news to them.</summary>
/// <param name="At">When they looked; null where they never did.</param>
/// <param name="IsFirst">It is their first look, which may have begun a while ago.</param>
/// <param name="Events">Everything else that the history tells, oldest first.</param>
public sealed record SinceLooked(
    DateTimeOffset? At, bool IsFirst, ImmutableArray<ChangedAnswer> Answers, ImmutableArray<NewPaper> Papers, OtherAmount? Proposed, ImmutableArray<PastEvent> Events)
{
    public static readonly SinceLooked First = new(null, true, [], [], null, []);

    public bool IsNothing => Answers.IsEmpty && Papers.IsEmpty && Proposed is null && Events.IsEmpty;
}

/// <summary>Reads what changed in a case since the visitor's look before this one, out of what the task's page has read anyway.</summary>
public sealed class SinceReading(IUnitOfWork work, OwnLooks looks, Vault vault)
{
    public async Task<SinceLooked> ReadAsync(TaskView view, Actor actor, CancellationToken cancellation)
    {
        if (await looks.BeforeAsync(view.Case.Id, actor, cancellation) is not { } before)
            return SinceLooked.First;
        var history = view.Dossier.History;
        var seenUntil = history.Where(past => past.Entry?.Number <= before.Stood.Trail).Select(past => (DateTimeOffset?)past.At).Max() ?? before.At;
        var news = history.Where(past => past.Entry is { } entry ? entry.Number > before.Stood.Trail && entry.ActorAccount != actor.Account : past.At > before.At).ToArray();
        var hasDecided = history.Any(past => past.Entry is { Act: "task.decided" } entry && entry.ActorAccount == actor.Account); // whoever took their word back within the same sitting has seen it
        return new(before.At, before.IsFirst && !hasDecided, await AnswersAsync(view, news, cancellation), Papers(view.Dossier, seenUntil),
            before.Stood.ProposedCents is { } from && view.Dossier.Proposal is { } proposal && proposal.Cents != from ? new(from, proposal.Cents) : null,
            [.. news.Where(past => past.Entry?.Act != CorrectAnswers.Act)]);
    }

    /// <summary>Corrected by officials, or given otherwise by the applicant, in the order in which it happened.</summary>
    private async Task<ImmutableArray<ChangedAnswer>> AnswersAsync(TaskView view, PastEvent[] news, CancellationToken cancellation)
    {
        var corrected = news.Where(past => past.Entry?.Act == CorrectAnswers.Act).ToDictionary(past => CorrectAnswers.CorrectionOf(past.Entry!));
        var supplied = news.Where(past => past.Entry?.Act == SupplyMissing.Act).ToDictionary(past => SupplyMissing.RequestOf(past.Entry!));
        var (corrections, requests) = (corrected.Keys.ToArray(), supplied.Keys.ToArray());
        var changed = new List<(long Number, ChangedAnswer Answer)>();
        if (corrections.Length > 0)
        {
            changed.AddRange((await work.Db.Set<AnswerCorrection>().AsNoTracking().Where(correction => corrections.Contains(correction.Id)).ToListAsync(cancellation))
                .Select(correction => (corrected[correction.Id].Entry!.Number, Corrected(correction, corrected[correction.Id], view))));
        }

        if (requests.Length > 0)
        {
            changed.AddRange((await work.Db.Set<SupplementRequest>().AsNoTracking().Where(request => requests.Contains(request.Id)).ToListAsync(cancellation))
                .SelectMany(request => SuppliedAnswer.Open(vault, request).Select(answer => (supplied[request.Id].Entry!.Number, Of(answer.Field, () => (answer.From, answer.To, null), supplied[request.Id], view)))));
        }

        return [.. changed.OrderBy(one => one.Number).Select(one => one.Answer)];
    }

    private ChangedAnswer Corrected(AnswerCorrection correction, PastEvent told, TaskView view) => Of(correction.Field, () =>
    {
        var words = CorrectedWords.Open(vault, correction);
        return (words.From, words.To, words.Why);
    }, told, view);

    /// <param name="open">Asked only where the reader sees the answer.</param>
    private static ChangedAnswer Of(string key, Func<(JsonNode? From, JsonNode? To, string? Why)> open, PastEvent told, TaskView view)
    {
        if (view.Service.Form.Field(key) is not { } asked || !view.Sight.Form.Reads(key))
            return new(key, view.Service.Form.Field(key)?.Label ?? LocalText.Same(key), null, null, told.At, told.By, null);
        var (from, to, why) = open();
        return new(key, asked.Label, AnswerWords.Of(asked, view.Sight.Form.Seen(asked, from)), AnswerWords.Of(asked, view.Sight.Form.Seen(asked, to)), told.At, told.By, why);
    }

    /// <summary>Papers stay with the case for good: one that was wrong has another put in its place.</summary>
    private static ImmutableArray<NewPaper> Papers(CaseDossier dossier, DateTimeOffset seenUntil) =>
        [.. dossier.Papers.Where(paper => paper.LinkedAt > seenUntil).Select(paper => new NewPaper(paper.File, paper.Name, paper.FileName, dossier.Papers.Any(other => other.Name == paper.Name && other.LinkedAt < paper.LinkedAt)))];
}
