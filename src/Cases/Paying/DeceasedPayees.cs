using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.People;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Paying;

/// <summary>A payment on its way whose payee is recorded as dead: what finance has to look at.</summary>
public sealed record DeceasedPayment(PaymentId Payment, CaseId Case, FundId Fund, PaymentState State, BatchId? Batch, DateOnly DeceasedOn);

/// <summary>Nothing is sent to the account of a dead person.</summary>
public sealed class DeceasedPayees(IUnitOfWork work)
{
    /// <summary>Payments in a batch or at the bank whose payee has died, oldest first.</summary>
    public async Task<IReadOnlyList<DeceasedPayment>> OnTheirWayAsync(CancellationToken cancellation) =>
        await Of(work.Db.Set<Payment>().Where(payment =>
            payment.State == PaymentState.InBatch || payment.State == PaymentState.Released || payment.State == PaymentState.Unknown)).ToListAsync(cancellation);

    /// <exception cref="RefusedException">batch.payee-deceased: the line is to be taken out first.</exception>
    internal async Task RefuseAsync(PayoutBatch batch, CancellationToken cancellation)
    {
        if (await Of(work.Db.Set<Payment>().Where(payment => payment.Batch == batch.Id)).FirstOrDefaultAsync(cancellation) is { } found)
            throw new RefusedException("batch.payee-deceased", null, ("batch", batch.Number), ("payment", found.Payment.Value.ToString("N")), ("on", found.DeceasedOn));
    }

    private IQueryable<DeceasedPayment> Of(IQueryable<Payment> payments) => payments.AsNoTracking()
        .Join(work.Db.Set<Person>().Where(person => person.DeceasedOn != null), payment => payment.Payee, person => (PersonId?)person.Id,
            (payment, person) => new { payment, person.DeceasedOn })
        .OrderBy(pair => pair.payment.Id)
        .Select(pair => new DeceasedPayment(pair.payment.Id, pair.payment.Case, pair.payment.Fund, pair.payment.State, pair.payment.Batch, pair.DeceasedOn!.Value));
}
