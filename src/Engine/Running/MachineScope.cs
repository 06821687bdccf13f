using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Expressions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Primitives;

namespace AidWorkflow.Engine.Running;

/// <summary>What expressions see from one execution: its own variables, then those of the scopes around it.</summary>
/// <param name="argument">A value at hand in this one evaluation, read like a variable; null where there is none.</param>
internal sealed class MachineScope(Machine machine, Execution from, (string Name, JsonNode? Value)? argument = null) : ExpressionScope
{
    internal override DateTimeOffset Now => machine.Now;

    internal override string? CorrelationId => machine.State.CorrelationId;

    internal override string InstanceId => machine.Id.ToString();

    internal override string? InstanceName => machine.State.Name;

    internal override string DefinitionId => machine.Workflow.Definition.DefinitionId;

    internal override string DefinitionVersionId => machine.Workflow.Definition.Id;

    internal override int DefinitionVersion => machine.Workflow.Definition.Version;

    internal override JsonNode? LastResult => machine.State.LastResult;

    internal override IEnumerable<string> VariableNames
    {
        get
        {
            if (argument is { } given)
                yield return given.Name;
            for (var scope = from; scope is not null; scope = scope.Parent)
            {
                foreach (var slot in scope.Node.Variables)
                    yield return slot.Name;
                foreach (var (name, _) in scope.Extras ?? [])
                    yield return name;
            }
        }
    }

    internal override IEnumerable<string> InputNames =>
        Composite().Node.Activity is SubWorkflow ? [] : machine.Workflow.InputNames.Concat(machine.State.Input.Select(input => input.Key)).Distinct();

    internal override bool TryVariable(string id, string? name, out JsonNode? value)
    {
        for (var scope = from; scope is not null; scope = scope.Parent)
        {
            if (scope.Node.SlotById(id) is var slot and >= 0)
            {
                value = scope.Variables[slot];
                return true;
            }
        }

        return TryVariable(name ?? id, out value);
    }

    internal override bool TryVariable(string name, out JsonNode? value)
    {
        if (argument is { } given && given.Name == name)
        {
            value = given.Value;
            return true;
        }

        for (var scope = from; scope is not null; scope = scope.Parent)
        {
            if (scope.Node.SlotByName(name) is var slot and >= 0)
            {
                value = scope.Variables[slot];
                return true;
            }

            if (scope.Extras is null)
                continue;
            foreach (var (extra, held) in scope.Extras)
            {
                if (extra == name)
                {
                    value = held;
                    return true;
                }
            }
        }

        value = null;
        return false;
    }

    internal override void SetVariable(string name, JsonNode? value)
    {
        for (var scope = from; scope is not null; scope = scope.Parent)
        {
            if (scope.Node.SlotByName(name) is var slot and >= 0)
            {
                SetSlot(scope, slot, value);
                return;
            }

            if (scope.Extras?.Exists(extra => extra.Name == name) == true)
            {
                machine.State.SetExtra(scope, name, value);
                return;
            }
        }

        machine.State.SetExtra(Composite(), name, value);
    }

    /// <summary>Sets what a definition names by id; makes a variable in the workflow's scope where nothing has it.</summary>
    internal void SetBound(string id, JsonNode? value)
    {
        if (!TrySetBound(id, value))
            SetVariable(id, value);
    }

    /// <summary>Sets what a definition names by id: a variable, or an output of the workflow itself; older files say the name. False where there is none.</summary>
    internal bool TrySetBound(string id, JsonNode? value)
    {
        for (var scope = from; scope is not null; scope = scope.Parent)
        {
            if (scope.Node.SlotById(id) is var slot and >= 0)
            {
                SetSlot(scope, slot, value);
                return true;
            }

            if (scope.Node.Activity is Primitives.Composite && scope.Node.WorkflowOutputs.Contains(id))
            {
                SetWorkflowOutput(scope, id, value);
                return true;
            }
        }

        if (!TryVariable(id, out _))
            return false;
        SetVariable(id, value);
        return true;
    }

    internal override JsonNode? Input(string name)
    {
        // Inside a workflow used as an activity, its inputs are variables, and those bound win.
        if (Composite() is { Node.Activity: SubWorkflow } sub && sub.Node.SlotByName(name) is var slot and >= 0)
            return sub.Variables[slot];
        var input = machine.State.Input;
        if (input.TryGetPropertyValue(name, out var value))
            return value;
        return input.Member(name) ?? (machine.Subject as IFurtherInputs)?.Input(name);
    }

    internal override JsonNode? ActivityOutput(string activity, string? output)
    {
        var node = machine.Workflow.FindNode(activity, from.Node);
        if (node is null)
            return null;
        if (output is not null)
        {
            foreach (var ((key, name), value) in machine.State.ActivityOutputs)
            {
                if (key == node.Key && string.Equals(name, output, StringComparison.OrdinalIgnoreCase))
                    return value;
            }

            return null;
        }

        return machine.State.ActivityOutputs.FirstOrDefault(held => held.Key.Node == node.Key).Value;
    }

    internal override void SetCorrelationId(string? value) => machine.State.SetCorrelation(value);

    internal override void SetInstanceName(string? value) => machine.State.SetName(value);

    internal override double NextRandom() => machine.Random.NextDouble();

    internal override Guid NewId() => machine.Ids.Next();

    /// <summary>Sets an output of the workflow, or of the activity that a workflow is used as.</summary>
    internal void SetWorkflowOutput(Execution composite, string name, JsonNode? value)
    {
        if (composite.Node.Activity is SubWorkflow)
            new RunContext(machine, composite).SetOutput(name, value);
        else
            machine.State.SetOutput(name, value);
    }

    /// <summary>Sets a variable of the execution itself.</summary>
    internal void SetOwn(int slot, JsonNode? value) => SetSlot(from, slot, value);

    /// <summary>The workflow, or the workflow used as an activity, that this runs in.</summary>
    internal Execution Composite()
    {
        var scope = from;
        while (scope.Parent is not null && scope.Node.Activity is not Primitives.Composite)
            scope = scope.Parent;
        return scope;
    }

    private void SetSlot(Execution scope, int slot, JsonNode? value)
    {
        var typeName = scope.Node.Variables[slot].TypeName;
        if (value is JsonValue && typeName is not ("Object" or "String"))
        {
            try
            {
                value = Literals.Read(value, typeName);
            }
            catch (ConversionException)
            {
                // Elsa keeps what does not convert as it is, and so do we.
            }
        }

        machine.State.SetSlot(scope, slot, value);
    }
}
