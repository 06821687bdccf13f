using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Defining;

/// <summary>
/// Definitions of the library that come with the installation: published where there is none yet, and brought up to the file as long as nobody of the house, be it by the command line, has written one of its versions.
/// From then on the database is the truth.
/// </summary>
public sealed class SeedDefinition(IUnitOfWork work, SaveDefinition save, PublishDefinition publish)
{
    /// <returns>What is wrong with it; it is then kept as a draft.</returns>
    /// <exception cref="DefinitionException">It is no workflow definition.</exception>
    public async Task<ImmutableArray<DefinitionFault>> RunAsync(string json, CancellationToken cancellation)
    {
        var content = WorkflowDefinition.Parse(json);
        var versions = await work.Db.Set<DefinitionVersion>().AsNoTracking().Where(version => version.DefinitionId == content.DefinitionId).ToListAsync(cancellation);
        if (versions.Exists(version => version.ChangedBy != Actor.Installation.Name) || versions.MaxBy(version => version.Version) is { } latest && IsSame(latest, content))
            return [];
        var version = await save.SaveAsync(Actor.Installation, content, stamp: null, cancellation);
        try
        {
            return (await publish.PublishAsync(Actor.Installation, version, cancellation)).Warnings;
        }
        catch (DefinitionFaultsException faulty)
        {
            return faulty.Faults;
        }
    }

    /// <summary>Which version it is, and whether it is in force, is told apart: a file says what it was when it was written.</summary>
    private static bool IsSame(DefinitionVersion latest, WorkflowDefinition content)
    {
        var stored = latest.Read(isLatest: true);
        return stored.ToJson() == content.As(latest.Id, latest.DefinitionId, latest.Version, isLatest: true, latest.State == DefinitionState.Published).ToJson();
    }
}
