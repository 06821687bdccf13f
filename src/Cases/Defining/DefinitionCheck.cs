using System.Collections.Immutable;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Cases.Defining;

/// <summary>The definition has errors; nothing was published.</summary>
public sealed class DefinitionFaultsException(string definitionId, ImmutableArray<DefinitionFault> faults)
    : Exception($"{definitionId}: {string.Join("; ", faults.Select(fault => $"{fault.Path} {fault.Reason}"))}")
{
    public string DefinitionId { get; } = definitionId;

    /// <summary>Errors first, then warnings.</summary>
    public ImmutableArray<DefinitionFault> Faults { get; } = faults;
}

/// <summary>What is wrong in a definition of the library, seen with the workflows that it uses.</summary>
public sealed class DefinitionCheck(DefinitionLibrary library, ActivityCatalog catalog)
{
    public async Task<ImmutableArray<DefinitionFault>> RunAsync(WorkflowDefinition definition, CancellationToken cancellation) =>
        Lint.Check(definition, catalog, await library.UsedByAsync(definition, drafts: true, cancellation));

    /// <summary>The definition as it is published: each workflow it uses named by its version.</summary>
    internal async Task<(WorkflowDefinition Pinned, ImmutableArray<DefinitionFault> Faults, DefinitionSet Used)> PinAsync(WorkflowDefinition definition, CancellationToken cancellation)
    {
        var used = await library.UsedByAsync(definition, drafts: false, cancellation);
        var pinned = WorkflowUses.Pin(definition, catalog, use => used.Find(use.VersionId, use.TypeName, use.Version, use.DefinitionId));
        return (pinned, Lint.Check(pinned, catalog, used), used);
    }
}
