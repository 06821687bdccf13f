using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Deciding;

/// <summary>Keeps what a case was granted and what its fund has reserved for it in step.</summary>
public sealed class Grants(IUnitOfWork work, Funds funds, Payments payments)
{
    /// <summary>
    /// The case is granted this much in all: what is not yet reserved is reserved now; what is too much is released. What is paid or on its way
    /// already stays there: it is recovered when the case is closed (<see cref="RecordRecovery"/>).
    /// </summary>
    /// <param name="key">Unique for ever for this grant.</param>
    public async Task GrantAsync(CaseFile file, long cents, string key, CancellationToken cancellation)
    {
        var fund = file.Case.FundId ??= await FundOfAsync(file, cancellation);
        var holds = await funds.HeldAsync(fund, file.Case.Id, cancellation) is { } held ? held.Reserved + held.Committed + held.Paid + held.Returned : 0;
        if (cents > holds)
            await funds.ReserveAsync(fund, file.Case.Id, cents - holds, key, file.Actor, cancellation);
        else if (cents < holds)
            await LowerAsync(file, fund, holds - cents, key, cancellation);
        file.Case.ApprovedCents = cents;
    }

    /// <summary>The case ends without (more) money: what has not left is not sent, what came back is not paid again, and what is still reserved goes back.</summary>
    public async Task ReleaseRestAsync(CaseFile file, string key, CancellationToken cancellation)
    {
        foreach (var payment in (await payments.OfCaseAsync(file.Case.Id, cancellation)).Where(payment => payment.State is PaymentState.Ready or PaymentState.Returned))
            await payments.CancelAsync(payment.Id, "case closed", file.Actor, cancellation);
        if (file.Case.FundId is not { } fund || await funds.HeldAsync(fund, file.Case.Id, cancellation) is not { } held)
            return;
        if (held.Reserved > 0)
            await funds.ReleaseAsync(fund, file.Case.Id, held.Reserved, key, file.Actor, cancellation);
        if (held.Returned > 0)
            await funds.ReleaseReturnedAsync(fund, file.Case.Id, held.Returned, key + ":returned", file.Actor, cancellation);
    }

    /// <summary>Money that nobody ordered goes back first, then payments that have not left are lowered.</summary>
    private async Task LowerAsync(CaseFile file, FundId fund, long less, string key, CancellationToken cancellation)
    {
        var ready = (await payments.OfCaseAsync(file.Case.Id, cancellation)).Where(payment => payment.State == PaymentState.Ready).ToList();
        var free = (await funds.HeldAsync(fund, file.Case.Id, cancellation))?.Reserved - ready.Sum(payment => payment.Cents) ?? 0;
        var released = Math.Min(less, free);
        foreach (var payment in ready)
        {
            var by = Math.Min(less - released, payment.Cents);
            if (by <= 0)
                break;
            await payments.LowerAsync(payment, payment.Cents - by, "lower grant", file.Actor, cancellation);
            file.Case.FirstCents -= by; // only a first payment is ordered before the amount is final
            released += by;
        }

        if (released > 0)
            await funds.ReleaseAsync(fund, file.Case.Id, released, key, file.Actor, cancellation);
    }

    /// <summary>
    /// The purse of the service for the year in which it is granted: "key-2022", or "key-2022-…" where several units keep one; of those above the
    /// case the nearest. A purse of another district is never touched, nor one whose
    /// money has to go another way than the service: money of the province is not granted without its gates.
    /// </summary>
    /// <exception cref="RefusedException">fund.none-for-year, fund.ambiguous</exception>
    private async Task<FundId> FundOfAsync(CaseFile file, CancellationToken cancellation)
    {
        var (key, year) = (file.Service.Description.Fund, LocalDay.Of(file.Now).Year);
        var code = $"{key}-{year}";
        var above = file.Units.ToDictionary(unit => unit.Value, unit => unit.Key);
        var purses = (await work.Db.Set<Fund>().Where(fund => fund.Year == year && (fund.Code == code || fund.Code.StartsWith(code + "-")))
                .Select(fund => new { fund.Id, fund.Owner, fund.Source }).ToListAsync(cancellation))
            .Where(fund => above.ContainsKey(fund.Owner) && NamedPurses.Fits(fund.Source, file.Service.Description.Route)).GroupBy(fund => above[fund.Owner]).OrderByDescending(level => level.Key).FirstOrDefault()?.ToList();
        return purses switch
        {
            null => throw new RefusedException("fund.none-for-year", null, ("fund", key), ("year", year)),
            [var only] => only.Id,
            _ => throw new RefusedException("fund.ambiguous", null, ("fund", key), ("year", year)),
        };
    }
}
