using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;

namespace AidWorkflow.Cases.Funding;

/// <summary>Gives a fund more money, or takes back what nobody was granted yet.</summary>
public sealed class ChangeBudget(Funds funds, AuditTrail audit)
{
    /// <param name="cents">More than zero gives, less takes.</param>
    /// <param name="key">Names the allocation document, so that it is booked once.</param>
    public async Task ChangeAsync(FundId fund, long cents, string key, Actor actor, CancellationToken cancellation)
    {
        await funds.BudgetAsync(fund, cents, key, actor, cancellation);
        audit.Record($"fund:{fund}", "fund.budget-changed", actor, ("cents", Yuan.Of(cents)), ("key", key));
    }
}
