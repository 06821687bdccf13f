using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Cases.Paying;

/// <summary>A second person finds the frozen roll right.</summary>
public sealed class CheckBatch(BatchSignatures signatures, Rolls rolls, AuditTrail audit)
{
    public async Task CheckAsync(BatchId id, Actor actor, AccountId? actingFor, CancellationToken cancellation)
    {
        var batch = await signatures.OpenAsync(id, actor, actingFor, [Role.FinanceChecker], cancellation);
        batch.Require(BatchState.Locked);
        await rolls.VerifiedAsync(batch, cancellation);
        await signatures.SignAsync(batch, Role.FinanceChecker, actor, actingFor, cancellation);
        batch.Check();
        audit.Record($"fund:{batch.Fund}", "batch.checked", actor, ("batch", batch.Number), ("roll", batch.RollHash), ("actingFor", actingFor?.ToString()));
    }
}
