using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Applying;

/// <summary>
/// A case that was ended only because of a death or a move which was recorded by mistake is taken up again under its own number and with its day of application: it starts anew at
/// the completeness check, and what was accepted before cannot be turned away there.
/// </summary>
public sealed class EndedByMistake(IUnitOfWork work, CaseRuns runs, CaseHands hands, SameCause causes, CaseTelling telling, AuditTrail audit)
{
    public const string Act = "case.taken-up-again";

    /// <returns>False where it ended for another reason, money of it was paid, or the applicant has applied again since.</returns>
    public async Task<bool> TakeUpAsync(CaseFile file, EndReason reason, CancellationToken cancellation)
    {
        var ended = file.Case;
        if (ended is not { Outcome: CaseOutcome.Ended, PaidCents: 0 } || await WhyAsync(file, cancellation) != reason || await IsMadeGoodElsewhereAsync(file, cancellation))
            return false;
        audit.Record(file.AuditStream, Act, file.Actor, ("reason", reason.ToString()));
        await ReopenAsync(file, null, cancellation);
        return true;
    }

    /// <summary>The applicant has applied again since, or the same cause goes on in another case: the ended one stays ended.</summary>
    internal async Task<bool> IsMadeGoodElsewhereAsync(CaseFile file, CancellationToken cancellation) =>
        await IsAppliedForAgainAsync(file.Case, cancellation) || await causes.ElsewhereAsync(file, cancellation) is not null;

    /// <summary>The case goes on under its own number, in a new run.</summary>
    /// <param name="at">The activity at which that begins; null for the completeness check.</param>
    internal async Task ReopenAsync(CaseFile file, string? at, CancellationToken cancellation)
    {
        var ended = file.Case;
        ended.Reopen(CaseStage.Received);
        (ended.ApprovedCents, ended.FirstCents, ended.DecidedOn, ended.FundId) = (null, null, null, null); // what was granted went back when it ended: it is decided anew, from the purse of that year
        if (at is not null && ended.AcceptedOn is not null)
            await hands.BeginAsync(file, cancellation); // its time had ended with it; where it begins anew, that begins with its acceptance
        await runs.StartAsync(file, RunKind.Main, at, cancellation);
        await telling.TellAsync(file, Occasions.TakenUpAgain, Audience.Applicant, $"{file.Runs.Count}", cancellation, new TemplateData { ["step"] = at is null ? null : file.OpenRounds.Select(round => SpokenSteps.ToApplicant(round.Step)).LastOrDefault() });
    }

    /// <summary>An administrator ended it (终止).</summary>
    public async Task<bool> IsTerminatedAsync(CaseFile file, CancellationToken cancellation) => await WhyAsync(file, cancellation) == EndReason.Terminated;

    /// <summary>For what reason it was ended, from the trail.</summary>
    private async Task<EndReason?> WhyAsync(CaseFile file, CancellationToken cancellation)
    {
        var stream = file.AuditStream;
        var facts = await work.Db.Set<AuditEntry>().AsNoTracking().Where(entry => entry.Stream == stream && entry.Act == "case.ended")
            .OrderByDescending(entry => entry.Number).Select(entry => entry.Facts).FirstOrDefaultAsync(cancellation);
        return facts is not null && Enum.TryParse<EndReason>((string?)JsonNode.Parse(facts)!["reason"], out var reason) ? reason : null;
    }

    private Task<bool> IsAppliedForAgainAsync(AidCase ended, CancellationToken cancellation)
    {
        var (id, person, service, since) = (ended.Id, ended.ApplicantId, ended.ServiceId, ended.ClosedAt);
        return work.Db.Set<AidCase>().AnyAsync(other => other.Id != id && other.ApplicantId == person && other.ServiceId == service && other.AppliedAt >= since
            && (other.Outcome == null || other.Outcome == CaseOutcome.Paid || other.Outcome == CaseOutcome.Recovering), cancellation);
    }
}
