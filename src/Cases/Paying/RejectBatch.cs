using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Cases.Paying;

/// <summary>The checker or the releaser sends the batch back: it is open again, and a new round of signatures begins.</summary>
public sealed class RejectBatch(BatchSignatures signatures, AuditTrail audit)
{
    /// <summary>The trail keeps the reason with it.</summary>
    public const string Act = "batch.rejected";

    public async Task RejectAsync(BatchId id, string reason, Actor actor, AccountId? actingFor, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(reason))
            throw new RefusedException("batch.reason-missing", "reason");
        var batch = await signatures.OpenAsync(id, actor, actingFor, [Role.FinanceChecker, Role.FinanceReleaser], cancellation);
        batch.Require(BatchState.Locked, BatchState.Checked);
        audit.Record($"fund:{batch.Fund}", Act, actor,
            ("batch", batch.Number), ("roll", batch.RollHash), ("reason", reason), ("actingFor", actingFor?.ToString()));
        batch.Reject();
    }
}
