using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Engine.Primitives;

/// <summary>How a join of a flowchart waits in counter mode.</summary>
internal enum JoinMode
{
    WaitAny,
    WaitAll,
    WaitAllActive,
}

/// <summary>
/// Counter mode: a link is visited when its source has completed or was skipped, and remembers whether it was followed.
/// A node is scheduled when the forward links to it were visited more often than it was itself.
/// </summary>
internal static class Counting
{
    internal static bool Leave(Machine machine, Execution self, Node node, Completion completion, bool byBackLink)
    {
        var (state, graph) = (machine.State, self.Flow!.Graph);
        var scheduled = false;

        // What a link back started was counted when it was first reached.
        if (!byBackLink)
            state.VisitNode(self, node.Local);

        foreach (var link in graph.Outbound[node.Local])
        {
            var followed = completion.Follows(link.Port);
            state.VisitLink(self, link.Index, followed ? LinkVisit.Followed : LinkVisit.Skipped);
            if (link.IsForward)
            {
                scheduled |= Arrive(machine, self, link);
            }
            else if (followed)
            {
                machine.Schedule(new(self, graph.Nodes[link.Target], ByBackLink: true));
                scheduled = true;
            }
        }

        return scheduled;
    }

    private static bool Arrive(Machine machine, Execution self, Link link)
    {
        var (flow, target) = (self.Flow!, self.Flow!.Graph.Nodes[link.Target]);
        var visits = flow.Nodes[link.Target];
        switch (FlowJoin.ModeOf(machine, self, target))
        {
            case JoinMode.WaitAny:
                return ArriveFirst(machine, self, link, target);
            case var mode:
                foreach (var inbound in flow.Graph.ForwardInbound[link.Target])
                {
                    if (flow.Links[inbound.Index] <= visits)
                        return false;
                }

                return IsFollowed(flow, link.Target, all: mode == JoinMode.WaitAll) ? Schedule(machine, self, target) : Leave(machine, self, target, Completion.None, false);
        }
    }

    private static bool ArriveFirst(Machine machine, Execution self, Link link, Node target)
    {
        var flow = self.Flow!;
        var visits = flow.Nodes[link.Target];

        // It has run already in this round, or is about to.
        if (flow.Links[link.Index] <= visits || machine.IsScheduled(self, target) || self.Children.Exists(child => child.Node == target))
            return false;
        if (IsFollowed(flow, link.Target, all: false))
        {
            Schedule(machine, self, target);
            Flowchart.CancelWays(machine, self, target, alsoQueued: false);
            return true;
        }

        foreach (var inbound in flow.Graph.ForwardInbound[link.Target])
        {
            if (flow.Links[inbound.Index] <= visits)
                return false;
        }

        return Leave(machine, self, target, Completion.None, false);
    }

    private static bool Schedule(Machine machine, Execution self, Node target)
    {
        machine.Schedule(new(self, target));
        return true;
    }

    /// <summary>Was any link (or were all) followed in the newest round? A link that was jumped past counts neither way.</summary>
    private static bool IsFollowed(FlowScope flow, int target, bool all)
    {
        var newest = 0;
        foreach (var link in flow.Graph.ForwardInbound[target])
            newest = Math.Max(newest, flow.Links[link.Index]);
        if (newest <= flow.Nodes[target])
            return false;

        var any = false;
        foreach (var link in flow.Graph.ForwardInbound[target])
        {
            var visit = flow.Links[link.Index] == newest ? flow.Last[link.Index] : LinkVisit.Skipped;
            any |= visit == LinkVisit.Followed;
            if (all && visit == LinkVisit.Skipped)
                return false;
        }

        return any;
    }

    /// <summary>
    /// Makes the target and all behind it as if they had not been visited. Links into that part from outside keep what they
    /// brought; those that nobody open leads to any more are marked as jumped past, so that no join waits for them for ever.
    /// </summary>
    internal static void Rewind(Machine machine, Execution self, Node target)
    {
        var (flow, graph) = (self.Flow!, self.Flow!.Graph);
        bool IsBehind(int node) => node == target.Local || graph.Leads(target.Local, node);
        bool ComesAgain(int node) => !graph.Leads(node, target.Local) && graph.ComesTo(target.Local, node);
        bool IsUnderWay(int node) => graph.Nodes.Any(other =>
            (other.Local == node || graph.Leads(other.Local, node))
            && (self.Children.Exists(child => child.Node == other) || machine.IsScheduled(self, other)));

        for (var node = 0; node < graph.Nodes.Length; node++)
        {
            if (!IsBehind(node) && !ComesAgain(node))
                continue;
            var visits = flow.Nodes[node];
            flow.Nodes[node] = 0;
            foreach (var link in graph.ForwardInbound[node])
            {
                var count = flow.Links[link.Index];
                var waits = node != target.Local
                    && (IsBehind(link.Source) || (IsUnderWay(link.Source) && count <= visits) || (!IsBehind(node) && graph.ComesTo(target.Local, link.Source)));
                if (!waits && count == 0)
                    flow.Last[link.Index] = LinkVisit.Jumped;
                flow.Links[link.Index] = waits ? 0 : 1;
            }
        }
    }
}
