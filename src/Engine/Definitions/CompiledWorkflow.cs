using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Engine.Definitions;

/// <summary>A version of a definition, ready to run: immutable, shared by all its instances.</summary>
public sealed class CompiledWorkflow
{
    private CompiledWorkflow(WorkflowDefinition definition) => Definition = definition;

    public WorkflowDefinition Definition { get; }

    /// <exception cref="DefinitionException">It cannot be run at all.</exception>
    public static CompiledWorkflow Compile(WorkflowDefinition definition, ActivityCatalog catalog) => new(definition);
}
