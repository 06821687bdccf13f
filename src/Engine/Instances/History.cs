using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace AidWorkflow.Engine.Instances;

/// <summary>One thing that happened to an instance, for people to read.</summary>
/// <param name="Event">"Started", "Completed", "Cancelled", "Rewound", "Faulted", "Helped", "Waiting", "Burned", "Variable", "Output", "Line", "Message", "Status", "Moved", or why the step was made: "start", "resume", "rewind", …</param>
/// <param name="Detail">Outcomes, the value, the reason, the text.</param>
public sealed record HistoryEntry(long Revision, DateTimeOffset At, string Event, string? ActivityId, string? ActivityName, int? ExecutionId, string? Detail);

/// <summary>What the journal of an instance says, and what it held at the end.</summary>
/// <param name="Variables">Of the workflow's own scope.</param>
public sealed record Story(ImmutableArray<HistoryEntry> Entries, JsonObject Variables, JsonObject Input, JsonObject Output)
{
    /// <param name="steps">All steps of one instance from the first on, in order.</param>
    public static Story Of(Lineage versions, IEnumerable<JournalRow> steps)
    {
        var told = new Retold(versions);
        foreach (var step in steps)
            told.Add(step);
        var variables = new JsonObject();
        foreach (var (name, value) in told.Variables)
            variables[name] = value?.DeepClone();
        return new([.. told.Entries], variables, (JsonObject)told.State.Input.DeepClone(), (JsonObject)told.State.Output.DeepClone());
    }
}

/// <summary>Tells what the journal says.</summary>
public static class History
{
    /// <param name="steps">All steps of one instance from the first on, in order.</param>
    public static ImmutableArray<HistoryEntry> Tell(Lineage versions, IEnumerable<JournalRow> steps)
    {
        var told = new Retold(versions);
        foreach (var step in steps)
            told.Add(step);
        return [.. told.Entries];
    }
}

/// <summary>Replays a journal step by step and listens.</summary>
internal sealed class Retold(Lineage versions)
{
    private readonly List<(int Told, Move Move)> moves = [];
    private JournalRow? step;

    internal InstanceState State { get; } = new(versions.First);

    internal List<HistoryEntry> Entries { get; } = [];

    /// <summary>The variables of the workflow's own scope, also after it has ended.</summary>
    internal Dictionary<string, JsonNode?> Variables { get; } = new(StringComparer.Ordinal);

    internal void Add(JournalRow row)
    {
        step = row;
        Replay.Apply(versions, State, row, this);
    }

    /// <summary>What happened at each activity, by its key in the version that the instance runs on now.</summary>
    internal ILookup<string, HistoryEntry> ByActivity() => Placed().ToLookup(placed => placed.Key, placed => placed.Entry, StringComparer.Ordinal);

    /// <summary>What happened at activities, in order, with the key of each in the version that the instance runs on now.</summary>
    internal IEnumerable<(string Key, HistoryEntry Entry)> Placed() => Entries.Select((entry, at) => (entry, at)).Where(told => told.entry.ActivityId is not null)
        .Select(told => (moves.Where(move => move.Told > told.at).Aggregate(told.entry.ActivityId!, (key, move) => move.Move.Renamed(key)), told.entry));

    internal void Say(string what, Execution? execution, string? detail) =>
        Entries.Add(new(step!.Revision, step.At, what, execution?.Node.Key, execution?.Node.Name, execution?.Id, detail));

    internal void Opened(Execution execution)
    {
        Say("Started", execution, null);
        if (execution.Parent is null)
            Remember(execution);
    }

    internal void Moved(Move move)
    {
        Say("Moved", null, $"{move.From} → {move.To}");
        moves.Add((Entries.Count, move));
        Variables.Clear();
        if (State.Root is { } root)
            Remember(root);
    }

    private void Remember(Execution execution)
    {
        for (var slot = 0; slot < execution.Variables.Length; slot++)
            Variables[execution.Node.Variables[slot].Name] = execution.Variables[slot];
    }

    internal void Changed(Execution scope, string name, JsonNode? value)
    {
        Say("Variable", scope, $"{name} = {value?.ToJsonString() ?? "null"}");
        if (scope.Parent is null)
            Variables[name] = value;
    }
}
