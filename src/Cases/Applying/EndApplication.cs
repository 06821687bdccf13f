using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Cases.Applying;

/// <summary>Why a case ends without a decision on the merits.</summary>
public enum EndReason
{
    Withdrawn,
    Died,
    MovedAway,
}

/// <summary>The applicant withdraws, has died or has moved away before a decision: the flow stops where it stands and nothing stays reserved.</summary>
public sealed class EndApplication(CaseFiles files, CaseRuns runs, Rounds rounds, Grants grants, UnsentPayments payments, AuditTrail audit)
{
    /// <exception cref="RefusedException">case.closed, case.decided (a decided case is paid or corrected, not withdrawn), case.money-on-its-way</exception>
    public async Task<CaseId> EndAsync(CaseId id, EndReason reason, string words, Actor actor, CancellationToken cancellation)
    {
        var file = await files.LoadAsync(id, actor, cancellation);
        if (!file.Case.IsOpen)
            throw new RefusedException("case.closed", null, ("number", file.Case.ReceiptNumber));
        if (reason == EndReason.Withdrawn && file.Case.PaidCents > 0)
            throw new RefusedException("case.decided", null, ("number", file.Case.ReceiptNumber));
        await payments.CancelAsync(file, words, cancellation);
        await runs.CancelAsync(file, reason.ToString(), cancellation);
        await grants.ReleaseRestAsync(file, $"end:{id}", cancellation);
        rounds.CloseCase(file, reason == EndReason.Withdrawn ? CaseOutcome.Withdrawn : CaseOutcome.Ended);
        await rounds.FlushAsync(file, cancellation);
        audit.Record(file.AuditStream, "case.ended", actor, ("reason", reason.ToString()));
        return id;
    }
}
