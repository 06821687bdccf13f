using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Cases.Paying;

/// <summary>The maker freezes the roll: from here on checker and releaser see exactly what will be paid.</summary>
public sealed class LockBatch(BatchSignatures signatures, DeceasedPayees deceased, Rolls rolls, AuditTrail audit)
{
    public async Task LockAsync(BatchId id, Actor actor, AccountId? actingFor, CancellationToken cancellation)
    {
        var batch = await signatures.OpenAsync(id, actor, actingFor, [Role.FinanceMaker], cancellation);
        batch.Require(BatchState.Open);
        await deceased.RefuseAsync(batch, cancellation);
        await signatures.SignAsync(batch, Role.FinanceMaker, actor, actingFor, cancellation);
        await rolls.FreezeAsync(batch, cancellation);
        audit.Record($"fund:{batch.Fund}", "batch.locked", actor,
            ("batch", batch.Number), ("roll", batch.RollHash), ("count", batch.Count.ToString()), ("cents", Yuan.Of(batch.Cents)), ("actingFor", actingFor?.ToString()));
    }
}
