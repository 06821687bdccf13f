using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Engine.Primitives;

internal sealed class If : Container
{
    private static readonly Input<bool> Condition = new("condition") { DisplayName = new("条件", "Condition"), DefaultSyntax = "JavaScript" };

    private static readonly Output<bool> Result = new("result");

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.If",
        Category = "Branching",
        DisplayName = new("如果", "If"),
        Description = new("按条件运行其中之一。", "Runs one of two by a condition."),
        Inputs = [Condition],
        Outputs = [Result],
        Ports = [new("Then", PortKind.Embedded), new("Else", PortKind.Embedded), new("Done")],
        IsContainer = true,
    };

    internal override void Prepare(Compiler compiler, Node node) => compiler.Embedded(node, "then", "else");

    protected override Outcome Run(RunContext run)
    {
        var holds = run.Get(Condition);
        run.Set(Result, holds);
        if (!run.Node.Embedded.TryGetValue(holds ? "then" : "else", out var branch))
            return Outcome.Done;
        run.Machine.Schedule(new(run.Execution, branch));
        return Outcome.Open.Children;
    }

    internal override void ChildCompleted(Machine machine, Execution self, Execution child, Completion completion) =>
        machine.Complete(self, Completion.Done);
}

internal sealed class Switch : Container
{
    private static readonly Input<JsonArray> Cases = new("cases") { IsWrapped = false, UiHint = "switch-editor", DisplayName = new("分支", "Cases") };

    private static readonly Input<SwitchMode> Mode = new("mode") { DisplayName = new("方式", "Mode"), Options = ["MatchFirst", "MatchAny"] };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.Switch",
        Category = "Branching",
        DisplayName = new("选择", "Switch"),
        Description = new("运行条件成立的分支。", "Runs the cases whose conditions hold."),
        Inputs = [Cases, Mode],
        Ports = [new("Default", PortKind.Embedded), new("Done")],
        IsContainer = true,
    };

    internal override void Prepare(Compiler compiler, Node node)
    {
        compiler.Embedded(node, "default");
        node.Plan = compiler.Cases(node, "cases");
    }

    protected override Outcome Run(RunContext run)
    {
        var matching = Case.Matching(run, (ImmutableArray<Case>)run.Node.Plan!, run.Get(Mode) != SwitchMode.MatchFirst)
            .Select(one => one.Activity).ToList();
        if (matching.Count == 0)
            matching.Add(run.Node.Embedded.GetValueOrDefault("default"));
        var scheduled = false;
        foreach (var branch in matching.OfType<Node>())
        {
            run.Machine.Schedule(new(run.Execution, branch));
            scheduled = true;
        }

        return scheduled ? Outcome.Open.Children : Outcome.Done;
    }

    internal override void ChildCompleted(Machine machine, Execution self, Execution child, Completion completion)
    {
        if (self.IsIdle)
            machine.Complete(self, Completion.Done);
    }

    internal override void ChildTakenAway(Machine machine, Execution self, Execution child) => ChildCompleted(machine, self, child, Completion.None);
}
