using System.Collections.Concurrent;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Engine.Running;

/// <summary>Compiles each version once and keeps it; versions never change.</summary>
public sealed class CompiledWorkflows(IDefinitions definitions, ActivityCatalog catalog, IWorkflowActivities? activities = null)
{
    private readonly ConcurrentDictionary<string, CompiledWorkflow> compiled = new(StringComparer.Ordinal);

    /// <exception cref="UnknownVersionException">There is no such version.</exception>
    public async ValueTask<CompiledWorkflow> GetAsync(string versionId, CancellationToken cancellation)
    {
        if (compiled.TryGetValue(versionId, out var known))
            return known;
        var definition = await definitions.FindAsync(versionId, cancellation) ?? throw new UnknownVersionException(versionId);
        return compiled.GetOrAdd(versionId, CompiledWorkflow.Compile(definition, catalog, activities));
    }

    /// <summary>The published version of a definition, else its latest.</summary>
    /// <exception cref="UnknownVersionException">There is none.</exception>
    public async ValueTask<CompiledWorkflow> PublishedAsync(string definitionId, CancellationToken cancellation) =>
        Of(await definitions.PublishedAsync(definitionId, cancellation) ?? throw new UnknownVersionException(definitionId));

    /// <summary>Compiles a version that is at hand, or gives the one compiled before.</summary>
    public CompiledWorkflow Of(WorkflowDefinition definition) =>
        compiled.GetOrAdd(definition.Id, static (_, made) => CompiledWorkflow.Compile(made.definition, made.catalog, made.activities), (definition, catalog, activities));
}

/// <summary>An instance or a caller names a version that is not there.</summary>
public sealed class UnknownVersionException(string versionId) : NotAFaultException($"There is no workflow version '{versionId}'")
{
    public string VersionId { get; } = versionId;
}
