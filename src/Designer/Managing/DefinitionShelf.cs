using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Designer.Managing;

/// <summary>Every definition that can be edited, by its definition id: those of the library, and those of services. Where both have an id, it is the service's.</summary>
public sealed class DefinitionShelf(IUnitOfWork work, DefinitionRights rights, EditedServices services)
{
    /// <summary>Of versions of services that are written still; those published have ids of their own.</summary>
    private const string DraftId = "draft";

    internal static string DraftOf(string serviceId, string file) => $"{serviceId}/{DraftId}/{file}";

    /// <param name="ids">Definition ids; null for all.</param>
    /// <exception cref="RefusedException">definition.not-yours</exception>
    public async Task<IReadOnlyList<ManagedVersion>> ListAsync(Actor actor, VersionWish wish, IReadOnlyCollection<string>? ids, CancellationToken cancellation)
    {
        await rights.RequireReaderAsync(actor, cancellation);
        var found = new List<ManagedVersion>();
        foreach (var service in await services.AllAsync(cancellation))
            if (service.Definitions.Any(one => ids?.Contains(one.DefinitionId, StringComparer.Ordinal) != false))
                found.AddRange((await OfAsync(service, wish != VersionWish.Latest, cancellation)).Where(version => ids?.Contains(version.DefinitionId, StringComparer.Ordinal) != false));
        var taken = found.Select(version => version.DefinitionId).ToHashSet(StringComparer.Ordinal);
        found.AddRange((await LibraryAsync(ids, cancellation)).Where(version => !taken.Contains(version.DefinitionId)));
        return [.. found.Where(wish.Takes)];
    }

    /// <exception cref="RefusedException">definition.not-yours, definition.unknown, definition.version-unknown</exception>
    public async Task<ManagedVersion> GetAsync(Actor actor, string definitionId, VersionWish wish, CancellationToken cancellation)
    {
        var versions = await ListAsync(actor, wish, [definitionId], cancellation);
        return versions.MaxBy(version => version.Version) ?? throw (wish.Number is { } number
            ? new RefusedException("definition.version-unknown", null, ("definition", definitionId), ("version", number))
            : new RefusedException("definition.unknown", null, ("definition", definitionId)));
    }

    /// <summary>The newest, or null where there is none yet.</summary>
    /// <exception cref="RefusedException">definition.not-yours</exception>
    public async Task<ManagedVersion?> FindAsync(Actor actor, string definitionId, CancellationToken cancellation) =>
        await ListAsync(actor, VersionWish.Latest, [definitionId], cancellation) is [var newest, ..] ? newest : null;

    /// <exception cref="RefusedException">definition.not-yours</exception>
    public async Task<ManagedVersion?> ByVersionIdAsync(Actor actor, string versionId, CancellationToken cancellation)
    {
        await rights.RequireReaderAsync(actor, cancellation);
        var service = versionId.Split('/') is [var named, DraftId, _] ? named : ServiceDefinition.TryPlace(versionId) is { } place ? await ServiceOfAsync(place.Version, cancellation) : null;
        if (service is not null)
            return (await OfAsync(await services.GetAsync(service, cancellation), all: true, cancellation)).FirstOrDefault(version => version.Id == versionId);
        var versions = await work.Db.Set<DefinitionVersion>().AsNoTracking().Where(version => version.Id == versionId).Select(version => version.DefinitionId).FirstOrDefaultAsync(cancellation) is { } id
            ? await LibraryAsync([id], cancellation) : [];
        return versions.FirstOrDefault(version => version.Id == versionId);
    }

    private Task<string?> ServiceOfAsync(ServiceVersionId version, CancellationToken cancellation) =>
        work.Db.Set<ServiceVersion>().AsNoTracking().Where(one => one.Id == version).Select(one => (string?)one.ServiceId).FirstOrDefaultAsync(cancellation);

    private async Task<List<ManagedVersion>> OfAsync(EditedService service, bool all, CancellationToken cancellation)
    {
        var versions = await work.Db.Set<ServiceVersion>().AsNoTracking().Where(version => version.ServiceId == service.ServiceId && (all || version.Number == service.Number)).ToListAsync(cancellation);
        var found = new List<ManagedVersion>();
        if (service.IsDraft)
            found.AddRange(service.Definitions.Select(one => ManagedVersion.Of(service, one.File, DraftOf(service.ServiceId, one.File), service.Files[one.File])));
        foreach (var version in versions)
        {
            var isLatest = !service.IsDraft && version.Number == service.Number;
            var files = EditedService.Of(version);
            found.AddRange(files.Definitions.Select(one => ManagedVersion.Of(files, one.File, ServiceDefinition.IdOf(version.Id, one.File), files.Files[one.File]) with
            {
                IsLatest = isLatest,
                IsPublished = version.State == ServiceState.Published,
                CreatedAt = version.CreatedAt,
                Stamp = isLatest ? service.Stamp : null,
                Reason = version.Reason,
                Service = service,
            }));
        }

        return found;
    }

    private async Task<IReadOnlyList<ManagedVersion>> LibraryAsync(IReadOnlyCollection<string>? ids, CancellationToken cancellation)
    {
        var asked = work.Db.Set<DefinitionVersion>().AsNoTracking();
        if (ids is not null)
            asked = asked.Where(version => ids.Contains(version.DefinitionId));
        return [.. (await asked.ToListAsync(cancellation)).GroupBy(version => version.DefinitionId, StringComparer.Ordinal).SelectMany(group =>
        {
            var newest = group.Max(version => version.Version);
            return group.Select(version => ManagedVersion.Of(version, version.Version == newest));
        })];
    }
}
