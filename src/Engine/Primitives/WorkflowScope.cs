using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Engine.Primitives;

/// <summary>The workflow itself: the outermost scope, with the definition's variables.</summary>
internal sealed class WorkflowScope : Composite
{
    internal const string Id = "Workflow1";

    internal static readonly WorkflowScope Instance = new();

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.Workflow",
        Category = "Composition",
        DisplayName = new("工作流", "Workflow"),
        IsContainer = true,
        IsBrowsable = false,
    };

    protected override Outcome Run(RunContext run)
    {
        run.Machine.Schedule(new(run.Execution, run.Node.Children[0]) { JumpTo = run.JumpTo });
        return Outcome.Open.Children;
    }
}

/// <summary>A workflow used as an activity: its inputs are variables inside, its outcomes are those of Elsa.Complete within it.</summary>
internal sealed class SubWorkflow(WorkflowDefinition definition) : Composite
{
    internal WorkflowDefinition Definition => definition;

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = definition.ActivityTypeName,
        Version = definition.Version,
        Category = "Workflows",
        DisplayName = new(definition.Name ?? definition.DefinitionId, definition.Name ?? definition.DefinitionId),
        Description = new(definition.Description ?? "", definition.Description ?? ""),
        Ports = [.. definition.Outcomes.DefaultIfEmpty("Done").Select(outcome => new Port(outcome))],
        IsContainer = true,
    };

    internal override void Prepare(Compiler compiler, Node node) => compiler.Embed(node, definition);

    protected override Outcome Run(RunContext run)
    {
        foreach (var input in run.Node.Inputs)
        {
            var value = run.Evaluate(input.Expression);
            run.Scope.SetOwn(run.Node.SlotByName(input.Name), value);
        }

        run.Machine.Schedule(new(run.Execution, run.Node.Children[0]) { JumpTo = run.JumpTo });
        return Outcome.Open.Children;
    }
}

/// <summary>
/// Stands for a type that nobody here knows: the definition loads and is written back whole, and works again once the type returns.
/// It faults only when it is reached.
/// </summary>
internal sealed class NotFoundActivity(string typeName, string? reason = null) : Primitive
{
    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = typeName,
        Category = "Unknown",
        DisplayName = new($"未知活动 {typeName}", $"Unknown activity {typeName}"),
        IsBrowsable = false,
    };

    protected override Outcome Run(RunContext run) => new Outcome.Failed(reason ?? $"The activity type '{Descriptor.TypeName}' is not known here.");
}
