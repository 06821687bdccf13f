using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Funding;

/// <summary>Opens this year's demo fund of every service that has none, so that a demo can grant and pay.</summary>
public sealed class SeedDemoFund(IUnitOfWork work, OpenFund open, ServiceCatalogue services, TimeProvider time)
{
    private const long Budget = 5_000_000_00;

    /// <returns>Whether one was opened.</returns>
    public async Task<bool> RunAsync(Actor actor, CancellationToken cancellation)
    {
        var (db, year) = (work.Db, LocalDay.Today(time).Year);
        var city = await db.Set<Unit>().Where(unit => unit.Level == UnitLevel.City && unit.ValidTo == null).Select(unit => unit.Id).FirstAsync(cancellation);
        var known = await db.Set<Fund>().Where(fund => fund.Year == year).Select(fund => fund.Code).ToListAsync(cancellation);
        foreach (var version in await db.Set<ServiceVersion>().Where(version => version.State == ServiceState.Published).Select(version => version.Id).ToListAsync(cancellation))
        {
            var service = (await services.GetAsync(db, version, cancellation)).Description;
            var code = $"{service.Fund}-{year}";
            if (known.Contains(code))
                continue;
            await open.OpenAsync(new NewFund(code, $"困难退役军人帮扶资金 {year}（演示）", $"Veterans' hardship aid fund {year} (demo)", year,
                service.Route == FundRoute.Provincial ? FundSource.Provincial : FundSource.District, city, Budget, IsDemo: true), actor, cancellation);
            known.Add(code);
        }

        return known.Count > 0;
    }
}
