using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Expressions;

namespace AidWorkflow.Engine.Definitions;

/// <summary>An activity of a definition, ready to run.</summary>
internal sealed class Node
{
    private readonly ConcurrentDictionary<string, FlowGraph> graphs = new(StringComparer.Ordinal);

    internal required string Id { get; init; }

    /// <summary>Unique in the compiled workflow: the id, behind the keys of the workflows it is embedded by.</summary>
    internal required string Key { get; init; }

    internal required string Name { get; init; }

    internal required string Type { get; init; }

    internal required Activity Activity { get; init; }

    internal required JsonObject Json { get; init; }

    internal required string Path { get; init; }

    internal Node? Parent { get; init; }

    /// <summary>Its place among its parent's children.</summary>
    internal int Local { get; init; }

    internal bool CanStartWorkflow { get; init; }

    internal ImmutableArray<VariableSlot> Variables { get; set; } = [];

    internal ImmutableArray<BoundInput> Inputs { get; set; } = [];

    internal ImmutableArray<BoundOutput> Outputs { get; set; } = [];

    /// <summary>For a workflow: the names of its outputs.</summary>
    internal ImmutableArray<string> WorkflowOutputs { get; set; } = [];

    internal ImmutableArray<Node> Children { get; set; } = [];

    /// <summary>Children by the port they stand in: "then", "body".</summary>
    internal Dictionary<string, Node> Embedded { get; } = new(StringComparer.Ordinal);

    /// <summary>What its activity prepared of the JSON once, for all runs.</summary>
    internal object? Plan { get; set; }

    /// <summary>Some expression asks for its outputs.</summary>
    internal bool KeepsOutputs { get; set; }

    /// <summary>For a flowchart: from its usual start.</summary>
    internal FlowGraph? Graph { get; set; }

    internal JsonNode?[] Defaults()
    {
        if (Variables.Length == 0)
            return [];
        var values = new JsonNode?[Variables.Length];
        for (var slot = 0; slot < values.Length; slot++)
            values[slot] = Variables[slot].Default;
        return values;
    }

    internal int SlotById(string id)
    {
        for (var slot = 0; slot < Variables.Length; slot++)
        {
            if (Variables[slot].Id == id)
                return slot;
        }

        return -1;
    }

    internal int SlotByName(string name)
    {
        for (var slot = 0; slot < Variables.Length; slot++)
        {
            if (Variables[slot].Name == name)
                return slot;
        }

        return -1;
    }

    internal BoundInput? Input(string name)
    {
        foreach (var input in Inputs)
        {
            if (ReferenceEquals(input.Name, name) || input.Name == name)
                return input;
        }

        return null;
    }

    /// <summary>The flowchart as seen from another start: a trigger, or a place jumped to.</summary>
    internal FlowGraph GraphFrom(string startKey) =>
        Graph!.Start?.Key == startKey || Graph.NodeByKey(startKey) < 0
            ? Graph
            : graphs.GetOrAdd(startKey, static (key, graph) => graph.From(graph.Nodes[graph.NodeByKey(key)]), Graph);

    /// <summary>This, or what it stands in, that is a child of the ancestor; null when it is no ancestor.</summary>
    internal Node? StepUnder(Node ancestor)
    {
        var step = this;
        while (step is not null && step.Parent != ancestor)
            step = step.Parent;
        return step;
    }

    public override string ToString() => $"{Name} ({Type})";
}

/// <summary>A variable of a scope, with its default converted once.</summary>
internal sealed record VariableSlot(string Id, string Name, string TypeName, JsonNode? Default);

internal sealed class BoundInput(string name, string path, Expression expression)
{
    internal string Name { get; } = name;

    internal string Path { get; } = path;

    internal Expression Expression { get; } = expression;

    /// <summary>A literal as it was last converted.</summary>
    internal object? Converted { get; set; }
}

/// <param name="Variable">The variable's id; else its name.</param>
internal sealed record BoundOutput(string Name, string Variable);
