using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Applying;

/// <param name="Why">How the mistake came to light, in words.</param>
/// <param name="Paper">What shows that it was one; owed.</param>
public sealed record UndoReport(CaseId Case, string Why, StoredFileId? Paper);

/// <summary>
/// A death or a move out of the city was recorded by mistake. Somebody else than who recorded it takes it back, with a paper. The person may apply, is told and is paid
/// again; what was ended only for that is taken up again, and what others decided meanwhile stays decided.
/// </summary>
public sealed class UndoLifeEvent(
    IUnitOfWork work, CaseFiles files, Competence competence, PersonRegister register, Succession succession, Payouts payouts, EndedByMistake ended, Documents documents, AuditTrail audit)
{
    /// <summary>The acts as the audit trail has them; their facts name the paper.</summary>
    public const string DeathUndone = "applicant.death-undone";
    public const string MoveUndone = "applicant.move-undone";

    /// <exception cref="RefusedException">case.not-yours, undo.not-dead, undo.same-person, undo.reason-missing, undo.paper-missing, undo.money-on-its-way, document.not-uploaded</exception>
    public async Task<PersonId> DeathAsync(UndoReport report, Actor actor, CancellationToken cancellation)
    {
        var (file, person) = await LoadAsync(report, actor, cancellation);
        if (person.DeceasedOn is not { } on)
            throw new RefusedException("undo.not-dead");
        var record = await RequireAsync(report, person, LifeRecord.Died, actor, cancellation);

        person.Lives();
        await succession.EndAsync(person.Id, record is null ? on : LocalDay.Of(record.At), file.Today, cancellation);
        foreach (var each in await CasesAsync(file, person, cancellation))
        {
            Record(each, DeathUndone, person, report);
            await payouts.BringBackAsync(each, cancellation);
            await ended.TakeUpAsync(each, EndReason.Died, cancellation);
        }

        return person.Id;
    }

    /// <exception cref="RefusedException">case.not-yours, undo.not-moved, undo.same-person, undo.reason-missing, undo.paper-missing, document.not-uploaded</exception>
    public async Task<PersonId> MoveAsync(UndoReport report, Actor actor, CancellationToken cancellation)
    {
        var (file, person) = await LoadAsync(report, actor, cancellation);
        if (person.MovedOn is null)
            throw new RefusedException("undo.not-moved");
        await RequireAsync(report, person, LifeRecord.Moved, actor, cancellation);

        person.RegisterAt(person.UnitId);
        foreach (var each in await CasesAsync(file, person, cancellation))
        {
            Record(each, MoveUndone, person, report);
            await ended.TakeUpAsync(each, EndReason.MovedAway, cancellation);
        }

        return person.Id;
    }

    private async Task<(CaseFile File, Person Person)> LoadAsync(UndoReport report, Actor actor, CancellationToken cancellation)
    {
        var file = await files.LoadAsync(report.Case, actor, cancellation);
        await competence.RequireStationAsync(file.Case.UnitId, actor, cancellation);
        return (file, await register.GetAsync(file.Case.ApplicantId, cancellation));
    }

    private async Task<LifeRecord?> RequireAsync(UndoReport report, Person person, string act, Actor actor, CancellationToken cancellation)
    {
        var record = await LifeRecord.OfAsync(work.Db, person.Id, act, cancellation);
        var refusals = new Refusals();
        refusals.Require(!string.IsNullOrWhiteSpace(report.Why), new RefusedException("undo.reason-missing", "why"));
        refusals.Require(report.Paper is not null, new RefusedException("undo.paper-missing", "paper"));
        if (record?.By is { } recorder && recorder == actor.Account)
            refusals.Add(new RefusedException("undo.same-person"));
        refusals.ThrowIfAny();
        await documents.KeepAsync(report.Paper!.Value, "paper", cancellation);
        return record;
    }

    private async Task<List<CaseFile>> CasesAsync(CaseFile file, Person person, CancellationToken cancellation)
    {
        var all = new List<CaseFile>();
        foreach (var id in await work.Db.Set<AidCase>().Where(other => other.ApplicantId == person.Id).OrderBy(other => other.Id).Select(other => other.Id).ToListAsync(cancellation))
            all.Add(id == file.Case.Id ? file : await files.LoadAsync(id, file.Actor, cancellation));
        return all;
    }

    private void Record(CaseFile file, string act, Person person, UndoReport report) =>
        audit.Record(file.AuditStream, act, file.Actor, ("person", person.Id.ToString()), ("why", report.Why.Trim()), ("paper", report.Paper.ToString()));
}
