using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Engine.Instances;

/// <summary>An activity that was started and has not ended: a place in the tree of what is open. Ended ones are forgotten.</summary>
internal sealed class Execution(int id, Node node, Execution? parent)
{
    internal int Id { get; } = id;

    internal Node Node { get; } = node;

    internal Execution? Parent { get; } = parent;

    internal List<Execution> Children { get; } = [];

    /// <summary>By the node's slots. A value that is still the declared one is that very object.</summary>
    internal JsonNode?[] Variables { get; } = node.Defaults();

    /// <summary>Variables that no definition declares: of loops, and made by scripts.</summary>
    internal List<(string Name, JsonNode? Value)>? Extras { get; set; }

    /// <summary>Where a sequence or loop stands.</summary>
    internal int Cursor { get; set; }

    /// <summary>Started by a link back, so its start is no new visit.</summary>
    internal bool ByBackLink { get; init; }

    internal JsonObject? State { get; set; }

    internal FlowScope? Flow { get; set; }

    internal List<Bookmark>? Bookmarks { get; set; }

    /// <summary>Set while faulted.</summary>
    internal Standstill? Fault { get; set; }

    /// <summary>Work scheduled by it and not yet started. Always 0 between bursts.</summary>
    internal int Queued { get; set; }

    internal bool IsClosed { get; set; }

    internal bool IsIdle => Children.Count == 0 && Queued == 0;
}

/// <summary>A place where an execution waits.</summary>
internal sealed record Bookmark(BookmarkId Id, string Name, string Stimulus, DateTimeOffset? DueAt, DateTimeOffset CreatedAt);

/// <summary>Why an execution stands still, and what it was called with, so that it can be tried again.</summary>
internal sealed record Standstill(IncidentId Incident, string Reason, DateTimeOffset At, Stimulus? On);
