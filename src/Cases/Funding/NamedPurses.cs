using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Funding;

/// <summary>A purse that services name as the one that pays: its key, the way its money goes, and for which services.</summary>
public sealed record NamedPurse(string Key, FundRoute Route, ImmutableArray<LocalText> Services);

/// <summary>
/// What services call the fund that pays them ("fund" in service.json), and what a fund of a year and a unit is called therefore: "key-2027" for the
/// city, "key-2027-370402" for a unit below it.
/// </summary>
public sealed class NamedPurses(IUnitOfWork work, ServiceCatalogue services)
{
    /// <summary>
    /// By the published version of each service, by its newest (the money of a service that is being set up has to be there on its first day), and by
    /// versions that open cases keep and were granted nothing from.
    /// </summary>
    public async Task<ImmutableArray<NamedPurse>> AllAsync(CancellationToken cancellation)
    {
        var (versions, cases) = (work.Db.Set<ServiceVersion>().AsNoTracking(), work.Db.Set<AidCase>().Where(one => one.Outcome == null && one.FundId == null));
        var naming = await versions.Where(version => version.State == ServiceState.Published
                || !versions.Any(later => later.ServiceId == version.ServiceId && later.Number > version.Number)
                || cases.Any(one => one.ServiceVersionId == version.Id))
            .OrderBy(version => version.ServiceId).ThenBy(version => version.Number).Select(version => version.Id).ToListAsync(cancellation);
        var described = new List<ServiceDescription>();
        foreach (var version in naming)
            described.Add((await services.GetAsync(work.Db, version, cancellation)).Description);
        return [.. described.GroupBy(service => (service.Fund, service.Route)).OrderBy(purse => purse.Key.Fund, StringComparer.Ordinal)
            .Select(purse => new NamedPurse(purse.Key.Fund, purse.Key.Route, [.. purse.Select(service => service.Name).Distinct()]))];
    }

    /// <summary>Money of the province passes city and province; that of city or district ends at the district.</summary>
    public static bool Fits(FundSource source, FundRoute route) => source is FundSource.Provincial == route is FundRoute.Provincial;

    public static string Code(string key, int year, Unit owner) => owner.Level <= UnitLevel.City ? $"{key}-{year}" : $"{key}-{year}-{owner.DivisionCode}";

    /// <summary>Whether a fund of that code is a purse of the key.</summary>
    public static bool IsOf(string code, string key, int year) => code == $"{key}-{year}" || code.StartsWith($"{key}-{year}-", StringComparison.Ordinal);
}
