using System.Collections.Immutable;
using AidWorkflow.Engine.Primitives;

namespace AidWorkflow.Engine.Definitions;

/// <param name="Source">Place of the node it leaves.</param>
/// <param name="Port">The outcome that follows it; null for a link that only a default completion follows.</param>
/// <param name="IsForward">False for a link back: following it would close a circle.</param>
/// <param name="IsSound">For a link back: every way from the start to its source passes its target.</param>
internal sealed record Link(int Index, int Source, string? Port, int Target, bool IsForward, bool IsSound);

/// <summary>A flowchart as seen from its start: what is forward, what goes back, what cannot be reached.</summary>
internal sealed class FlowGraph
{
    private readonly bool[,] reaches;
    private readonly Dictionary<string, int> byKey;

    private FlowGraph(ImmutableArray<Node> nodes, ImmutableArray<(int Source, string? Port, int Target)> links, Node? start)
    {
        Nodes = nodes;
        Start = start;
        byKey = new(nodes.Length, StringComparer.Ordinal);
        foreach (var node in nodes)
            byKey.TryAdd(node.Key, node.Local);

        reaches = new bool[nodes.Length, nodes.Length];
        var forward = Forward(links, start?.Local ?? -1);
        IsReachable = new bool[nodes.Length];
        if (start is not null)
        {
            IsReachable[start.Local] = true;
            for (var node = 0; node < nodes.Length; node++)
                IsReachable[node] |= reaches[start.Local, node];
        }

        var made = links.Select((link, index) => new Link(index, link.Source, link.Port, link.Target,
            forward.Contains((link.Source, link.Target)), false)).ToArray();
        var inbound = made.Where(link => link.IsForward).ToLookup(link => link.Target);
        for (var index = 0; index < made.Length; index++)
        {
            if (!made[index].IsForward)
                made[index] = made[index] with { IsSound = start is not null && Dominates(inbound, start.Local, made[index].Target, made[index].Source) };
        }

        Links = [.. made];
        Outbound = [.. Enumerable.Range(0, nodes.Length).Select(node => Links.Where(link => link.Source == node).ToImmutableArray())];
        Inbound = [.. Enumerable.Range(0, nodes.Length).Select(node => Links.Where(link => link.Target == node).ToImmutableArray())];
        ForwardInbound = [.. Inbound.Select(all => all.Where(link => link.IsForward).ToImmutableArray())];
    }

    internal ImmutableArray<Node> Nodes { get; }

    internal Node? Start { get; }

    internal ImmutableArray<Link> Links { get; }

    /// <summary>By node, in the order of the definition.</summary>
    internal ImmutableArray<ImmutableArray<Link>> Outbound { get; }

    internal ImmutableArray<ImmutableArray<Link>> Inbound { get; }

    /// <summary>What a join waits for: forward links from nodes that can be reached.</summary>
    internal ImmutableArray<ImmutableArray<Link>> ForwardInbound { get; }

    internal bool[] IsReachable { get; }

    internal static FlowGraph Of(ImmutableArray<Node> nodes, ImmutableArray<(int Source, string? Port, int Target)> links, Node? start) => new(nodes, links, start);

    internal FlowGraph From(Node start) => new(Nodes, [.. Links.Select(link => (link.Source, link.Port, link.Target))], start);

    internal int NodeByKey(string key) => byKey.GetValueOrDefault(key, -1);

    internal int LinkBetween(string source, string port, string target)
    {
        var (from, to) = (NodeByKey(source), NodeByKey(target));
        foreach (var link in Links)
        {
            if (link.Source == from && link.Target == to && (link.Port ?? "") == port)
                return link.Index;
        }

        return -1;
    }

    /// <summary>True when forward links lead from one to the other.</summary>
    internal bool Leads(int from, int to) => reaches[from, to];

    /// <summary>
    /// True when going on from <paramref name="from"/> walks to <paramref name="to"/>, links back included. A way that passes
    /// something <paramref name="to"/> itself leads to does not count: there the flow waits for it, and does not start it again.
    /// </summary>
    internal bool ComesTo(int from, int to)
    {
        if (Leads(from, to))
            return true;
        var seen = new HashSet<int> { from };
        var stack = new Stack<int>([from]);
        while (stack.TryPop(out var node))
        {
            foreach (var link in Outbound[node])
            {
                if (link.Target == to)
                    return true;
                if (!Leads(to, link.Target) && seen.Add(link.Target))
                    stack.Push(link.Target);
            }
        }

        return false;
    }

    /// <summary>
    /// True when a fork leads to the one and the other by different ways that have not met before them, so that both may be open at the same time. A switch counts as a fork: it may follow
    /// several of its ways.
    /// </summary>
    internal bool RunBeside(int one, int other)
    {
        bool Comes(int from, int to) => from == to || Leads(from, to);
        return one != other && Links.Where(link => link.IsForward).GroupBy(link => (link.Source, Nodes[link.Source].Activity is FlowFork or FlowSwitch ? "" : link.Port)).Any(fork =>
        {
            var (ofOne, ofOther) = (fork.Where(way => Comes(way.Target, one)).ToList(), fork.Where(way => Comes(way.Target, other)).ToList());
            return ofOne.Count > 0 && ofOther.Count > 0 && !ofOne.Intersect(ofOther).Any();
        });
    }

    /// <summary>
    /// Walks from the start, level by level, in the order of the links; a link that would close a circle of links already
    /// taken is no forward link. Fills <see cref="reaches"/> on the way.
    /// </summary>
    private HashSet<(int Source, int Target)> Forward(ImmutableArray<(int Source, string? Port, int Target)> links, int start)
    {
        var forward = new HashSet<(int, int)>();
        if (start < 0)
            return forward;
        var outbound = links.ToLookup(link => link.Source, link => link.Target);
        var visited = new HashSet<int>();
        var queue = new Queue<int>([start]);
        while (queue.TryDequeue(out var source))
        {
            visited.Add(source);
            foreach (var target in outbound[source])
            {
                if (forward.Contains((source, target)) || target == source || reaches[target, source])
                    continue;
                forward.Add((source, target));
                Connect(source, target);
                if (!visited.Contains(target))
                    queue.Enqueue(target);
            }
        }

        return forward;
    }

    private void Connect(int source, int target)
    {
        var size = reaches.GetLength(0);
        for (var from = 0; from < size; from++)
        {
            if (from != source && !reaches[from, source])
                continue;
            reaches[from, target] = true;
            for (var to = 0; to < size; to++)
                reaches[from, to] |= reaches[target, to];
        }
    }

    /// <summary>Can the start be found from <paramref name="source"/>, walking back, without passing <paramref name="target"/>?</summary>
    private static bool Dominates(ILookup<int, Link> inbound, int start, int target, int source)
    {
        if (source == target)
            return true;
        var seen = new HashSet<int> { source };
        var stack = new Stack<int>([source]);
        while (stack.TryPop(out var node))
        {
            if (node == start)
                return target == start;
            foreach (var link in inbound[node])
            {
                if (link.Source != target && seen.Add(link.Source))
                    stack.Push(link.Source);
            }
        }

        return true;
    }
}
