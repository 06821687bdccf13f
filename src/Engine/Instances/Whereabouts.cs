using System.Collections.Immutable;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Engine.Instances;

/// <summary>How an instance stands to a step of its definition.</summary>
public enum Standing
{
    /// <summary>It has not come there.</summary>
    Ahead,
    Visited,

    /// <summary>It waits there, or in what stands in it.</summary>
    Current,

    /// <summary>It threw there and stands still.</summary>
    Faulted,
}

/// <summary>A step of a definition with how an instance stands to it.</summary>
/// <param name="Key">Unique in the definition.</param>
/// <param name="Depth">How many containers it stands in, counted from the definition's own.</param>
/// <param name="Times">How often it was begun.</param>
/// <param name="LastAt">When it was last begun or ended.</param>
public sealed record StepPlace(string Key, string Name, string Label, int Depth, Standing Standing, int Times, DateTimeOffset? LastAt);

/// <summary>Tells from the journal where an instance stands: what is open now, what was passed, what failed.</summary>
public static class Whereabouts
{
    /// <param name="steps">All steps of one instance from the first on, in order.</param>
    /// <returns>Every activity of the definition in its order, containers before what stands in them.</returns>
    public static ImmutableArray<StepPlace> Of(Lineage versions, IEnumerable<JournalRow> steps)
    {
        var told = new Retold(versions);
        foreach (var step in steps)
            told.Add(step);
        var open = told.State.Executions().GroupBy(execution => execution.Node).ToDictionary(group => group.Key, group => group.Any(execution => execution.Fault is not null));
        var happened = told.ByActivity();
        return [.. versions.Current.Nodes.Skip(1).Select(node =>
        {
            var (begun, last) = (happened[node.Key].Count(entry => entry.Event == "Started"), happened[node.Key].LastOrDefault()?.At);
            return new StepPlace(node.Key, node.Name, Mermaid.LabelOf(node), Depth(node), Of(node, open, begun), begun, last);
        })];
    }

    private static Standing Of(Node node, Dictionary<Node, bool> open, int begun) =>
        open.TryGetValue(node, out var faulted) ? (faulted ? Standing.Faulted : Standing.Current) : begun > 0 ? Standing.Visited : Standing.Ahead;

    private static int Depth(Node node)
    {
        var depth = -1;
        for (var above = node.Parent; above is not null; above = above.Parent)
            depth++;
        return depth;
    }
}
