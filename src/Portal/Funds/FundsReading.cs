using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Funds;

/// <summary>A fund with where its money is. Cents.</summary>
public sealed record FundRow(FundId Id, string Code, LocalText Name, LocalText Owner, bool Demo, FundBalance Balance);

/// <param name="Missing">Those that should be open by now; told to finance, and nobody else can do anything about it here.</param>
public sealed record FundsView(int Year, ImmutableArray<int> Years, ImmutableArray<FundRow> Funds, ImmutableArray<MissingFund> Missing);

/// <summary>Reads the funds of a year that are kept by units of the reader's area.</summary>
public sealed class FundsReading(IUnitOfWork work, Scopes scopes, MissingFunds missing, TimeProvider time)
{
    public static readonly Role[] Finance = [Role.FinanceMaker, Role.FinanceChecker, Role.FinanceReleaser];

    public static readonly Role[] Readers = [Role.Leader, .. Finance];

    public async Task<FundsView> ReadAsync(int? year, Visitor visitor, CancellationToken cancellation)
    {
        var db = work.Db;
        var roots = (await scopes.OfAsync(visitor.Actor, Readers, cancellation)).Roots.ToArray();
        var seen = db.Set<Fund>().AsNoTracking().Where(fund => db.Set<UnitAncestor>().Any(line => line.UnitId == fund.Owner && line.ValidTo == null && roots.Contains(line.AncestorId)));
        ImmutableArray<int> years = [.. await seen.Select(fund => fund.Year).Distinct().OrderByDescending(one => one).ToListAsync(cancellation)];
        var today = LocalDay.Today(time).Year;
        var chosen = year is { } wanted && years.Contains(wanted) ? wanted : years.IsEmpty || years.Contains(today) ? today : years[0];
        var rows = await seen.Where(fund => fund.Year == chosen).OrderBy(fund => fund.Code)
            .Join(db.Set<FundBalance>(), fund => fund.Id, balance => balance.Fund, (fund, balance) => new { fund, balance })
            .Join(db.Set<Unit>(), pair => pair.fund.Owner, unit => unit.Id, (pair, unit) => new { pair.fund, pair.balance, unit.NameZh, unit.NameEn }).ToListAsync(cancellation);
        return new(chosen, years, [.. rows.Select(row => new FundRow(row.fund.Id, row.fund.Code, new(row.fund.NameZh, row.fund.NameEn), new(row.NameZh, row.NameEn), row.fund.IsDemo, row.balance))],
            await missing.OfAsync(visitor.Actor, Finance, cancellation));
    }
}
