using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Funding;

/// <summary>
/// Opens a fund or changes its budget from the command line, where a new installation is set up. Whoever is there has the database and its keys in
/// hand, so nobody else is asked; the trail names the machine's user, and finance sees it on the page of the fund.
/// </summary>
public sealed class FundAtMachine(IUnitOfWork work, ProposeFund propose, SettleProposal settle)
{
    public async Task<Fund> OpenAsync(Opening asked, Actor actor, CancellationToken cancellation)
    {
        var proposal = await propose.OpeningAsync(asked, actor, cancellation);
        return await BookedAsync(proposal, actor, cancellation);
    }

    public async Task<Fund> ChangeAsync(string code, long cents, string reason, Actor actor, CancellationToken cancellation)
    {
        var fund = await work.Db.Set<Fund>().FirstOrDefaultAsync(fund => fund.Code == code, cancellation) ?? throw new RefusedException("fund.unknown", "code");
        return await BookedAsync(await propose.ChangingAsync(fund, cents, reason, actor, cancellation), actor, cancellation);
    }

    public Task<FundBalance> BalanceAsync(FundId fund, CancellationToken cancellation) =>
        work.Db.Set<FundBalance>().AsNoTracking().FirstAsync(balance => balance.Fund == fund, cancellation);

    private async Task<Fund> BookedAsync(FundProposal proposal, Actor actor, CancellationToken cancellation)
    {
        var id = await settle.BookAsync(proposal, actor, cancellation);
        return (await work.Db.Set<Fund>().FindAsync([id], cancellation))!;
    }
}
