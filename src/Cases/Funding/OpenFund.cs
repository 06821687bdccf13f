using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Funding;

/// <param name="BudgetCents">What the fund starts with; zero when the money comes later.</param>
public sealed record NewFund(string Code, string NameZh, string NameEn, int Year, FundSource Source, UnitId Owner, long BudgetCents, bool IsDemo);

/// <summary>Opens a fund with its first budget.</summary>
public sealed class OpenFund(IUnitOfWork work, IIds ids, TimeProvider time, AuditTrail audit)
{
    public async Task<FundId> OpenAsync(NewFund asked, Actor actor, CancellationToken cancellation)
    {
        var id = FundId.Of(ids.Next());
        await OpenAsync(id, asked, actor, cancellation);
        return id;
    }

    internal async Task OpenAsync(FundId id, NewFund asked, Actor actor, CancellationToken cancellation)
    {
        if (asked.BudgetCents < 0)
            throw new RefusedException("fund.amount-not-positive", "budget", ("cents", Yuan.Said(asked.BudgetCents)));
        if (await work.Db.Set<Fund>().AnyAsync(fund => fund.Code == asked.Code, cancellation))
            throw new RefusedException("fund.code-taken", "code", ("code", asked.Code));

        work.Db.Add(Fund.Open(id, asked));
        work.Db.Add(FundBalance.Opened(id, asked.BudgetCents));
        if (asked.BudgetCents > 0)
            work.Db.Add(new Posting(PostingKind.Budget, id, null, asked.BudgetCents, $"fund:{id}:opening", actor).Entry(EntryId.Of(ids.Next()), time.GetUtcNow()));
        audit.Record($"fund:{id}", "fund.opened", actor, ("code", asked.Code), ("budget", Yuan.Of(asked.BudgetCents)), ("demo", asked.IsDemo ? "yes" : "no"));
    }
}
