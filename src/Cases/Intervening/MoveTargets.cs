using System.Globalization;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Intervening;

/// <summary>Which version a person means, and whether an instance may go there.</summary>
public sealed class MoveTargets(IUnitOfWork work, ServiceCatalogue services)
{
    private const string Description = "service.json";

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

        // A case keeps the form that was filled in, the papers that were asked for, the amounts that hold for it and the time that each step had.
        var differing = before.Files.Keys.Union(after.Files.Keys)
            .Where(file => before.Files.GetValueOrDefault(file) != after.Files.GetValueOrDefault(file) && !IsDefinition(before, file) && !IsDefinition(after, file) && file != ServiceTrial.File && !(file == Description && DiffersInStepsAlone(before, after))).ToList();
        if (differing.Count > 0)
            throw new RefusedException("instance.more-differs", "to", ("files", string.Join(", ", differing.Order(StringComparer.Ordinal))));
        return target;
    }

    /// <summary>A step that came or went brings or takes its own time: nothing that a case has been promised changes by it.</summary>
    private static bool DiffersInStepsAlone(ServicePackage before, ServicePackage after)
    {
        if (JsonNode.Parse(before.Files[Description]) is not JsonObject one || JsonNode.Parse(after.Files[Description]) is not JsonObject other)
            return false;
        foreach (var by in (string[])["deadlines", "clocks"])
        {
            one[by] ??= new JsonObject();
            other[by] ??= new JsonObject();
            if (one[by] is not JsonObject mine || other[by] is not JsonObject theirs)
                return false;
            var both = mine.Select(term => term.Key).Intersect(theirs.Select(term => term.Key), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
            foreach (var side in (JsonObject[])[mine, theirs])
                foreach (var step in side.Select(term => term.Key).Where(step => !both.Contains(step)).ToList())
                    side.Remove(step);
        }

        return JsonNode.DeepEquals(one, other);
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
