using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Engine.Primitives;

/// <summary>One after the other.</summary>
internal sealed class Sequence : Container
{
    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.Sequence",
        Category = "Workflows",
        DisplayName = new("序列", "Sequence"),
        Description = new("一个接一个地运行。", "Runs one activity after the other."),
        IsContainer = true,
    };

    internal override void Prepare(Compiler compiler, Node node) => node.Children = compiler.Children(node, "activities");

    protected override Outcome Run(RunContext run)
    {
        if (run.JumpTo is { } target)
        {
            Jump(run.Machine, run.Execution, target.StepUnder(run.Node)!, target);
            return Outcome.Open.Children;
        }

        return ScheduleNext(run.Machine, run.Execution) ? Outcome.Open.Children : Outcome.Done;
    }

    internal override void ChildCompleted(Machine machine, Execution self, Execution child, Completion completion)
    {
        if (child.Node.Activity.Descriptor.IsTerminal || !ScheduleNext(machine, self))
            machine.Complete(self, Completion.Done);
    }

    internal override bool Jump(Machine machine, Execution self, Node step, Node target)
    {
        foreach (var child in self.Children.ToArray())
            machine.Cancel(child, CancelReason.Rewound);
        machine.Withdraw(self, _ => true);
        machine.State.SetCursor(self, step.Local + 1);
        machine.Schedule(Going(self, step, target));
        return true;
    }

    /// <summary>Nothing more is started in it; what runs ends first.</summary>
    internal static void StopAfterCurrent(Machine machine, Execution self) => machine.State.SetCursor(self, self.Node.Children.Length);

    private static bool ScheduleNext(Machine machine, Execution self)
    {
        if (self.Cursor >= self.Node.Children.Length)
            return false;
        var next = self.Node.Children[self.Cursor];
        machine.State.SetCursor(self, self.Cursor + 1);
        machine.Schedule(new(self, next));
        return true;
    }
}

/// <summary>All at once; done when all are done.</summary>
internal sealed class Parallel : Container
{
    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.Parallel",
        Category = "Workflows",
        DisplayName = new("并行", "Parallel"),
        Description = new("同时运行，全部完成才算完成。", "Runs all together and is done when all are."),
        IsContainer = true,
    };

    internal override void Prepare(Compiler compiler, Node node) => node.Children = compiler.Children(node, "activities");

    protected override Outcome Run(RunContext run)
    {
        foreach (var child in run.Node.Children)
            run.Machine.Schedule(new(run.Execution, child));
        return run.Node.Children.Length == 0 ? Outcome.Done : Outcome.Open.Children;
    }

    internal override void ChildCompleted(Machine machine, Execution self, Execution child, Completion completion)
    {
        if (self.IsIdle)
            machine.Complete(self, Completion.Done);
    }

    internal override void ChildTakenAway(Machine machine, Execution self, Execution child) => ChildCompleted(machine, self, child, Completion.None);
}

/// <summary>Branches at once; done with the first or with all.</summary>
internal sealed class Fork : Container
{
    private static readonly Input<JoinMode> JoinMode = new("joinMode", Primitives.JoinMode.WaitAll)
    {
        IsWrapped = false,
        DisplayName = new("汇合方式", "Join mode"),
        Options = ["WaitAll", "WaitAny"],
    };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.Fork",
        Category = "Branching",
        DisplayName = new("分叉", "Fork"),
        Description = new("同时开始几条分支。", "Starts several branches together."),
        Inputs = [JoinMode],
        IsContainer = true,
    };

    internal override void Prepare(Compiler compiler, Node node)
    {
        node.Children = compiler.Children(node, "branches");
        var said = node.Json.Text("joinMode") ?? node.Json.Object("joinMode")?.Object("expression")?.Text("value");
        node.Plan = Enum.TryParse<JoinMode>(said, ignoreCase: true, out var mode) ? mode : Primitives.JoinMode.WaitAll;
    }

    protected override Outcome Run(RunContext run)
    {
        foreach (var child in run.Node.Children)
            run.Machine.Schedule(new(run.Execution, child));
        return run.Node.Children.Length == 0 ? Outcome.Done : Outcome.Open.Children;
    }

    internal override void ChildCompleted(Machine machine, Execution self, Execution child, Completion completion)
    {
        if (self.IsIdle || self.Cursor > 0 || self.Node.Plan is Primitives.JoinMode.WaitAny)
            machine.Complete(self, Completion.Done);
    }

    internal override void ChildTakenAway(Machine machine, Execution self, Execution child)
    {
        if (self.IsIdle)
            machine.Complete(self, Completion.Done);
    }

    /// <summary>The next branch that ends takes the others away, whatever the mode.</summary>
    internal static void GoOnWithTheNext(Machine machine, Execution self) => machine.State.SetCursor(self, 1);
}
