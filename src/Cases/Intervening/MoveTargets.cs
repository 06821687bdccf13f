using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Intervening;

/// <summary>Which version a person means, and whether an instance may go there.</summary>
public sealed class MoveTargets(IUnitOfWork work, ServiceCatalogue services)
{
    /// <param name="from">The id of the version that the instance runs on.</param>
    /// <param name="to">The id of a version, or its number; for a definition of a service that is the number of the service version.</param>
    /// <returns>The id of the version.</returns>
    /// <exception cref="RefusedException">instance.version-unknown, instance.version-draft</exception>
    internal async Task<string> IdAsync(string from, string to, CancellationToken cancellation)
    {
        to = to.Trim();
        if (int.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return ServiceDefinition.TryPlace(from) is var (current, file)
                ? await NumberedAsync(current, file, number, cancellation)
                : await OfNoServiceAsync(work.Db.Set<DefinitionVersion>().Where(one => one.Version == number && work.Db.Set<DefinitionVersion>().Any(known => known.Id == from && known.DefinitionId == one.DefinitionId)), to, cancellation);
        }

        if (ServiceDefinition.TryPlace(to) is var (version, _))
        {
            RequireGivenOut(await FindAsync(version, cancellation), to);
            return to;
        }

        return await OfNoServiceAsync(work.Db.Set<DefinitionVersion>().Where(one => one.Id == to), to, cancellation);
    }

    /// <summary>A definition that belongs to no service.</summary>
    private static async Task<string> OfNoServiceAsync(IQueryable<DefinitionVersion> meant, string said, CancellationToken cancellation)
    {
        var version = await meant.Select(one => new { one.Id, one.State }).FirstOrDefaultAsync(cancellation) ?? throw Unknown(said);
        return version.State == DefinitionState.Draft ? throw Draft(said) : version.Id;
    }

    /// <summary>The service version that a case is pinned to when its flow goes on with the version.</summary>
    /// <exception cref="RefusedException">instance.version-unknown, instance.version-draft, instance.other-service, instance.more-differs</exception>
    internal async Task<ServiceVersionId> ForCaseAsync(ServiceVersionId pinned, string to, CancellationToken cancellation)
    {
        if (ServiceDefinition.TryPlace(to) is not var (target, _))
            throw Unknown(to);
        var version = await FindAsync(target, cancellation);
        RequireGivenOut(version, to);
        var (before, after) = (await services.GetAsync(work.Db, pinned, cancellation), await services.GetAsync(work.Db, target, cancellation));
        if (before.Id != after.Id)
            throw new RefusedException("instance.other-service", "to", ("service", after.Description.Name));

        // A case keeps the form that was filled in, the papers that were asked for and the amounts that hold for it.
        var differing = before.Files.Keys.Union(after.Files.Keys)
            .Where(file => before.Files.GetValueOrDefault(file) != after.Files.GetValueOrDefault(file) && !IsDefinition(before, file) && !IsDefinition(after, file)).ToList();
        if (differing.Count > 0)
            throw new RefusedException("instance.more-differs", "to", ("files", string.Join(", ", differing.Order(StringComparer.Ordinal))));
        return target;
    }

    private static bool IsDefinition(ServicePackage package, string file) => package.Files.TryGetValue(file, out var text) && ServiceDefinition.DefinitionId(file, text) is not null;

    private async Task<string> NumberedAsync(ServiceVersionId current, string file, int number, CancellationToken cancellation)
    {
        var version = await work.Db.Set<ServiceVersion>().AsNoTracking()
            .Where(one => one.Number == number && work.Db.Set<ServiceVersion>().Any(known => known.Id == current && known.ServiceId == one.ServiceId))
            .FirstOrDefaultAsync(cancellation);
        RequireGivenOut(version, number.ToString(CultureInfo.InvariantCulture));
        return ServiceDefinition.IdOf(version!.Id, file);
    }

    private Task<ServiceVersion?> FindAsync(ServiceVersionId id, CancellationToken cancellation) =>
        work.Db.Set<ServiceVersion>().AsNoTracking().FirstOrDefaultAsync(version => version.Id == id, cancellation);

    private static void RequireGivenOut(ServiceVersion? version, string said)
    {
        if (version is null)
            throw Unknown(said);
        if (version.State == ServiceState.Draft)
            throw Draft(said);
    }

    private static RefusedException Draft(string version) => new("instance.version-draft", "to", ("version", version));

    private static RefusedException Unknown(string version) => new("instance.version-unknown", "to", ("version", version));
}
