using System.Collections.Immutable;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Engine.Instances;

public enum VisitState
{
    /// <summary>It was begun and has not ended.</summary>
    Open,
    Completed,
    Cancelled,

    /// <summary>It threw and stands still.</summary>
    Faulted,
}

/// <summary>One time that an instance was at an activity.</summary>
/// <param name="ExecutionId">Unique in the instance, in the order of beginning.</param>
/// <param name="NodeId">The ids of all that it stands in, and its own, as Elsa names a place: "Workflow1:flow:review1".</param>
/// <param name="TypeVersion">Of the activity's descriptor.</param>
/// <param name="EndedAt">Null while it is open or stands still.</param>
/// <param name="Waits">For something from outside, or for a time.</param>
public sealed record Visit(
    int ExecutionId, string ActivityId, string NodeId, string Name, string Type, int TypeVersion, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, VisitState State, bool Waits);

/// <summary>Something that happened at an activity: when, and in which visit; what came of it is left to <see cref="HistoryEntry"/>.</summary>
/// <param name="Event">As in <see cref="HistoryEntry"/>.</param>
public sealed record VisitEvent(Visit Visit, DateTimeOffset At, string Event);

/// <summary>Tells from the journal when an instance was where. Values are in none of it: neither outcomes nor variables nor what was waited for.</summary>
/// <param name="Events">In the order in which they happened.</param>
public sealed record Visits(ImmutableArray<Visit> All, ImmutableArray<VisitEvent> Events)
{
    /// <param name="steps">All steps of one instance from the first on, in order. What happened at activities that its version of now does not have is left out.</param>
    public static Visits Of(Lineage versions, IEnumerable<JournalRow> steps)
    {
        var told = new Retold(versions);
        foreach (var step in steps)
            told.Add(step);
        var nodes = versions.Current.Nodes.DistinctBy(node => node.Key).ToDictionary(node => node.Key, StringComparer.Ordinal);
        var placed = told.Placed().Where(entry => nodes.ContainsKey(entry.Key)).ToList();
        var visits = placed.GroupBy(entry => entry.Entry.ExecutionId!.Value).ToDictionary(group => group.Key, group => Of(group.Key, nodes[group.Last().Key], [.. group.Select(entry => entry.Entry)]));
        return new([.. visits.Values.OrderBy(visit => visit.ExecutionId)], [.. placed.Select(entry => new VisitEvent(visits[entry.Entry.ExecutionId!.Value], entry.Entry.At, entry.Entry.Event))]);
    }

    private static Visit Of(int execution, Node node, List<HistoryEntry> happened)
    {
        var end = happened.LastOrDefault(entry => entry.Event is nameof(Ending.Completed) or nameof(Ending.Cancelled) or nameof(Ending.Rewound));
        var fault = happened.LastOrDefault(entry => entry.Event is "Faulted" or "Helped");
        var state = end?.Event switch
        {
            nameof(Ending.Completed) => VisitState.Completed,
            null => fault?.Event == "Faulted" ? VisitState.Faulted : VisitState.Open,
            _ => VisitState.Cancelled,
        };
        var waits = end is null && happened.Count(entry => entry.Event == "Waiting") > happened.Count(entry => entry.Event == "Burned");
        return new(execution, node.Id, NodeIdOf(node), node.Name, node.Type, node.Activity.Descriptor.Version, happened[0].At, end?.At, state, waits);
    }

    /// <summary>As its definition says; worked out for one that says none.</summary>
    private static string NodeIdOf(Node node) =>
        node.Json.Text("nodeId") is { Length: > 0 } said ? said : node.Parent is null ? "Workflow1" : $"{NodeIdOf(node.Parent)}:{node.Id}";
}
