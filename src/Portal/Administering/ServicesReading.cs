using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Handling;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Administering;

/// <summary>A version of a service as the list of versions shows it.</summary>
public sealed record VersionRow(int Number, ServiceState State, DateTimeOffset CreatedAt, DateTimeOffset? PublishedAt, string ContentHash);

/// <summary>A value of a rule with the days on which it holds.</summary>
/// <param name="Lines">The value as people read it; <paramref name="Json"/> is how it is written.</param>
/// <param name="Now">It is in force today.</param>
public sealed record ValueRow(string Key, LocalText Name, DateOnly From, DateOnly? To, ImmutableArray<ValueLine> Lines, string Json, bool Demo, string Source, bool Now);

/// <summary>A key that a new value may be entered for.</summary>
public sealed record ValueKey(string Key, LocalText Name);

/// <summary>The drawing of a definition in both languages, as SVG.</summary>
public sealed record DefinitionDrawing(RunKind Kind, LocalText Svg);

/// <summary>A service with its versions, and the values and definitions of the one in force.</summary>
public sealed record ServiceRow(
    string Id, LocalText Name, ImmutableArray<VersionRow> Versions, ImmutableArray<ValueKey> Keys, ImmutableArray<ValueRow> Values, ImmutableArray<DefinitionDrawing> Drawings);

/// <summary>Reads services with their versions and rule values; they hold for the whole house.</summary>
public sealed class ServicesReading(IUnitOfWork work, Scopes scopes, ServiceCatalogue services, CaseDefinitions definitions, TimeProvider time)
{
    /// <summary>Rule values hold in the whole city, so only an administrator of all of it sets them.</summary>
    public async Task<bool> MaySetAsync(Actor actor, CancellationToken cancellation)
    {
        var scope = await scopes.OfAsync(actor, [Role.Administrator], cancellation);
        var cities = await work.Db.Set<Unit>().AsNoTracking().Where(unit => unit.Level == UnitLevel.City && unit.ValidTo == null).Select(unit => unit.Id).ToListAsync(cancellation);
        foreach (var city in cities)
            if (!await scope.SeesAsync(city, work.Db, cancellation))
                return false;
        return cities.Count > 0;
    }

    public async Task<ImmutableArray<ServiceRow>> ReadAsync(CancellationToken cancellation)
    {
        var (db, today) = (work.Db, LocalDay.Today(time));
        var versions = await db.Set<ServiceVersion>().AsNoTracking().OrderBy(version => version.ServiceId).ThenByDescending(version => version.Number)
            .Select(version => new { version.Id, version.ServiceId, version.Number, version.State, version.CreatedAt, version.PublishedAt, version.ContentHash }).ToListAsync(cancellation);
        var values = (await db.Set<RuleValue>().AsNoTracking().ToListAsync(cancellation)).ToLookup(value => value.ServiceId, StringComparer.Ordinal);
        var rows = ImmutableArray.CreateBuilder<ServiceRow>();
        foreach (var service in versions.GroupBy(version => version.ServiceId))
        {
            var shown = service.FirstOrDefault(version => version.State == ServiceState.Published) ?? service.First();
            var package = await services.GetAsync(db, shown.Id, cancellation);
            rows.Add(new(service.Key, package.Description.Name,
                [.. service.Select(version => new VersionRow(version.Number, version.State, version.CreatedAt, version.PublishedAt, version.ContentHash))],
                [.. package.Formula.Keys.Select(key => new ValueKey(key, ValueWords.Name(package.Formula, key)))],
                [.. values[service.Key].OrderBy(value => value.Key, StringComparer.Ordinal).ThenByDescending(value => value.From)
                    .Select(value => new ValueRow(value.Key, ValueWords.Name(package.Formula, value.Key), value.From, value.To, ValueWords.Lines(package.Formula, value.Key, value.Json), value.Json, value.Demo, value.Source, value.Covers(today)))],
                [.. Enum.GetValues<RunKind>().Select(kind => (Kind: kind, Definition: definitions.Find(shown.Id, package, kind))).Where(one => one.Definition is not null)
                    .Select(one => new DefinitionDrawing(one.Kind, WayReading.Draw(one.Definition!)))]));
        }

        return rows.ToImmutable();
    }
}
