using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Cases.Reviewing;

/// <param name="Invited">Who is to be heard beside the applicant.</param>
/// <param name="Paper">The scan of the invitation; owed.</param>
public sealed record HearingCall(TaskId Task, DateOnly On, string Place, string Invited, string Reason, StoredFileId? Paper);

/// <param name="Paper">The scan of the signed record; owed.</param>
public sealed record HearingRecord(AgencyWaitId Wait, string Came, StoredFileId? Paper);

/// <summary>
/// Whoever has a task calls a hearing (听证), and the applicant is told day and place. The time of the step and of the whole case stands still until its record is entered or it is called
/// off; until then nobody decides the step. Where it ends otherwise, the applicant is told that there is no hearing. Only where the service says so for the step: the rules leave the time of a hearing out of the re-review of petitions alone.
/// </summary>
public sealed class HoldHearing(Waiting waiting, Documents documents, CaseTelling telling, AuditTrail audit, IIds ids)
{
    /// <exception cref="RefusedException">
    /// What <see cref="Waiting"/> refuses, hearing.not-here, hearing.day-past, hearing.place-missing, hearing.invited-missing, hearing.reason-missing, hearing.paper-missing, document.not-uploaded
    /// </exception>
    public async Task<AgencyWaitId> CallAsync(HearingCall call, Actor actor, CancellationToken cancellation)
    {
        var hand = await waiting.TakeAsync(call.Task, actor, cancellation);
        var (file, round) = (hand.File, hand.Round);
        if (!file.Service.Clock(round.Step).Hearing)
            throw new RefusedException("hearing.not-here");
        var refusals = new Refusals();
        refusals.Require(call.On >= file.Today, new RefusedException("hearing.day-past", "on", ("today", file.Today)));
        call = call with
        {
            Place = Waiting.Read(call.Place, "place", AgencyWait.MostPlace, "hearing.place-missing", refusals),
            Invited = Waiting.Read(call.Invited, "invited", AgencyWait.MostAgency, "hearing.invited-missing", refusals),
            Reason = Waiting.Read(call.Reason, "reason", AgencyWait.MostWords, "hearing.reason-missing", refusals),
        };
        refusals.Require(call.Paper is not null, new RefusedException("hearing.paper-missing", "paper"));
        refusals.ThrowIfAny();
        await documents.KeepAsync(call.Paper!.Value, "paper", cancellation);

        var wait = AgencyWait.ForHearing(AgencyWaitId.Of(ids.Next()), round, call, call.Paper.Value, hand.By, file.Now);
        await waiting.BeginAsync(hand, wait, cancellation);
        audit.Record(file.AuditStream, "hearing.called", actor, ("wait", wait.Id.ToString()), ("on", call.On.ToString("O", null)), ("place", call.Place), ("invited", call.Invited), ("reason", call.Reason), ("paper", call.Paper.ToString()));
        await telling.TellAsync(file, Occasions.HearingCalled, Audience.Applicant, wait.Id.ToString(), cancellation, new TemplateData { ["hearingOn"] = call.On, ["place"] = call.Place, ["reason"] = call.Reason });
        return wait.Id;
    }

    /// <summary>It was held: what came of it, with its record.</summary>
    /// <exception cref="RefusedException">What <see cref="Waiting"/> refuses, hearing.not-yet, hearing.record-missing, hearing.record-paper-missing, document.not-uploaded</exception>
    public async Task<AgencyWaitId> RecordAsync(HearingRecord record, Actor actor, CancellationToken cancellation)
    {
        var (wait, file, by) = await waiting.FindAsync(record.Wait, WaitCause.Hearing, actor, cancellation);
        if (file.Today < wait.HeldOn)
            throw new RefusedException("hearing.not-yet", null, ("on", wait.HeldOn));
        var refusals = new Refusals();
        var words = Waiting.Read(record.Came, "came", AgencyWait.MostWords, "hearing.record-missing", refusals);
        refusals.Require(record.Paper is not null, new RefusedException("hearing.record-paper-missing", "paper"));
        refusals.ThrowIfAny();
        await documents.KeepAsync(record.Paper!.Value, "paper", cancellation);

        await waiting.EndAsync(wait, file, words, record.Paper, by, cancellation);
        audit.Record(file.AuditStream, "hearing.recorded", actor, ("wait", wait.Id.ToString()), ("came", words), ("paper", record.Paper.ToString()));
        return wait.Id;
    }

    /// <summary>It is not held after all; the applicant is told.</summary>
    /// <exception cref="RefusedException">What <see cref="Waiting"/> refuses, hearing.off-missing</exception>
    public async Task<AgencyWaitId> CallOffAsync(AgencyWaitId id, string reason, Actor actor, CancellationToken cancellation)
    {
        var (wait, file, by) = await waiting.FindAsync(id, WaitCause.Hearing, actor, cancellation);
        var refusals = new Refusals();
        var words = Waiting.Read(reason, "reason", AgencyWait.MostWords, "hearing.off-missing", refusals);
        refusals.ThrowIfAny();

        await waiting.EndAsync(wait, file, words, null, by, cancellation);
        audit.Record(file.AuditStream, "hearing.called-off", actor, ("wait", wait.Id.ToString()), ("reason", words));
        await telling.TellAsync(file, Occasions.HearingCalledOff, Audience.Applicant, wait.Id.ToString(), cancellation, new TemplateData { ["hearingOn"] = wait.HeldOn, ["reason"] = words });
        return wait.Id;
    }
}
