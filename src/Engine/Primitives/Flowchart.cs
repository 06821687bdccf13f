using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Engine.Primitives;

/// <summary>Activities and links between them. Which link is followed is decided by outcomes; who waits for whom by <see cref="Counting"/> or <see cref="Passing"/>.</summary>
internal sealed class Flowchart : Container
{
    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.Flowchart",
        Category = "Flow",
        DisplayName = new("流程图", "Flowchart"),
        Description = new("一组由连线相连的活动。", "Activities connected by links."),
        IsContainer = true,
        IsBrowsable = false,
    };

    internal override void Prepare(Compiler compiler, Node node)
    {
        node.Children = compiler.Children(node, "activities");
        node.Graph = FlowGraph.Of(node.Children, FlowLinks.Read(compiler, node), StartOf(node));
    }

    protected override Outcome Run(RunContext run)
    {
        var (machine, self) = (run.Machine, run.Execution);
        var graph = machine.Trigger is { } trigger && trigger.Parent == run.Node ? run.Node.GraphFrom(trigger.Key) : run.Node.Graph!;
        if (graph.Start is not { } start)
            return Outcome.Done;
        machine.State.OpenFlow(self, graph, machine.State.UsesTokens);
        if (run.JumpTo is not { } target)
            machine.Schedule(new(self, start));
        else if (!Jump(machine, self, target.StepUnder(run.Node)!, target))
            return new Outcome.Failed($"The flow cannot go to '{target.Name}': no way leads there from the start.");
        return Outcome.Open.Children;
    }

    internal override void ChildCompleted(Machine machine, Execution self, Execution child, Completion completion)
    {
        if (child.Node.Activity.Descriptor.IsTerminal)
        {
            machine.Complete(self, Completion.Done);
            return;
        }

        if (self.Flow!.Tokens is not null)
            Passing.Leave(machine, self, child.Node, completion);
        else
            Counting.Leave(machine, self, child.Node, completion, child.ByBackLink);
        CompleteIfIdle(machine, self);
    }

    internal override void ChildTakenAway(Machine machine, Execution self, Execution child)
    {
        if (self.Flow!.Tokens is not null)
            Passing.Forget(machine, self, child.Node);
        else
            Counting.Leave(machine, self, child.Node, Completion.None, child.ByBackLink);
        CompleteIfIdle(machine, self);
    }

    internal override string? Refuses(Execution self, Execution child, Completion completion)
    {
        if (self.Flow!.Tokens is not null || child.Node.Activity.Descriptor.IsTerminal)
            return null;
        var graph = self.Flow.Graph;
        foreach (var link in graph.Outbound[child.Node.Local])
        {
            if (link is { IsForward: false, IsSound: false } && completion.Follows(link.Port))
            {
                var (source, target) = (graph.Nodes[link.Source], graph.Nodes[link.Target]);
                return $"Invalid backward connection: Every path from the source ('{source.Id}') must go through the target ('{target.Id}') when tracing back to the start.";
            }
        }

        return null;
    }

    internal override bool Jump(Machine machine, Execution self, Node step, Node target)
    {
        var flow = self.Flow!;
        if (!flow.Graph.IsReachable[step.Local])
            return false;
        bool IsLeft(Node node) => node == step || flow.Graph.ComesTo(step.Local, node.Local) || flow.Graph.Leads(node.Local, step.Local)
            || (flow.Graph.ComesTo(node.Local, step.Local) && !flow.Graph.RunBeside(node.Local, step.Local)); // by a way back it would come here a second time
        foreach (var child in self.Children.Where(child => IsLeft(child.Node)).ToArray())
            machine.Cancel(child, CancelReason.Rewound);
        machine.Withdraw(self, IsLeft);
        if (flow.Tokens is not null)
            Passing.Rewind(self, step);
        else
            Counting.Rewind(machine, self, step);
        machine.State.KeepFlow(self);
        machine.Schedule(Going(self, step, target));
        return true;
    }

    /// <summary>A join of the first arrival takes away whoever is still under way to it.</summary>
    internal static void CancelWays(Machine machine, Execution self, Node join, bool alsoQueued)
    {
        var graph = self.Flow!.Graph;
        bool IsOnTheWay(Node node) => node != join && graph.Leads(node.Local, join.Local);
        foreach (var child in self.Children.Where(child => IsOnTheWay(child.Node)).ToArray())
        {
            if (child.IsClosed)
                continue;
            machine.Cancel(child, CancelReason.Cancelled);
            Skip(machine, self, child.Node);
        }

        if (!alsoQueued)
            return;
        foreach (var node in machine.Withdraw(self, IsOnTheWay))
            Skip(machine, self, node);
    }

    private static void Skip(Machine machine, Execution self, Node node)
    {
        if (self.Flow!.Tokens is not null)
            Passing.Forget(machine, self, node);
        else
            Counting.Leave(machine, self, node, Completion.None, byBackLink: false);
    }

    private static void CompleteIfIdle(Machine machine, Execution self)
    {
        if (!self.IsClosed && self.IsIdle)
            machine.Complete(self, Completion.Done);
    }

    /// <summary>Elsa's order: Start activity, first that can start the workflow, first without a link to it, first.</summary>
    private static Node? StartOf(Node node)
    {
        var targets = FlowLinks.Targets(node);
        return node.Children.FirstOrDefault(child => child.Activity.Descriptor.IsStart)
            ?? node.Children.FirstOrDefault(child => child.CanStartWorkflow)
            ?? node.Children.FirstOrDefault(child => !targets.Contains(child.Id))
            ?? node.Children.FirstOrDefault();
    }
}
