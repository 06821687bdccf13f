using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Protecting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Paying;

/// <param name="What">What was wrong and how it was verified; stays with the new payment.</param>
/// <param name="BankErred">The details were right and the bank confirmed its own error: only then may they stay as they were.</param>
public sealed record Correction(Payee Payee, string What, bool BankErred)
{
    /// <summary>What is still to be paid, where less was granted meanwhile; null for all that came back.</summary>
    public long? Cents { get; init; }
}

/// <summary>Pays returned money again, as a new payment that names the old one, and only after a correction.</summary>
public sealed class RepayReturned(IUnitOfWork work, Payments payments, Funds funds, FieldProtector protector, AuditTrail audit)
{
    /// <summary>The key under which the fund took back what of a returned payment is not granted any more.</summary>
    internal static string SurplusOf(PaymentId id) => $"surplus:{id}";

    public async Task<PaymentId> RepayAsync(PaymentId id, Correction correction, Actor actor, CancellationToken cancellation)
    {
        var old = await payments.FindAsync(id, cancellation);
        if (string.IsNullOrWhiteSpace(correction.What))
            throw new RefusedException("payment.correction-missing", "correction");
        old.BeReplaced();
        var surplus = SurplusOf(id);
        var back = old.Cents - await work.Db.Set<LedgerEntry>().Where(entry => entry.Reference == surplus).SumAsync(entry => entry.Cents, cancellation);
        await funds.PostAsync(
            new Posting(PostingKind.Repay, old.Fund, old.Case, back, $"repay:{id}", actor) { Payment = id, Batch = old.Batch }, cancellation);
        var cents = correction.Cents ?? back;
        if (cents < back)
            await funds.ReleaseAsync(old.Fund, old.Case, back - cents, $"repay-less:{id}", actor, cancellation);

        var next = await payments.PrepareAsync(
            new PaymentOrder(old.Case, old.Fund, correction.Payee with { Person = correction.Payee.Person ?? old.Payee }, cents, old.Purpose, $"repay:{id}", ByDemoValues: false)
            {
                Previous = id,
                Correction = correction.What.Trim(),
            },
            actor,
            cancellation);
        if (!correction.BankErred && await IsUnchangedAsync(old, next, cancellation))
            throw new RefusedException("payment.not-corrected", "payee");
        audit.Record($"case:{old.Case}", "payment.replaced", actor, ("payment", id.ToString()), ("next", next.ToString()), ("bankErred", correction.BankErred ? "yes" : "no"));
        return next;
    }

    /// <summary>What came back, and was not paid again since, is not sent again as it was.</summary>
    /// <exception cref="RefusedException">payment.not-corrected</exception>
    public async Task RequireChangedAsync(CaseId aidCase, Payee corrected, CancellationToken cancellation)
    {
        var name = PersonName.Parse(corrected.Name, "accountName").Value;
        if ((await payments.OfCaseAsync(aidCase, cancellation)).Any(old => old.State == PaymentState.Returned
            && name == old.PayeeName && corrected.BankName.Trim() == old.BankName && PayeeCheck.IsSame(corrected.AccountNumber, old.AccountNumber(protector))))
            throw new RefusedException("payment.not-corrected", "payee");
    }

    private async Task<bool> IsUnchangedAsync(Payment old, PaymentId next, CancellationToken cancellation)
    {
        var corrected = (await work.Db.Set<Payment>().FindAsync([next], cancellation))!;
        return (corrected.PayeeName, corrected.BankName, corrected.BankCode, corrected.AccountNumber(protector))
            == (old.PayeeName, old.BankName, old.BankCode, old.AccountNumber(protector));
    }
}
