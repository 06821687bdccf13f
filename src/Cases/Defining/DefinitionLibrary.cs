using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Defining;

/// <summary>Reads the definitions that belong to no service, for one act.</summary>
public sealed class DefinitionLibrary(IUnitOfWork work, ActivityCatalog catalog)
{
    private IQueryable<DefinitionVersion> Versions => work.Db.Set<DefinitionVersion>();

    /// <summary>A version that instances may run: published once, so that it never changes. Null when there is none, or it is a draft.</summary>
    public async Task<WorkflowDefinition?> RunnableAsync(string versionId, CancellationToken cancellation) =>
        (await Versions.AsNoTracking().FirstOrDefaultAsync(version => version.Id == versionId && version.State != DefinitionState.Draft, cancellation))?.Read(isLatest: true);

    /// <summary>The published version; null where there is none, or it was retracted: then nothing starts it any more.</summary>
    public async Task<WorkflowDefinition?> PublishedAsync(string definitionId, CancellationToken cancellation) =>
        (await Versions.AsNoTracking().FirstOrDefaultAsync(version => version.DefinitionId == definitionId && version.State == DefinitionState.Published, cancellation))?.Read(isLatest: true);

    /// <summary>The newest version, tracked; null when there is no such definition.</summary>
    internal Task<DefinitionVersion?> LatestAsync(string definitionId, CancellationToken cancellation) =>
        Versions.Where(version => version.DefinitionId == definitionId).OrderByDescending(version => version.Version).FirstOrDefaultAsync(cancellation);

    /// <exception cref="RefusedException">definition.unknown</exception>
    internal async Task<DefinitionVersion> RequireLatestAsync(string definitionId, CancellationToken cancellation) =>
        await LatestAsync(definitionId, cancellation) ?? throw new RefusedException("definition.unknown", "definitionId", ("definition", definitionId));

    /// <summary>
    /// The versions that a definition uses like activities, and those that they use: by version id where it names one, else the published version of the type's
    /// name, else of the definition it names. The definition itself is among them where one of them uses it, so that going round is noticed.
    /// </summary>
    /// <param name="drafts">Also those that were never published: they will be there when this one is published too.</param>
    public async Task<DefinitionSet> UsedByAsync(WorkflowDefinition definition, bool drafts, CancellationToken cancellation)
    {
        var found = new Dictionary<string, WorkflowDefinition>(StringComparer.Ordinal);
        var open = new Queue<WorkflowDefinition>([definition]);
        while (open.TryDequeue(out var one))
        {
            foreach (var use in WorkflowUses.Of(one, catalog))
            {
                var exact = use.VersionId is { } id && id != definition.Id ? await RunnableAsync(id, cancellation) : null;
                var isItself = exact is null && (use.VersionId == definition.Id || (definition.UsableAsActivity && use.TypeName == definition.ActivityTypeName));
                if ((isItself ? definition : exact ?? await NamedAsync(use, drafts, cancellation)) is { } used && found.TryAdd(used.Id, used) && !isItself)
                    open.Enqueue(used);
            }
        }

        return new DefinitionSet(found.Values);
    }

    private async Task<WorkflowDefinition?> NamedAsync(WorkflowUse use, bool drafts, CancellationToken cancellation)
    {
        var usable = Versions.AsNoTracking().Where(version => version.State == DefinitionState.Published || (drafts && version.State == DefinitionState.Draft))
            .OrderBy(version => version.State == DefinitionState.Published ? 0 : 1);
        var named = await usable.FirstOrDefaultAsync(version => version.ActivityType == use.TypeName, cancellation);
        if (named is not null || use.VersionId is not null || use.DefinitionId is null)
            return named?.Read(isLatest: true);
        return (await usable.FirstOrDefaultAsync(version => version.DefinitionId == use.DefinitionId, cancellation))?.Read(isLatest: true);
    }
}
