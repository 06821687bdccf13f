using System.Collections.Concurrent;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Engine.Running;

/// <summary>Compiles each version once and keeps it; versions never change.</summary>
public sealed class CompiledWorkflows(IDefinitions definitions, ActivityCatalog catalog)
{
    private readonly ConcurrentDictionary<string, CompiledWorkflow> compiled = new(StringComparer.Ordinal);

    /// <exception cref="UnknownVersionException">There is no such version.</exception>
    public async ValueTask<CompiledWorkflow> GetAsync(string versionId, CancellationToken cancellation) =>
        compiled.TryGetValue(versionId, out var known)
            ? known
            : await OfAsync(await definitions.FindAsync(versionId, cancellation) ?? throw new UnknownVersionException(versionId), cancellation);

    /// <summary>The published version of a definition, else its latest.</summary>
    /// <exception cref="UnknownVersionException">There is none.</exception>
    public async ValueTask<CompiledWorkflow> PublishedAsync(string definitionId, CancellationToken cancellation) =>
        await OfAsync(await definitions.PublishedAsync(definitionId, cancellation) ?? throw new UnknownVersionException(definitionId), cancellation);

    /// <summary>The versions that an instance has run on, for telling its journal.</summary>
    /// <param name="current">What it runs on now.</param>
    /// <param name="steps">All its steps.</param>
    /// <exception cref="UnknownVersionException">One of them is gone.</exception>
    public async ValueTask<Lineage> LineageAsync(CompiledWorkflow current, IEnumerable<JournalRow> steps, CancellationToken cancellation)
    {
        List<CompiledWorkflow> named = [];
        foreach (var id in Lineage.NamedIn(steps))
            named.Add(id == current.Definition.Id ? current : await GetAsync(id, cancellation));
        return named.Count == 0 ? new(current) : new(named[0], current, named);
    }

    private async ValueTask<CompiledWorkflow> OfAsync(WorkflowDefinition definition, CancellationToken cancellation) =>
        compiled.TryGetValue(definition.Id, out var known)
            ? known
            : compiled.GetOrAdd(definition.Id, CompiledWorkflow.Compile(definition, catalog, await definitions.UsedByAsync(definition, cancellation)));
}

/// <summary>An instance or a caller names a version that is not there.</summary>
public sealed class UnknownVersionException(string versionId) : NotAFaultException($"There is no workflow version '{versionId}'")
{
    public string VersionId { get; } = versionId;
}
