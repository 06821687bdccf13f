using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Cases.Paying;

/// <summary>Says that the bank has the file. A person carries it there; the program never sends money by itself.</summary>
public sealed class SendBatch(BatchSignatures signatures, TimeProvider time, AuditTrail audit)
{
    public async Task SendAsync(BatchId id, Actor actor, AccountId? actingFor, CancellationToken cancellation)
    {
        var batch = await signatures.OpenAsync(id, actor, actingFor, [Role.FinanceMaker, Role.FinanceReleaser], cancellation);
        batch.Send(time.GetUtcNow());
        audit.Record($"fund:{batch.Fund}", "batch.sent", actor, ("batch", batch.Number));
    }
}
