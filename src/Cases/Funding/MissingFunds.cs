using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Funding;

/// <summary>A purse that services pay from and that no unit has opened for the year.</summary>
/// <param name="Districts">Those that no such fund covers; none where none is covered.</param>
/// <param name="Waiting">Open cases that nothing was granted to yet and that can be granted nothing without it; only of the running year.</param>
public sealed record MissingFund(string Key, int Year, ImmutableArray<LocalText> Services, ImmutableArray<LocalText> Districts, int Waiting);

/// <summary>
/// Finds the funds without which nothing can be granted: those of this year at any time, those of the next from December on. Told while the fund is
/// missing and not only when a grant was refused for it, so that nobody waits for the refusal.
/// </summary>
public sealed class MissingFunds(IUnitOfWork work, ServiceCatalogue services, Scopes scopes, TimeProvider time)
{
    /// <summary>A budget of the next year is usually known by then, and a fund opened with nothing in it can be given money later.</summary>
    private const int MonthOfWarning = 12;

    /// <param name="roles">In which the actor asks: what is missing for their area is told.</param>
    public async Task<ImmutableArray<MissingFund>> OfAsync(Actor actor, IReadOnlyCollection<Role> roles, CancellationToken cancellation)
    {
        var today = LocalDay.Today(time);
        var districts = await DistrictsAsync(await scopes.OfAsync(actor, roles, cancellation), cancellation);
        if (districts.Count == 0)
            return [];
        var waiting = await WaitingAsync([.. districts.Select(district => district.Id)], cancellation);
        var described = await DescribedAsync([.. waiting.Select(one => one.Version).Distinct()], cancellation);
        var missing = new List<MissingFund>();
        foreach (var year in today.Month >= MonthOfWarning ? [today.Year, today.Year + 1] : new[] { today.Year })
        {
            var covered = await CoveredAsync(year, cancellation);
            foreach (var purse in described.GroupBy(one => (one.Value.Fund, one.Value.Route)).OrderBy(purse => purse.Key.Fund, StringComparer.Ordinal))
            {
                var without = districts.Where(district => !covered.Any(fund =>
                    fund.District == district.Id && NamedPurses.IsOf(fund.Code, purse.Key.Fund, year) && NamedPurses.Fits(fund.Source, purse.Key.Route))).ToList();
                if (without.Count == 0)
                    continue;
                var ids = without.Select(district => district.Id).ToHashSet();
                missing.Add(new(purse.Key.Fund, year, [.. purse.Select(one => one.Value.Name).Distinct()],
                    without.Count == districts.Count ? [] : [.. without.Select(district => district.Name)],
                    year > today.Year ? 0 : waiting.Where(one => ids.Contains(one.District) && purse.Any(service => service.Key == one.Version)).Sum(one => one.Count)));
            }
        }

        return [.. missing];
    }

    /// <summary>What can be granted from is looked for from the district up.</summary>
    private async Task<List<(UnitId Id, LocalText Name)>> DistrictsAsync(Scope scope, CancellationToken cancellation)
    {
        var (db, roots) = (work.Db, scope.Roots.ToArray());
        return [.. (await db.Set<Unit>().AsNoTracking()
            .Where(unit => unit.Level == UnitLevel.District && unit.ValidTo == null && db.Set<UnitAncestor>().Any(line => line.UnitId == unit.Id && line.ValidTo == null && roots.Contains(line.AncestorId)))
            .OrderBy(unit => unit.DivisionCode).Select(unit => new { unit.Id, unit.NameZh, unit.NameEn }).ToListAsync(cancellation)).Select(unit => (unit.Id, new LocalText(unit.NameZh, unit.NameEn)))];
    }

    /// <summary>Funds of the year with the districts below (and at) the units that keep them.</summary>
    private async Task<List<(UnitId District, string Code, FundSource Source)>> CoveredAsync(int year, CancellationToken cancellation)
    {
        var db = work.Db;
        return [.. (await db.Set<Fund>().AsNoTracking().Where(fund => fund.Year == year)
            .Join(db.Set<UnitAncestor>().Where(line => line.ValidTo == null), fund => fund.Owner, line => line.AncestorId, (fund, line) => new { line.UnitId, fund.Code, fund.Source })
            .Join(db.Set<Unit>().Where(unit => unit.Level == UnitLevel.District), one => one.UnitId, unit => unit.Id, (one, unit) => one)
            .ToListAsync(cancellation)).Select(one => (one.UnitId, one.Code, one.Source))];
    }

    private async Task<List<(UnitId District, ServiceVersionId Version, int Count)>> WaitingAsync(UnitId[] districts, CancellationToken cancellation)
    {
        var db = work.Db;
        return [.. (await db.Set<AidCase>().AsNoTracking().Where(one => one.Outcome == null && one.FundId == null)
            .Join(db.Set<UnitAncestor>().Where(line => line.ValidTo == null && districts.Contains(line.AncestorId)), one => one.UnitId, line => line.UnitId, (one, line) => new { line.AncestorId, one.ServiceVersionId })
            .GroupBy(one => new { one.AncestorId, one.ServiceVersionId }).Select(group => new { group.Key.AncestorId, group.Key.ServiceVersionId, Count = group.Count() })
            .ToListAsync(cancellation)).Select(one => (one.AncestorId, one.ServiceVersionId, one.Count))];
    }

    /// <summary>Versions that new cases take, and those that open cases keep.</summary>
    private async Task<Dictionary<ServiceVersionId, ServiceDescription>> DescribedAsync(ServiceVersionId[] kept, CancellationToken cancellation)
    {
        var published = await work.Db.Set<ServiceVersion>().AsNoTracking().Where(version => version.State == ServiceState.Published).Select(version => version.Id).ToListAsync(cancellation);
        var described = new Dictionary<ServiceVersionId, ServiceDescription>();
        foreach (var version in published.Union(kept))
            described[version] = (await services.GetAsync(work.Db, version, cancellation)).Description;
        return described;
    }
}
