using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Funding;

/// <summary>What one act does to the accounts of one fund, written as one conditional update.</summary>
internal sealed class BalanceChange(FundId fund)
{
    private long budget;
    private long available;
    private long reserved;
    private long committed;
    private long paid;
    private long returned;

    public void Add(Posting posting)
    {
        Move(posting.Debit, posting.Cents);
        Move(posting.Credit, -posting.Cents);
    }

    public async Task WriteAsync(DbContext db, CancellationToken cancellation)
    {
        var changed = await db.Set<FundBalance>()
            .Where(balance => balance.Fund == fund
                && balance.Budget + budget >= 0
                && balance.Available + available >= 0
                && balance.Reserved + reserved >= 0
                && balance.Committed + committed >= 0
                && balance.Paid + paid >= 0
                && balance.Returned + returned >= 0)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(balance => balance.Budget, balance => balance.Budget + budget)
                    .SetProperty(balance => balance.Available, balance => balance.Available + available)
                    .SetProperty(balance => balance.Reserved, balance => balance.Reserved + reserved)
                    .SetProperty(balance => balance.Committed, balance => balance.Committed + committed)
                    .SetProperty(balance => balance.Paid, balance => balance.Paid + paid)
                    .SetProperty(balance => balance.Returned, balance => balance.Returned + returned),
                cancellation);
        if (changed == 0)
            throw await WhyAsync(db, cancellation);
    }

    private async Task<Exception> WhyAsync(DbContext db, CancellationToken cancellation)
    {
        var now = await db.Set<FundBalance>().AsNoTracking().FirstOrDefaultAsync(balance => balance.Fund == fund, cancellation);
        if (now is null)
            return new RefusedException("fund.unknown", "fund");
        if (now.Available + available < 0 && budget < 0)
            return TooLow(now);
        return now.Available + available < 0
            ? new RefusedException("fund.insufficient", "amount", ("available", Yuan.Said(now.Available)), ("cents", Yuan.Said(-available)))
            : new LostRaceException($"What the cases of fund {fund} hold was moved by somebody else meanwhile."); // or the books are broken: LedgerCheck tells
    }

    /// <summary>A budget covers what is granted, on its way and paid.</summary>
    internal static RefusedException TooLow(FundBalance now) =>
        new("fund.budget-too-low", "cents", ("least", Yuan.Said(now.Budget - now.Available)), ("available", Yuan.Said(now.Available)));

    private void Move(FundAccount account, long cents)
    {
        switch (account)
        {
            case FundAccount.Budget: budget -= cents; break; // the source owes: taking from it raises the budget
            case FundAccount.Available: available += cents; break;
            case FundAccount.Reserved: reserved += cents; break;
            case FundAccount.Committed: committed += cents; break;
            case FundAccount.Paid: paid += cents; break;
            case FundAccount.Returned: returned += cents; break;
            default: throw new ArgumentOutOfRangeException(nameof(account), account, "No such account.");
        }
    }
}
