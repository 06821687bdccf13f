using System.Collections.Immutable;
using AidWorkflow.Cases.Petitioning;
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
public sealed class DefinitionCheck(DefinitionLibrary library, ActivityCatalog catalog, PetitionLint petitions)
{
    public async Task<ImmutableArray<DefinitionFault>> RunAsync(WorkflowDefinition definition, CancellationToken cancellation) =>
        Check(definition, await library.UsedByAsync(definition, drafts: true, cancellation));

    /// <summary>The definition as it is published: each workflow it uses named by its version.</summary>
    internal async Task<(WorkflowDefinition Pinned, ImmutableArray<DefinitionFault> Faults, DefinitionSet Used)> PinAsync(WorkflowDefinition definition, CancellationToken cancellation)
    {
        var used = await library.UsedByAsync(definition, drafts: false, cancellation);
        var pinned = WorkflowUses.Pin(definition, catalog, use => used.Find(use.VersionId, use.TypeName, use.Version, use.DefinitionId));
        return (pinned, Check(pinned, used), used);
    }

    /// <summary>What the engine says of it, and what the law of petitions does.</summary>
    private ImmutableArray<DefinitionFault> Check(WorkflowDefinition definition, DefinitionSet used) =>
        [.. Lint.Check(definition, catalog, used).Concat(petitions.Check(definition)).OrderByDescending(fault => fault.Severity)];
}
