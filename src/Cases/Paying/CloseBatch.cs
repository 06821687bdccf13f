using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Cases.Paying;

/// <summary>Files a reconciled batch. A late return of the bank is still booked.</summary>
public sealed class CloseBatch(BatchSignatures signatures, AuditTrail audit)
{
    public async Task CloseAsync(BatchId id, Actor actor, AccountId? actingFor, CancellationToken cancellation)
    {
        var batch = await signatures.OpenAsync(id, actor, actingFor, [Role.FinanceChecker, Role.FinanceReleaser], cancellation);
        batch.Close();
        audit.Record($"fund:{batch.Fund}", "batch.closed", actor, ("batch", batch.Number));
    }
}
