using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Funding;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Paying;

/// <summary>Books one stored answer of the bank: ledger, payment, line and the case's next step in one commit. Twice is as good as once.</summary>
public sealed class SettleLine(IUnitOfWork work, Funds funds, IPayoutOutcome outcome, AuditTrail audit, TimeProvider time)
{
    /// <returns>False when nothing waits for this payment: somebody else booked it.</returns>
    public async Task<bool> SettleAsync(PaymentId id, Actor actor, CancellationToken cancellation)
    {
        // By one statement: read by several, the rows could be torn by another sweep's commit.
        var waiting = await (
            from answer in work.Db.Set<BankAnswer>()
            where answer.Payment == id && answer.AppliedAt == null
            join payment in work.Db.Set<Payment>() on answer.Payment equals payment.Id
            join line in work.Db.Set<PayoutLine>() on answer.Payment equals line.Payment
            join held in work.Db.Set<CaseFunding>() on new { payment.Fund, payment.Case } equals new { held.Fund, held.Case }
            orderby answer.Sequence
            select new { answer, payment, line, held }).FirstOrDefaultAsync(cancellation);
        if (waiting is null)
            return false;
        await SettleAsync(waiting.answer, waiting.line, waiting.payment, actor, cancellation);
        return true;
    }

    private async Task SettleAsync(BankAnswer answer, PayoutLine line, Payment payment, Actor actor, CancellationToken cancellation)
    {
        answer.AppliedAt = time.GetUtcNow();
        await BookAsync(answer, line, payment, actor, cancellation);
        audit.Record($"case:{payment.Case}", $"payment.{answer.Status}".ToLowerInvariant(), actor,
            ("payment", payment.Id.ToString()), ("cents", Yuan.Of(line.Cents)), ("reason", answer.Reason));
    }

    private async Task BookAsync(BankAnswer answer, PayoutLine line, Payment payment, Actor actor, CancellationToken cancellation)
    {
        switch (answer.Status)
        {
            case AnswerStatus.Settled:
                await PostAsync(PostingKind.Pay, "pay", null, line, payment, actor, cancellation);
                payment.Settle(time.GetUtcNow());
                line.State = LineState.Settled;
                await outcome.PaidAsync(payment, cancellation);
                break;
            case AnswerStatus.Returned:
                var late = payment.State is PaymentState.Settled;
                if (late)
                    await outcome.TakingBackAsync(payment, cancellation);
                await PostAsync(PostingKind.Return, "return", late ? FundAccount.Paid : null, line, payment, actor, cancellation);
                payment.Return(answer.Reason, time.GetUtcNow());
                line.State = LineState.Returned;
                await outcome.ReturnedAsync(payment, answer.Reason, cancellation);
                break;
            case AnswerStatus.Unknown:
                payment.BecomeUnknown(); // the money stays committed; nothing is sent again by itself
                line.State = LineState.Unknown;
                break;
            default:
                throw new InvalidOperationException($"No booking is known for {answer.Status}.");
        }
    }

    private Task PostAsync(PostingKind kind, string verb, FundAccount? from, PayoutLine line, Payment payment, Actor actor, CancellationToken cancellation) =>
        funds.PostAsync(
            new Posting(kind, payment.Fund, payment.Case, line.Cents, $"{verb}:{payment.Id}", actor) { Payment = payment.Id, Batch = line.Batch, From = from },
            cancellation);
}
