using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Expressions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Engine.Primitives;

internal sealed class FlowDecision : Primitive
{
    private static readonly Input<bool> Condition = new("condition")
    {
        DisplayName = new("条件", "Condition"),
        Description = new("成立时走 True，否则走 False。", "Follows True when it holds, else False."),
        DefaultSyntax = "JavaScript",
    };

    private static readonly Outcome True = Outcome.With("True");

    private static readonly Outcome False = Outcome.With("False");

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.FlowDecision",
        Category = "Branching",
        DisplayName = new("判断", "Decision"),
        Description = new("按条件选择两条路之一。", "Goes one of two ways."),
        Inputs = [Condition],
        Ports = [new("True") { DisplayName = new("是", "True") }, new("False") { DisplayName = new("否", "False") }],
    };

    protected override Outcome Run(RunContext run) => run.Get(Condition) ? True : False;
}

/// <summary>A labelled condition of FlowSwitch or Switch.</summary>
internal sealed record Case(string Label, Expression Condition, Node? Activity)
{
    /// <summary>The labels whose conditions hold: the first, or all.</summary>
    internal static List<Case> Matching(RunContext run, ImmutableArray<Case> cases, bool all)
    {
        List<Case> matching = [];
        foreach (var candidate in cases)
        {
            if (!Values.Truth(run.Evaluate(candidate.Condition)))
                continue;
            matching.Add(candidate);
            if (!all)
                break;
        }

        return matching;
    }
}

internal enum SwitchMode
{
    MatchFirst,
    MatchAny,

    /// <summary>As Switch calls it.</summary>
    MatchAll,
}

internal sealed class FlowSwitch : Primitive
{
    private static readonly Input<JsonArray> Cases = new("cases")
    {
        IsWrapped = false,
        UiHint = "flow-switch-editor",
        DisplayName = new("分支", "Cases"),
        Description = new("每个分支有名称和条件。", "Each case has a label and a condition."),
    };

    private static readonly Input<SwitchMode> Mode = new("mode")
    {
        DisplayName = new("方式", "Mode"),
        Description = new("只走第一个成立的分支，或走所有成立的分支。", "Follow the first case that matches, or every one."),
        UiHint = "dropdown",
        Options = ["MatchFirst", "MatchAny"],
    };

    private static readonly Outcome Default = Outcome.With("Default");

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.FlowSwitch",
        Category = "Branching",
        DisplayName = new("多路选择", "Switch"),
        Description = new("按条件选择若干条路。", "Goes one or several ways by conditions."),
        Inputs = [Cases, Mode],
        Ports = [new("Default") { DisplayName = new("其他", "Default") }],
        PortsFrom = "cases",
    };

    internal override void Prepare(Compiler compiler, Node node) => node.Plan = compiler.Cases(node, "cases");

    protected override Outcome Run(RunContext run)
    {
        var matching = Case.Matching(run, (ImmutableArray<Case>)run.Node.Plan!, run.Get(Mode) != SwitchMode.MatchFirst);
        return matching.Count == 0 ? Default : Outcome.With([.. matching.Select(one => one.Label)]);
    }
}

internal sealed class FlowFork : Primitive
{
    private static readonly Input<string[]> Branches = new("branches", [])
    {
        UiHint = "dynamic-outcomes",
        DisplayName = new("分支", "Branches"),
        Description = new("同时开始的各条路的名称。", "The names of the ways that start together."),
    };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.FlowFork",
        Category = "Branching",
        DisplayName = new("并行分支", "Fork"),
        Description = new("同时走多条路。", "Goes several ways at once."),
        Inputs = [Branches],
        Ports = [],
        PortsFrom = "branches",
    };

    protected override Outcome Run(RunContext run) => Outcome.With([.. run.Get(Branches).OfType<string>()]);
}

/// <summary>Brings ways together again. How it waits is decided by the flowchart; when it runs, the waiting is over.</summary>
internal sealed class FlowJoin : Primitive
{
    internal static readonly Input<JoinMode> Mode = new("mode")
    {
        DisplayName = new("方式", "Mode"),
        Description = new("等第一条路、等所有的路，或等所有走通的路。", "Wait for the first way, for all, or for all that are taken."),
        UiHint = "dropdown",
        Options = ["WaitAny", "WaitAll", "WaitAllActive"],
    };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.FlowJoin",
        Category = "Branching",
        DisplayName = new("汇合", "Join"),
        Description = new("把几条路汇成一条。", "Brings several ways together."),
        Inputs = [Mode],
    };

    internal static JoinMode ModeOf(Machine machine, Execution flowchart, Node target)
    {
        if (target.Activity is not FlowJoin)
            return JoinMode.WaitAllActive;
        if (target.Input(Mode.Name) is not { } bound)
            return JoinMode.WaitAny;
        if (bound.Converted is JoinMode known)
            return known;
        var mode = Values.To<JoinMode>(bound.Expression.Evaluate(new MachineScope(machine, flowchart)));
        if (bound.Expression.IsConstant)
            bound.Converted = mode;
        return mode;
    }

    internal static MergeMode MergeModeOf(Machine machine, Execution flowchart, Node target)
    {
        if (target.Activity is FlowJoin)
            return ModeOf(machine, flowchart, target) == JoinMode.WaitAny ? MergeMode.Race : MergeMode.Merge;
        var said = target.Json.Object("customProperties")?.Text("mergeMode") ?? target.Json.Text("mergeMode");
        return Enum.TryParse<MergeMode>(said, ignoreCase: true, out var mode) ? mode : MergeMode.Stream;
    }

    protected override Outcome Run(RunContext run)
    {
        if (run.Execution.Parent is { Flow: not null } flowchart && ModeOf(run.Machine, flowchart, run.Node) == JoinMode.WaitAny)
            Flowchart.CancelWays(run.Machine, flowchart, run.Node, alsoQueued: true);
        return Outcome.Done;
    }
}

/// <summary>A node that does nothing: Start, and FlowNode for the bends of a drawing.</summary>
internal sealed class Passage(string typeName, Words displayName, bool isStart) : Primitive
{
    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = typeName,
        Category = "Flow",
        DisplayName = displayName,
        IsStart = isStart,
    };

    protected override Outcome Run(RunContext run) => Outcome.Done;
}

/// <summary>Completes the flowchart or sequence around it, and nothing more.</summary>
internal sealed class End : Primitive
{
    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.End",
        Category = "Flow",
        DisplayName = new("结束", "End"),
        Description = new("结束所在的流程图或序列。", "Ends the flowchart or sequence around it."),
        Ports = [],
        IsTerminal = true,
    };

    protected override Outcome Run(RunContext run) => Outcome.Done;
}

/// <summary>Ends the whole workflow at once.</summary>
internal sealed class Finish : Primitive
{
    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.Finish",
        Category = "Flow",
        DisplayName = new("结束工作流", "Finish"),
        Description = new("立即结束整个工作流，撤销一切等待。", "Ends the whole workflow at once; nothing waits any more."),
        Ports = [],
        IsTerminal = true,
    };

    protected override Outcome Run(RunContext run)
    {
        run.Machine.Finish(Ending.Completed);
        return Outcome.Done;
    }
}

/// <summary>Completes the nearest workflow, or workflow used as an activity, with outcomes.</summary>
internal sealed class Complete : Primitive
{
    private static readonly Input<JsonNode> Outcomes = new("outcomes")
    {
        UiHint = "outcome-picker",
        DisplayName = new("结果", "Outcomes"),
        Description = new("工作流以哪些结果结束。", "What the workflow ends with."),
    };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.Complete",
        Category = "Composition",
        DisplayName = new("完成", "Complete"),
        Description = new("以给定的结果结束最近的工作流。", "Ends the nearest workflow with outcomes."),
        Inputs = [Outcomes],
        Ports = [],
        IsTerminal = true,
    };

    protected override Outcome Run(RunContext run)
    {
        var names = Names(run.Get(Outcomes));
        run.Machine.Complete(run.Scope.Composite(), names.Length == 0 ? Completion.Done : new(names, false));
        return Outcome.Done;
    }

    private static ImmutableArray<string> Names(JsonNode? said)
    {
        if (said is JsonValue value && Values.Text(value).TrimStart().StartsWith('['))
            said = Literals.Json(Values.Text(value));
        return said switch
        {
            null => [],
            JsonArray list => [.. list.OfType<JsonNode>().Select(Values.Text)],
            _ => Values.Text(said) is { Length: > 0 } name ? [name] : [],
        };
    }
}
