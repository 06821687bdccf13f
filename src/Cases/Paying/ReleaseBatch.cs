using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Protecting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Paying;

/// <summary>A third person releases the batch: the bank file is rendered from the frozen roll and kept byte for byte.</summary>
public sealed class ReleaseBatch(
    IUnitOfWork work, BatchSignatures signatures, DeceasedPayees deceased, Rolls rolls, FieldProtector protector, AuditTrail audit, Deployment deployment, TimeProvider time)
{
    public async Task ReleaseAsync(BatchId id, Actor actor, AccountId? actingFor, CancellationToken cancellation)
    {
        var batch = await signatures.OpenAsync(id, actor, actingFor, [Role.FinanceReleaser], cancellation);
        batch.Require(BatchState.Checked);
        await deceased.RefuseAsync(batch, cancellation);
        var roll = await rolls.VerifiedAsync(batch, cancellation);
        DemoMoney.Refuse(roll.Template, deployment);
        await DemoMoney.RefuseAsync(work.Db, batch.Fund, byDemoValues: false, deployment, cancellation);
        await signatures.SignAsync(batch, Role.FinanceReleaser, actor, actingFor, cancellation);

        var file = BankFileRows.Render(roll);
        var hash = Digest.Of(file.Bytes);
        work.Db.Add(new StoredBankFile
        {
            Batch = id,
            FileName = file.FileName,
            ContentType = file.ContentType,
            Bytes = protector.SealBytes(file.Bytes, StoredBankFile.Place(id)),
            Hash = hash,
            Count = roll.Count,
            Cents = roll.Cents,
            At = time.GetUtcNow(),
        });
        foreach (var payment in await work.Db.Set<Payment>().Where(payment => payment.Batch == id).ToListAsync(cancellation))
            payment.Release();
        batch.Release();
        audit.Record($"fund:{batch.Fund}", "batch.released", actor,
            ("batch", batch.Number), ("roll", batch.RollHash), ("file", hash), ("count", roll.Count.ToString()), ("cents", Yuan.Of(roll.Cents)), ("actingFor", actingFor?.ToString()));
    }
}
