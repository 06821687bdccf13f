using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Deciding;

/// <summary>Keeps what a case was granted and what its fund has reserved for it in step.</summary>
public sealed class Grants(IUnitOfWork work, Funds funds)
{
    /// <summary>The case is granted this much in all: what is not yet reserved is reserved now; what is too much is released.</summary>
    /// <param name="key">Unique for ever for this grant.</param>
    public async Task GrantAsync(CaseFile file, long cents, string key, CancellationToken cancellation)
    {
        var fund = file.Case.FundId ??= await FundOfAsync(file, cancellation);
        var before = file.Case.ApprovedCents ?? 0;
        var held = await funds.HeldAsync(fund, file.Case.Id, cancellation);
        var gone = before - (held?.Reserved ?? 0); // on its way to the bank or there
        if (before > 0 && cents < gone)
            throw new RefusedException("decision.amount-below-paid", "cents", ("cents", Yuan.Of(cents)), ("paid", Yuan.Of(gone)));
        if (cents > before)
            await funds.ReserveAsync(fund, file.Case.Id, cents - before, key, file.Actor, cancellation);
        else if (cents < before)
            await funds.ReleaseAsync(fund, file.Case.Id, before - cents, key, file.Actor, cancellation);
        file.Case.ApprovedCents = cents;
    }

    /// <summary>The case ends without (more) money: what is still reserved goes back.</summary>
    public async Task ReleaseRestAsync(CaseFile file, string key, CancellationToken cancellation)
    {
        if (file.Case.FundId is not { } fund || await funds.HeldAsync(fund, file.Case.Id, cancellation) is not { } held)
            return;
        if (held.Reserved > 0)
            await funds.ReleaseAsync(fund, file.Case.Id, held.Reserved, key, file.Actor, cancellation);
        if (held.Returned > 0)
            await funds.ReleaseReturnedAsync(fund, file.Case.Id, held.Returned, key + ":returned", file.Actor, cancellation);
        file.Case.ApprovedCents = file.Case.PaidCents;
    }

    /// <summary>The purse of the service for the year of the application.</summary>
    private async Task<FundId> FundOfAsync(CaseFile file, CancellationToken cancellation)
    {
        var (prefix, year) = (file.Service.Description.Fund, LocalDay.Of(file.Now).Year);
        var found = await work.Db.Set<Fund>().Where(fund => fund.Year == year && fund.Code.StartsWith(prefix)).Select(fund => (FundId?)fund.Id).FirstOrDefaultAsync(cancellation);
        return found ?? throw new RefusedException("fund.none-for-year", null, ("fund", prefix), ("year", year));
    }
}
