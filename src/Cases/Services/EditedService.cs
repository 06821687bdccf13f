using System.Collections.Frozen;
using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Services;

/// <summary>A service as whoever edits it has it before them: its draft, or the version in force where nobody writes one.</summary>
/// <param name="Number">Of the version that it is; a draft will be the next one.</param>
/// <param name="Stamp">Of the files.</param>
/// <param name="ChangedBy">Who made it what it is; null for what came from the folder.</param>
public sealed record EditedService(string ServiceId, ImmutableSortedDictionary<string, string> Files, int Number, bool IsDraft, string Stamp, string? ChangedBy, DateTimeOffset ChangedAt)
{
    /// <summary>The version in force; null where none was ever published.</summary>
    public int? Published { get; internal init; }

    /// <summary>The version that a draft began with.</summary>
    public int? BasedOn { get; internal init; }

    /// <summary>The file that holds the definition of this id; null when none does.</summary>
    public string? FileOf(string definitionId) => Files.FirstOrDefault(file => ServiceDefinition.DefinitionId(file.Key, file.Value) == definitionId).Key;

    /// <summary>The steps of its workflows at which officials are asked, by name: those that the form's table of access may name.</summary>
    public IEnumerable<string> AskedSteps => Seats.Keys.Where(name => name.Length > 0).Order(StringComparer.Ordinal);

    /// <summary>Whose a step is; nobody's where there is no such step.</summary>
    public ImmutableArray<Role> SeatsAt(string step) => Seats.GetValueOrDefault(step, []);

    private FrozenDictionary<string, ImmutableArray<Role>> Seats => ServiceSteps.Seats(Files.Where(file => ServiceParsing.IsOfCases(file.Key)).Select(file => file.Value));

    /// <summary>A version as it was stored.</summary>
    public static EditedService Of(ServiceVersion version) =>
        new(version.ServiceId, Unpack(version.Files), version.Number, IsDraft: false, version.ContentHash, version.PublishedBy, version.PublishedAt ?? version.CreatedAt) { Published = version.State == ServiceState.Published ? version.Number : null };

    internal static ImmutableSortedDictionary<string, string> Unpack(string files) => ServiceContent.Unpack(files).ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>The files that hold definitions, with the ids of these.</summary>
    public IEnumerable<(string File, string DefinitionId)> Definitions =>
        from file in Files let id = ServiceDefinition.DefinitionId(file.Key, file.Value) where id is not null select (file.Key, id);
}

/// <summary>Reads services as they are edited.</summary>
public sealed class EditedServices(IUnitOfWork work)
{
    /// <exception cref="RefusedException">service.unknown</exception>
    public async Task<EditedService> GetAsync(string serviceId, CancellationToken cancellation) =>
        await FindAsync(serviceId, cancellation) ?? throw new RefusedException("service.unknown", null, ("service", serviceId));

    public async Task<IReadOnlyList<EditedService>> AllAsync(CancellationToken cancellation)
    {
        var ids = await work.Db.Set<ServiceVersion>().Select(version => version.ServiceId).Distinct().ToListAsync(cancellation);
        var services = new List<EditedService>();
        foreach (var id in ids.Order(StringComparer.Ordinal))
            services.Add(await GetAsync(id, cancellation));
        return services;
    }

    internal async Task<EditedService?> FindAsync(string serviceId, CancellationToken cancellation)
    {
        var versions = work.Db.Set<ServiceVersion>().AsNoTracking().Where(version => version.ServiceId == serviceId);
        if (await versions.OrderBy(version => version.State == ServiceState.Published ? 0 : 1).ThenByDescending(version => version.Number).FirstOrDefaultAsync(cancellation) is not { } version)
            return null;
        if (await work.Db.Set<ServiceDraft>().AsNoTracking().FirstOrDefaultAsync(draft => draft.ServiceId == serviceId, cancellation) is not { } draft)
            return EditedService.Of(version);
        var newest = await versions.MaxAsync(one => one.Number, cancellation);
        return new(serviceId, EditedService.Unpack(draft.Files), newest + 1, IsDraft: true, draft.Stamp, draft.ChangedBy, draft.ChangedAt) { Published = EditedService.Of(version).Published, BasedOn = draft.BasedOn };
    }
}
