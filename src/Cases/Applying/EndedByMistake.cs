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
public sealed class EndedByMistake(IUnitOfWork work, CaseRuns runs, SameCause causes, CaseTelling telling, AuditTrail audit)
{
    public const string Act = "case.taken-up-again";

    /// <returns>False where it ended for another reason, money of it was paid, or the applicant has applied again since.</returns>
    public async Task<bool> TakeUpAsync(CaseFile file, EndReason reason, CancellationToken cancellation)
    {
        var ended = file.Case;
        if (ended is not { Outcome: CaseOutcome.Ended, PaidCents: 0 } || await WhyAsync(file, cancellation) != reason || await IsAppliedForAgainAsync(ended, cancellation)
            || await causes.ElsewhereAsync(file, cancellation) is not null)
            return false;
        ended.Reopen(CaseStage.Received);
        (ended.ApprovedCents, ended.FirstCents, ended.DecidedOn, ended.FundId) = (null, null, null, null); // what was granted went back when it ended: it is decided anew, from the purse of that year
        audit.Record(file.AuditStream, Act, file.Actor, ("reason", reason.ToString()));
        await runs.StartAsync(file, RunKind.Main, cancellation);
        await telling.TellAsync(file, Occasions.TakenUpAgain, Audience.Applicant, $"{file.Runs.Count}", cancellation);
        return true;
    }

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
