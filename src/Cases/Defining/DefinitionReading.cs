using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Defining;

/// <summary>A definition as a list shows it: by its newest version.</summary>
/// <param name="PublishedVersion">The version that new instances take; null where there is none.</param>
public sealed record DefinitionRow(string DefinitionId, string Name, int LatestVersion, DefinitionState State, int? PublishedVersion, DateTimeOffset ChangedAt, string ChangedBy);

/// <summary>Definitions for people to read.</summary>
public sealed class DefinitionReading(IUnitOfWork work, DefinitionRights rights)
{
    /// <exception cref="RefusedException">definition.not-yours</exception>
    public async Task<IReadOnlyList<DefinitionRow>> ListAsync(Actor actor, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        var versions = await work.Db.Set<DefinitionVersion>().AsNoTracking()
            .Select(version => new { version.DefinitionId, version.Name, version.Version, version.State, version.ChangedAt, version.ChangedBy }).ToListAsync(cancellation);
        return [.. versions.GroupBy(version => version.DefinitionId).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group =>
        {
            var latest = group.MaxBy(version => version.Version)!;
            return new DefinitionRow(group.Key, latest.Name, latest.Version, latest.State, group.FirstOrDefault(version => version.State == DefinitionState.Published)?.Version, latest.ChangedAt, latest.ChangedBy);
        })];
    }

    /// <summary>A definition's versions, newest first.</summary>
    /// <exception cref="RefusedException">definition.not-yours, definition.unknown</exception>
    public async Task<IReadOnlyList<DefinitionVersion>> VersionsAsync(Actor actor, string definitionId, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        var versions = await work.Db.Set<DefinitionVersion>().AsNoTracking().Where(version => version.DefinitionId == definitionId).OrderByDescending(version => version.Version).ToListAsync(cancellation);
        return versions.Count > 0 ? versions : throw new RefusedException("definition.unknown", "definitionId", ("definition", definitionId));
    }

    /// <summary>A version as Elsa 3 JSON, every property it was given; the newest where none is named.</summary>
    /// <exception cref="RefusedException">definition.not-yours, definition.unknown, definition.version-unknown</exception>
    public async Task<WorkflowDefinition> ExportAsync(Actor actor, string definitionId, int? version, CancellationToken cancellation)
    {
        var versions = await VersionsAsync(actor, definitionId, cancellation);
        var wanted = version is null ? versions[0] : versions.FirstOrDefault(one => one.Version == version)
            ?? throw new RefusedException("definition.version-unknown", "version", ("definition", definitionId), ("version", version));
        return wanted.Read(wanted == versions[0]);
    }

    /// <summary>Every version of a definition as Elsa 3 JSON, oldest first: with <see cref="ImportHistory"/> it moves to another house whole.</summary>
    /// <exception cref="RefusedException">definition.not-yours, definition.unknown</exception>
    public async Task<IReadOnlyList<WorkflowDefinition>> HistoryAsync(Actor actor, string definitionId, CancellationToken cancellation)
    {
        var versions = await VersionsAsync(actor, definitionId, cancellation);
        return [.. versions.Reverse().Select(version => version.Read(version == versions[0]))];
    }
}
