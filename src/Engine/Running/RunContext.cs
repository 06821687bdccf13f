using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Expressions;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Engine.Running;

/// <summary>The context of one call of one execution.</summary>
internal sealed class RunContext(Machine machine, Execution execution) : ActivityContext
{
    private MachineScope? scope;
    private JsonObject? state;

    internal Machine Machine => machine;

    internal Execution Execution => execution;

    internal Node Node => execution.Node;

    /// <summary>For a container: where to begin instead of at its start.</summary>
    internal Node? JumpTo { get; init; }

    internal MachineScope Scope => scope ??= new(machine, execution);

    public override DateTimeOffset Now => machine.Now;

    public override InstanceId InstanceId => machine.Id;

    public override string? CorrelationId => machine.State.CorrelationId;

    public override string ActivityId => Node.Id;

    public override string ActivityName => Node.Name;

    public override int ExecutionId => execution.Id;

    // A copy, so that what a throwing activity wrote is not kept.
    public override JsonObject State => state ??= execution.State is null ? [] : (JsonObject)execution.State.DeepClone();

    public override CancellationToken Cancellation => machine.Cancellation;

    public override Guid NewId() => machine.Ids.Next();

    public override T Get<T>(Input<T> input)
    {
        if (Node.Input(input.Name) is not { } bound)
            return input.Required ? throw new InputException(ActivityName, input.Name, "it is required and not set") : input.Default;
        if (bound.Converted is T known)
            return known;
        try
        {
            var value = Values.To<T>(bound.Expression.Evaluate(Scope));
            if (value is null)
                return input.Default;
            if (bound.Expression.IsConstant && value is not JsonNode)
                bound.Converted = value;
            return value;
        }
        catch (ConversionException wrong)
        {
            throw new InputException(ActivityName, input.Name, wrong.Message, wrong);
        }
        catch (Expressions.JavaScript.ExpressionFaultException wrong)
        {
            throw new InputException(ActivityName, input.Name, wrong.Message, wrong);
        }
    }

    public override bool IsSet(InputDefinition input) => Node.Input(input.Name) is not null;

    public override void Set<T>(Output<T> output, T value)
    {
        var node = Values.Of(value);
        SetOutput(output.Name, node);
        if (machine.Workflow.KeepsLastResult)
            machine.State.SetLastResult(node);
    }

    internal void SetOutput(string name, JsonNode? node)
    {
        foreach (var bound in Node.Outputs)
        {
            if (bound.Name == name)
                new MachineScope(machine, execution.Parent ?? execution).SetBound(bound.Variable, node);
        }

        if (Node.KeepsOutputs)
            machine.State.SetActivityOutput(Node.Key, name, node);
    }

    public override JsonNode? GetVariable(string name) => Scope.TryVariable(name, out var value) ? Values.Copy(value) : null;

    public override T? GetVariable<T>(string name)
        where T : default => Scope.TryVariable(name, out var value) ? Values.To<T>(value) : default;

    public override void SetVariable(string name, JsonNode? value) => Scope.SetVariable(name, value);

    public override JsonNode? WorkflowInput(string name) => Values.Copy(Scope.Input(name));

    public override T? WorkflowInput<T>(string name)
        where T : default => Values.To<T>(Scope.Input(name));

    public override T Subject<T>() => machine.Subject as T
        ?? throw new InvalidOperationException($"{Node.Type} needs a {typeof(T).Name} at hand, but the burst runs with {machine.Subject?.GetType().Name ?? "nothing"}");

    public override BookmarkRequest NewBookmark(string stimulus = "", DateTimeOffset? dueAt = null, string? name = null) =>
        new(new(machine.Ids.Next()), name ?? Node.Type, Longest.Text(stimulus, Longest.Stimulus, "What is waited for")!, dueAt);

    public override void Send(string channel, string idempotencyKey, string payload) => machine.Send(channel, idempotencyKey, payload);

    public override void WriteLine(string text)
    {
        machine.State.Journal?.Line(text);
        machine.Lines.Add(text);
    }

    /// <summary>Evaluates what is no declared input: conditions of cases.</summary>
    internal JsonNode? Evaluate(Expression expression) => expression.Evaluate(Scope);

    internal void Keep()
    {
        if (state is not null && !execution.IsClosed && !JsonNode.DeepEquals(state, execution.State ?? []))
            machine.State.KeepState(execution, state);
    }
}
