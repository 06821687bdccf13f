using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Expressions;

namespace AidWorkflow.Engine.Instances;

/// <summary>
/// What is true of an instance now. Every change goes through a method here that also notes it in the journal,
/// so replaying the journal gives the same state.
/// </summary>
internal sealed partial class InstanceState(CompiledWorkflow workflow)
{
    private int lastExecution;

    internal CompiledWorkflow Workflow { get; private set; } = workflow;

    /// <summary>Where changes are noted; null while a journal is replayed.</summary>
    internal Journal? Journal { get; set; }

    internal InstanceStatus Status { get; private set; }

    internal InstanceSubStatus SubStatus { get; private set; }

    internal string? CorrelationId { get; private set; }

    internal string? Name { get; private set; }

    internal bool UsesTokens { get; private set; }

    /// <summary>Where another instance waits for this one to end.</summary>
    internal BookmarkId? Awaited { get; private set; }

    internal JsonObject Input { get; private set; } = [];

    internal JsonObject Output { get; private set; } = [];

    /// <summary>Outputs of activities that some expression asks for, by node and output.</summary>
    internal Dictionary<(string Node, string Output), JsonNode?> ActivityOutputs { get; } = [];

    internal JsonNode? LastResult { get; private set; }

    /// <summary>Null once the workflow has ended.</summary>
    internal Execution? Root { get; private set; }

    internal void Begin(string? correlationId, JsonObject? input, bool tokens, BookmarkId? awaited)
    {
        Awaited = awaited;
        CorrelationId = Longest.Text(correlationId, Longest.CorrelationId, "A correlation id");
        Input = input is null ? [] : (JsonObject)input.DeepClone();
        UsesTokens = tokens;
        Journal?.Begin(correlationId, Input, tokens, awaited);
    }

    internal void SetStatus(InstanceStatus status, InstanceSubStatus sub)
    {
        if (status == Status && sub == SubStatus)
            return;
        (Status, SubStatus) = (status, sub);
        Journal?.Status(status, sub);
    }

    /// <summary>What does not depend on the version, for a state on another one.</summary>
    internal static InstanceState Begun(CompiledWorkflow workflow, InstanceState other) => new(workflow)
    {
        lastExecution = other.lastExecution,
        UsesTokens = other.UsesTokens,
        Awaited = other.Awaited,
        Input = other.Input,
        Output = other.Output,
        LastResult = other.LastResult,
    };

    /// <summary>An open execution of the state on another version, at its place in this one.</summary>
    internal Execution Brought(Execution execution, Node place, Execution? parent) => Attach(execution.Id, place, parent, execution.ByBackLink);

    /// <summary>Goes on with another version, as the move says.</summary>
    internal void Follow(Move move, CompiledWorkflow workflow)
    {
        Workflow = workflow;
        ActivityOutputs.Clear();
        Root = null;
        Read(new(move.After));
        Journal?.Move(move);
    }

    internal void SetCorrelation(string? correlationId)
    {
        CorrelationId = Longest.Text(correlationId, Longest.CorrelationId, "A correlation id");
        Journal?.Correlation(correlationId);
    }

    internal void SetName(string? name)
    {
        Name = Longest.Text(name, Longest.Name, "The name of an instance");
        Journal?.Rename(name);
    }

    internal Execution Open(Node node, Execution? parent, bool byBackLink)
    {
        var execution = Attach(++lastExecution, node, parent, byBackLink);
        Journal?.Open(execution);
        return execution;
    }

    internal void Close(Execution execution, Ending ending, ImmutableArray<string> outcomes)
    {
        execution.IsClosed = true;
        if (execution.Parent is { } parent)
            parent.Children.Remove(execution);
        else
            Root = null;
        Journal?.Close(execution, ending, outcomes);
    }

    internal void SetSlot(Execution scope, int slot, JsonNode? value)
    {
        scope.Variables[slot] = Values.Loose(value);
        Journal?.Variable(scope, scope.Node.Variables[slot].Id, value);
    }

    internal void SetExtra(Execution scope, string name, JsonNode? value)
    {
        scope.Extras ??= [];
        var at = scope.Extras.FindIndex(extra => extra.Name == name);
        if (at >= 0)
            scope.Extras[at] = (name, Values.Loose(value));
        else
            scope.Extras.Add((name, Values.Loose(value)));
        Journal?.Extra(scope, name, value);
    }

    internal void SetCursor(Execution execution, int cursor)
    {
        execution.Cursor = cursor;
        Journal?.Cursor(execution, cursor);
    }

    /// <summary>Notes what an activity changed in its own state.</summary>
    internal void KeepState(Execution execution, JsonObject? state)
    {
        execution.State = state;
        Journal?.State(execution, state);
    }

    internal void AddBookmark(Execution execution, Bookmark bookmark)
    {
        (execution.Bookmarks ??= []).Add(bookmark);
        Journal?.Bookmark(execution, bookmark);
    }

    internal void RemoveBookmark(Execution execution, Bookmark bookmark)
    {
        execution.Bookmarks!.Remove(bookmark);
        Journal?.Burn(execution, bookmark);
    }

    internal void SetFault(Execution execution, Standstill? fault)
    {
        execution.Fault = fault;
        Journal?.Fault(execution, fault);
    }

    internal void SetOutput(string name, JsonNode? value)
    {
        Output[name] = value?.DeepClone();
        Journal?.Output(name, value);
    }

    internal void SetActivityOutput(string node, string output, JsonNode? value)
    {
        ActivityOutputs[(node, output)] = Values.Loose(value);
        Journal?.ActivityOutput(node, output, value);
    }

    internal void SetLastResult(JsonNode? value)
    {
        LastResult = value?.DeepClone();
        Journal?.LastResult(value);
    }

    internal void OpenFlow(Execution flowchart, FlowGraph graph, bool tokens)
    {
        flowchart.Flow = new(graph, tokens);
        Journal?.Flow(flowchart);
    }

    internal void VisitNode(Execution flowchart, int node)
    {
        flowchart.Flow!.Nodes[node]++;
        Journal?.VisitNode(flowchart, node);
    }

    internal void VisitLink(Execution flowchart, int link, LinkVisit visit)
    {
        flowchart.Flow!.Links[link]++;
        flowchart.Flow.Last[link] = visit;
        Journal?.VisitLink(flowchart, link, visit);
    }

    /// <summary>Notes the whole flow scope after a change too wide to be told in visits (going back, tokens).</summary>
    internal void KeepFlow(Execution flowchart) => Journal?.Flow(flowchart);

    internal Execution? Find(int id) => Root is null ? null : Find(Root, id);

    internal (Execution Execution, Bookmark Bookmark)? FindBookmark(BookmarkId id) =>
        Root is null ? null : Bookmarks().Select(found => ((Execution, Bookmark)?)found).FirstOrDefault(found => found!.Value.Item2.Id == id);

    internal IEnumerable<(Execution Execution, Bookmark Bookmark)> Bookmarks() =>
        Executions().Where(execution => execution.Bookmarks is not null).SelectMany(execution => execution.Bookmarks!.Select(bookmark => (execution, bookmark)));

    /// <summary>All that is open, parents first.</summary>
    internal IEnumerable<Execution> Executions() => Root is null ? [] : WithDescendants(Root);

    private static IEnumerable<Execution> WithDescendants(Execution execution)
    {
        yield return execution;
        foreach (var child in execution.Children)
        {
            foreach (var descendant in WithDescendants(child))
                yield return descendant;
        }
    }

    private static Execution? Find(Execution execution, int id)
    {
        if (execution.Id == id)
            return execution;
        foreach (var child in execution.Children)
        {
            if (Find(child, id) is { } found)
                return found;
        }

        return null;
    }

    private Execution Attach(int id, Node node, Execution? parent, bool byBackLink)
    {
        lastExecution = Math.Max(lastExecution, id);
        var execution = new Execution(id, node, parent) { ByBackLink = byBackLink };
        if (parent is null)
            Root = execution;
        else
            parent.Children.Add(execution);
        return execution;
    }
}

/// <summary>How an execution ended.</summary>
internal enum Ending : byte
{
    Completed,
    Cancelled,
    Rewound,
}
