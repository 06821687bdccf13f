using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Defining;

/// <summary>Who uses a workflow like an activity: the published versions that name one of its versions, by definition id.</summary>
public sealed class DefinitionConsumers(IUnitOfWork work, DefinitionRights rights)
{
    /// <exception cref="RefusedException">definition.not-yours</exception>
    public async Task<IReadOnlyList<DefinitionVersion>> OfAsync(Actor actor, string definitionId, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        var users = work.Db.Set<DefinitionUse>().Where(use => use.UsedDefinitionId == definitionId).Select(use => use.VersionId);
        return await work.Db.Set<DefinitionVersion>().AsNoTracking().Where(version => version.State == DefinitionState.Published && users.Contains(version.Id))
            .OrderBy(version => version.DefinitionId).ToListAsync(cancellation);
    }
}

/// <summary>
/// Brings one consumer up to the published version of a workflow that it uses: a new version of the consumer, published where its newest version is the
/// published one, else a change of its draft. Running instances keep what they have.
/// </summary>
public sealed class UpdateConsumer(IUnitOfWork work, DefinitionRights rights, DefinitionLibrary library, SaveDefinition save, ActivityCatalog catalog)
{
    /// <returns>The definition to publish, or null where the change is a draft's.</returns>
    /// <exception cref="RefusedException">definition.not-yours, definition.unknown, definition.not-published</exception>
    public async Task<string?> RunAsync(Actor actor, string consumerId, string usedId, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        var used = await work.Db.Set<DefinitionVersion>().AsNoTracking().FirstOrDefaultAsync(one => one.DefinitionId == usedId && one.State == DefinitionState.Published, cancellation)
            ?? throw new RefusedException("definition.not-published", "definitionId", ("definition", usedId));
        var versions = await work.Db.Set<DefinitionVersion>().AsNoTracking().Where(one => one.DefinitionId == usedId).Select(one => one.Id).ToListAsync(cancellation);
        var consumer = await library.RequireLatestAsync(consumerId, cancellation);
        var (wasPublished, now) = (consumer.State == DefinitionState.Published, used.Read(isLatest: true));
        var updated = WorkflowUses.Pin(consumer.Read(isLatest: true), catalog, use => use.VersionId is { } named ? (versions.Contains(named) ? now : null) : use.DefinitionId == usedId ? now : null);
        await save.SaveAsync(actor, updated, stamp: null, cancellation);
        return wasPublished ? consumerId : null;
    }
}
