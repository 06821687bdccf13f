using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Paying;

/// <param name="Purpose">What the payee reads in the bank's message.</param>
/// <param name="Reference">Unique for ever: the same grant ordered again gives the payment that is there.</param>
/// <param name="ByDemoValues">The amount rests on demo values of the service; refused in Production.</param>
public sealed record PaymentOrder(CaseId Case, FundId Fund, Payee Payee, long Cents, string Purpose, string Reference, bool ByDemoValues)
{
    internal PaymentId? Previous { get; init; }

    internal string? Correction { get; init; }
}

/// <summary>Orders payments for what is reserved for a case, and ends those that are not sent.</summary>
public sealed class Payments(IUnitOfWork work, IIds ids, TimeProvider time, FieldProtector protector, AuditTrail audit, Deployment deployment)
{
    /// <summary>Puts a payment in the queue for the next batch. Belongs to the act that closes the last gate; never commits.</summary>
    /// <exception cref="RefusedException">Demo money in Production, more than is reserved for the case, or payee details that no bank takes.</exception>
    public async Task<PaymentId> PrepareAsync(PaymentOrder order, Actor actor, CancellationToken cancellation)
    {
        if (await ByReferenceAsync(order.Reference, cancellation) is { } earlier)
            return earlier.Id;
        await DemoMoney.RefuseAsync(work.Db, order.Fund, order.ByDemoValues, deployment, cancellation);
        await RequireReservedAsync(order, cancellation);

        var payment = Payment.Order(PaymentId.Of(ids.Next()), PayeeCheck.Clean(order), protector, time.GetUtcNow());
        work.Db.Add(payment);
        audit.Record($"case:{order.Case}", "payment.prepared", actor,
            ("payment", payment.Id.ToString()), ("fund", order.Fund.ToString()), ("cents", Yuan.Of(order.Cents)), ("previous", order.Previous?.ToString()));
        return payment.Id;
    }

    /// <summary>Ends a payment that is in no batch: the applicant died, moved or withdrew. The reservation stays; release it where the case ends.</summary>
    public async Task CancelAsync(PaymentId id, string reason, Actor actor, CancellationToken cancellation)
    {
        var payment = await FindAsync(id, cancellation);
        payment.Cancel();
        audit.Record($"case:{payment.Case}", "payment.cancelled", actor, ("payment", id.ToString()), ("reason", reason));
    }

    /// <summary>Less was granted before the payment left: another one with the same payee takes its place; none where nothing is left.</summary>
    internal async Task LowerAsync(Payment payment, long toCents, string reason, Actor actor, CancellationToken cancellation)
    {
        await CancelAsync(payment.Id, reason, actor, cancellation);
        if (toCents == 0)
            return;
        var payee = new Payee(payment.PayeeName, payment.AccountNumber(protector), payment.BankName) { BankCode = payment.BankCode, Person = payment.Payee };
        await PrepareAsync(
            new PaymentOrder(payment.Case, payment.Fund, payee, toCents, payment.Purpose, $"lowered:{payment.Id}", ByDemoValues: false) { Previous = payment.Id, Correction = reason },
            actor, cancellation);
    }

    /// <summary>All payments of a case, those ordered in this very act included, oldest first.</summary>
    public async Task<IReadOnlyList<Payment>> OfCaseAsync(CaseId aidCase, CancellationToken cancellation) =>
        await LoadedAsync(aidCase, cancellation);

    private async Task<List<Payment>> LoadedAsync(CaseId aidCase, CancellationToken cancellation)
    {
        await work.Db.Set<Payment>().Where(payment => payment.Case == aidCase).LoadAsync(cancellation);
        return [.. work.Db.Set<Payment>().Local.Where(payment => payment.Case == aidCase).OrderBy(payment => payment.Id.Value)];
    }

    internal async Task<Payment> FindAsync(PaymentId id, CancellationToken cancellation) =>
        await work.Db.Set<Payment>().FindAsync([id], cancellation) ?? throw new RefusedException("payment.unknown", "payment");

    private async Task<Payment?> ByReferenceAsync(string reference, CancellationToken cancellation) =>
        work.Db.Set<Payment>().Local.FirstOrDefault(payment => payment.Reference == reference)
        ?? await work.Db.Set<Payment>().FirstOrDefaultAsync(payment => payment.Reference == reference, cancellation);

    private async Task RequireReservedAsync(PaymentOrder order, CancellationToken cancellation)
    {
        if (order.Cents <= 0)
            throw new RefusedException("fund.amount-not-positive", "amount", ("cents", Yuan.Said(order.Cents)));
        var reserved = (await work.Db.Set<CaseFunding>().FindAsync([order.Fund, order.Case], cancellation))?.Reserved ?? 0;
        await work.Db.Set<Payment>().Where(payment => payment.Case == order.Case && payment.State == PaymentState.Ready).LoadAsync(cancellation);
        var ordered = work.Db.Set<Payment>().Local
            .Where(payment => payment.Case == order.Case && payment.Fund == order.Fund && payment.State is PaymentState.Ready)
            .Sum(payment => payment.Cents);
        if (ordered + order.Cents > reserved)
            throw new RefusedException("fund.not-reserved", "amount", ("cents", Yuan.Said(order.Cents)), ("reserved", Yuan.Said(reserved - ordered)));
    }
}
