using System.Collections.Concurrent;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
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
