using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Approving;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Defining;

/// <param name="Warnings">What was found and did not forbid it.</param>
public sealed record Publication(DefinitionVersion Version, ImmutableArray<DefinitionFault> Warnings);

/// <summary>
/// Publishes the newest version of a definition: new instances take it, running ones keep theirs, and what starts it from outside is what this version says.
/// Each workflow it uses is named by its version from then on, so that it runs the same for ever.
/// </summary>
public sealed class PublishDefinition(IUnitOfWork work, DefinitionRights rights, DefinitionLibrary library, DefinitionCheck check, ActivityCatalog catalog, FourEyes fourEyes, AuditTrail audit, IIds ids, TimeProvider time)
{
    /// <param name="stamp">Of the version as whoever publishes has it before them; null where they do not know of stamps.</param>
    /// <returns>Publishing what is published changes nothing.</returns>
    /// <exception cref="DefinitionFaultsException">It has errors.</exception>
    /// <exception cref="RefusedException">definition.not-yours, definition.unknown, definition.changed-meanwhile, publishing.four-eyes</exception>
    public async Task<Publication> RunAsync(Actor actor, string definitionId, string? stamp, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        var latest = await library.RequireLatestAsync(definitionId, cancellation);
        SaveDefinition.RequireUnchanged(latest, stamp);
        if (latest.State != DefinitionState.Published)
            fourEyes.RequireNone();
        return await PublishAsync(actor, latest, cancellation);
    }

    /// <summary>What another administrator has approved.</summary>
    internal async Task<Publication> ApprovedAsync(Actor actor, string definitionId, CancellationToken cancellation) =>
        await PublishAsync(actor, await library.RequireLatestAsync(definitionId, cancellation), cancellation);

    internal async Task<Publication> PublishAsync(Actor actor, DefinitionVersion version, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var (pinned, faults, used) = await check.PinAsync(version.Read(isLatest: true), cancellation);
        if (version.State == DefinitionState.Published)
            return new Publication(version, faults);
        if (faults.Any(fault => fault.Severity == Severity.Error))
            throw new DefinitionFaultsException(version.DefinitionId, faults);

        var former = await work.Db.Set<DefinitionVersion>().FirstOrDefaultAsync(one => one.DefinitionId == version.DefinitionId && one.State == DefinitionState.Published, cancellation);
        if (former is not null)
        {
            // Before the other is published, within the same commit: the index allows one at a time, and the order of updates is nobody's promise.
            work.Within((db, token) => RetireAsync(db, former, token));
        }

        if (version.State == DefinitionState.Draft)
        {
            version.Write(pinned, actor, now);
            work.Db.AddRange(used.All.Select(one => new DefinitionUse { VersionId = version.Id, UsedVersionId = one.Id, UsedDefinitionId = one.DefinitionId }));
        }

        version.Publish(now);
        await IndexAsync(version, pinned, used, now, cancellation);
        await fourEyes.PublishedAsync($"definition:{version.DefinitionId}", cancellation);
        audit.Record($"definition:{version.DefinitionId}", "definition.published", actor, ("version", $"{version.Version}"));
        return new Publication(version, faults);
    }

    private static async Task RetireAsync(DbContext db, DefinitionVersion former, CancellationToken cancellation)
    {
        if (await db.Set<DefinitionVersion>().Where(one => one.Id == former.Id && one.Revision == former.Revision)
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.State, DefinitionState.Retired).SetProperty(one => one.Revision, one => one.Revision + 1), cancellation) == 0)
            throw new LostRaceException($"Version {former.Version} of {former.DefinitionId} was changed meanwhile.");
    }

    private async Task IndexAsync(DefinitionVersion version, WorkflowDefinition pinned, DefinitionSet used, DateTimeOffset now, CancellationToken cancellation)
    {
        work.Db.RemoveRange(await work.Db.Set<WorkflowTrigger>().Where(trigger => trigger.DefinitionId == version.DefinitionId).ToListAsync(cancellation));
        work.Db.AddRange(CompiledWorkflow.Compile(pinned, catalog, used).TriggersAfter(now).Select(place => new WorkflowTrigger
        {
            Id = TriggerId.Of(ids.Next()),
            DefinitionId = version.DefinitionId,
            VersionId = version.Id,
            ActivityId = place.ActivityId,
            Type = place.Type,
            Stimulus = place.Stimulus,
            DueAt = place.DueAt,
        }));
    }
}
