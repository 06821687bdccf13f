using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Engine.Primitives;

/// <summary>How a node takes the tokens that arrive at it, in token mode.</summary>
internal enum MergeMode
{
    /// <summary>Runs when nobody directly upstream still has a token to come. Also None and absent.</summary>
    Stream,

    /// <summary>Waits for a token on every forward link.</summary>
    Merge,

    /// <summary>Waits for a token on every link, those back included.</summary>
    Converge,

    /// <summary>Runs once for each token.</summary>
    Cascade,

    /// <summary>Runs for the first token and takes the others away.</summary>
    Race,
}

/// <summary>Token mode: completing puts a token on each followed link and takes those that led here.</summary>
internal static class Passing
{
    internal static void Leave(Machine machine, Execution self, Node node, Completion completion)
    {
        var (tokens, graph) = (self.Flow!.Tokens!, self.Flow!.Graph);
        var followed = graph.Outbound[node.Local].Where(link => completion.Follows(link.Port))
            .DistinctBy(link => (link.Port, link.Target)).ToList();
        tokens.AddRange(followed.Select(link => new Token(link.Index, Blocked: false)));
        tokens.RemoveAll(token => !token.Blocked && graph.Links[token.Link].Target == node.Local);
        try
        {
            foreach (var link in followed)
                Arrive(machine, self, link);

            // What is left when nothing is under way waits for tokens that will not come.
            if (self.IsIdle)
                tokens.Clear();
        }
        finally
        {
            machine.State.KeepFlow(self); // also where the mode of a join cannot be read, and the flowchart faults
        }
    }

    internal static void Forget(Machine machine, Execution self, Node node)
    {
        var (tokens, graph) = (self.Flow!.Tokens!, self.Flow!.Graph);
        tokens.RemoveAll(token => graph.Links[token.Link] is var link && (link.Source == node.Local || link.Target == node.Local));
        machine.State.KeepFlow(self);
    }

    internal static void Rewind(Execution self, Node target)
    {
        var (tokens, graph) = (self.Flow!.Tokens!, self.Flow!.Graph);
        bool IsLeft(int node) => node == target.Local || graph.ComesTo(target.Local, node) || graph.Leads(node, target.Local);
        tokens.RemoveAll(token => graph.Links[token.Link] is var link && IsLeft(link.Source) && IsLeft(link.Target));
    }

    private static void Arrive(Machine machine, Execution self, Link link)
    {
        var (tokens, graph) = (self.Flow!.Tokens!, self.Flow!.Graph);
        var target = graph.Nodes[link.Target];
        var mode = FlowJoin.MergeModeOf(machine, self, target);
        if (mode == MergeMode.Cascade)
        {
            machine.Schedule(new(self, target));
            return;
        }

        if (mode == MergeMode.Race)
        {
            ArriveFirst(machine, self, link);
            return;
        }

        var inbound = mode == MergeMode.Converge ? graph.Inbound[link.Target] : graph.ForwardInbound[link.Target];
        var ready = mode == MergeMode.Stream
            ? !inbound.Any(way => tokens.Exists(token => !token.Blocked && graph.Links[token.Link].Target == way.Source))
            : inbound.Length <= 1 || inbound.All(way => tokens.Exists(token => !token.Blocked && Same(graph.Links[token.Link], way)));
        if (ready)
            machine.Schedule(new(self, target));
    }

    private static void ArriveFirst(Machine machine, Execution self, Link link)
    {
        var (tokens, graph) = (self.Flow!.Tokens!, self.Flow!.Graph);
        var target = graph.Nodes[link.Target];
        Flowchart.CancelWays(machine, self, target, alsoQueued: false);
        if (tokens.FindIndex(token => token.Blocked && Same(graph.Links[token.Link], link)) is var blocked and >= 0)
        {
            tokens.RemoveAt(blocked);
            return;
        }

        machine.Schedule(new(self, target));
        tokens.AddRange(graph.ForwardInbound[link.Target].Where(way => way.Source != link.Source).Select(way => new Token(way.Index, Blocked: true)));
    }

    private static bool Same(Link one, Link other) => one.Source == other.Source && one.Target == other.Target && one.Port == other.Port;
}
