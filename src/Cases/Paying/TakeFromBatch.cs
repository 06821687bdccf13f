using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Paying;

/// <summary>Takes a line out of an open batch; its payment waits again and its money is reserved again.</summary>
public sealed class TakeFromBatch(IUnitOfWork work, Funds funds, BatchSignatures signatures, IPayoutOutcome outcome, AuditTrail audit)
{
    /// <exception cref="RefusedException">batch.reason-missing, batch.unknown, batch.not-yours, batch.wrong-state, payment.unknown</exception>
    public async Task TakeAsync(BatchId id, PaymentId paymentId, string reason, Actor actor, AccountId? actingFor, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(reason))
            throw new RefusedException("batch.reason-missing", "reason");
        var batch = await signatures.OpenAsync(id, actor, actingFor, [Role.FinanceMaker], cancellation);
        batch.Require(BatchState.Open);
        var line = await work.Db.Set<PayoutLine>().FindAsync([id, paymentId], cancellation) ?? throw new RefusedException("payment.unknown", "payment");
        var payment = await work.Db.Set<Payment>().FirstAsync(payment => payment.Id == paymentId, cancellation);

        payment.LeaveBatch();
        batch.Drop(line.Cents);
        work.Db.Remove(line);
        await funds.PostAsync(
            new Posting(PostingKind.Uncommit, payment.Fund, payment.Case, line.Cents, $"uncommit:{id}:{paymentId}", actor) { Payment = paymentId, Batch = id }, cancellation);
        audit.Record($"fund:{batch.Fund}", "batch.line-taken", actor, ("batch", batch.Number), ("payment", paymentId.ToString()), ("reason", reason));
        if (batch.Count == 0)
        {
            batch.Discard(); // a roll of nothing could neither be locked nor put away
            audit.Record($"fund:{batch.Fund}", "batch.discarded", actor, ("batch", batch.Number));
        }

        await outcome.TakenOutAsync(payment, actor, cancellation);
    }
}
