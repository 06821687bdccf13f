using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Cases.Deciding;

/// <summary>Stops what has not left for the bank yet.</summary>
public sealed class UnsentPayments(IUnitOfWork work, Payments payments)
{
    /// <summary>On a roll or at the bank: nobody can stop it here, only wait for the bank's answer.</summary>
    public static bool IsOnItsWay(Payment payment) => payment.State is PaymentState.InBatch or PaymentState.Released or PaymentState.Unknown;

    /// <exception cref="RefusedException">case.money-on-its-way: a payment is on a roll or at the bank; wait for its answer.</exception>
    public async Task CancelAsync(CaseFile file, string reason, CancellationToken cancellation)
    {
        foreach (var payment in await payments.OfCaseAsync(file.Case.Id, cancellation))
        {
            if (IsOnItsWay(payment))
                throw new RefusedException("case.money-on-its-way", null, ("batch", (await work.Db.Set<PayoutBatch>().FindAsync([payment.Batch], cancellation))?.Number));
            if (payment.State is PaymentState.Ready or PaymentState.Returned)
                await payments.CancelAsync(payment.Id, reason, file.Actor, cancellation);
        }
    }
}
