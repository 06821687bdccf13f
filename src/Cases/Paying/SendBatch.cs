using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Paying;

/// <summary>Says that the bank has the file. A person carries it there; the program never sends money by itself.</summary>
public sealed class SendBatch(IUnitOfWork work, BatchSignatures signatures, IPayoutOutcome outcome, TimeProvider time, AuditTrail audit)
{
    public async Task SendAsync(BatchId id, Actor actor, AccountId? actingFor, CancellationToken cancellation)
    {
        var batch = await signatures.OpenAsync(id, actor, actingFor, [Role.FinanceMaker, Role.FinanceReleaser], cancellation);
        batch.Require(BatchState.Released);
        if (!await work.Db.Set<StoredBankFile>().AnyAsync(file => file.Batch == id && file.FetchedAt != null, cancellation))
            throw new RefusedException("bank-file.not-fetched", null, ("batch", batch.Number));
        batch.Send(time.GetUtcNow());
        foreach (var payment in await work.Db.Set<Payment>().Where(payment => payment.Batch == id && payment.State == PaymentState.Released).ToListAsync(cancellation))
            await outcome.SentAsync(payment, cancellation);
        audit.Record($"fund:{batch.Fund}", "batch.sent", actor, ("batch", batch.Number));
    }
}
