using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Expressions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Engine.Primitives;

/// <summary>A container that runs its body again and again, until done or broken off.</summary>
internal abstract class Loop : Container
{
    protected const string CurrentValueName = "CurrentValue";

    protected const string CurrentIndexName = "CurrentIndex";

    private const int BrokenOff = int.MaxValue;

    protected static readonly Output<JsonNode> CurrentValue = new("currentValue") { DisplayName = new("当前值", "Current value") };

    internal override void Prepare(Compiler compiler, Node node) => compiler.Embedded(node, "body");

    protected sealed override Outcome Run(RunContext run) => Next(run) ? Outcome.Open.Children : Outcome.Done;

    internal override void ChildCompleted(Machine machine, Execution self, Execution child, Completion completion)
    {
        if (self.Cursor == BrokenOff || !Next(new RunContext(machine, self)))
            machine.Complete(self, Completion.Done);
    }

    /// <summary>No further round; the one under way ends first.</summary>
    internal static void BreakOff(Machine machine, Execution self) => machine.State.SetCursor(self, BrokenOff);

    /// <summary>Schedules the next round; false when there is none.</summary>
    protected abstract bool Next(RunContext run);

    protected static ActivityDescriptor Described(string typeName, Words displayName, Words description, params InputDefinition[] inputs) => new()
    {
        TypeName = typeName,
        Category = "Looping",
        DisplayName = displayName,
        Description = description,
        Inputs = [.. inputs],
        Outputs = typeName == "Elsa.While" ? [] : [CurrentValue],
        Ports = [new("Body", PortKind.Embedded), new("Done")],
        IsContainer = true,
    };

    protected static bool Body(RunContext run, params (string Name, JsonNode? Value)[] variables)
    {
        if (!run.Node.Embedded.TryGetValue("body", out var body))
            return false;
        foreach (var (name, value) in variables)
            run.Machine.State.SetExtra(run.Execution, name, value);
        if (variables.Length > 0)
            run.SetOutput(CurrentValue.Name, variables[0].Value);
        run.Machine.Schedule(new(run.Execution, body));
        return true;
    }
}

internal sealed class While : Loop
{
    private static readonly Input<bool> Condition = new("condition") { IsLazy = true, DisplayName = new("条件", "Condition"), DefaultSyntax = "JavaScript" };

    public override ActivityDescriptor Descriptor { get; } = Described("Elsa.While", new("当…时循环", "While"), new("条件成立就再来一遍。", "Goes round while the condition holds."), Condition);

    protected override bool Next(RunContext run) => run.Get(Condition) && Body(run);
}

internal sealed class For : Loop
{
    private static readonly Input<double> Start = new("start") { DisplayName = new("起", "Start") };

    private static readonly Input<double> End = new("end") { DisplayName = new("止", "End") };

    private static readonly Input<double> Step = new("step", 1) { DisplayName = new("步长", "Step") };

    private static readonly Input<bool> Inclusive = new("outerBoundInclusive", true) { DisplayName = new("含末值", "Inclusive") };

    public override ActivityDescriptor Descriptor { get; } = Described("Elsa.For", new("计数循环", "For"), new("从起到止各运行一遍。", "Runs once for each number."), Start, End, Step, Inclusive);

    protected override bool Next(RunContext run)
    {
        var (step, end) = (run.Get(Step), run.Get(End));
        var value = run.Get(Start) + (step * run.Execution.Cursor);
        var inside = run.Get(Inclusive)
            ? step >= 0 ? value <= end : value >= end
            : step >= 0 ? value < end : value > end;
        if (!inside)
            return false;
        run.Machine.State.SetCursor(run.Execution, run.Execution.Cursor + 1);
        return Body(run, (CurrentValueName, Values.OfNumber(value)));
    }
}

internal sealed class ForEach : Loop
{
    private static readonly Input<JsonNode> Items = new("items") { IsLazy = true, DisplayName = new("集合", "Items") };

    public override ActivityDescriptor Descriptor { get; } = Described("Elsa.ForEach", new("逐个循环", "For each"), new("对集合中的每一项运行一遍。", "Runs once for each item."), Items);

    protected override bool Next(RunContext run)
    {
        var list = List.Of(run.Get(Items)) ?? throw new InputException(run.ActivityName, Items.Name, "there is no list to go through");
        var index = run.Execution.Cursor;
        if (index >= list.Count)
            return false;
        run.Machine.State.SetCursor(run.Execution, index + 1);
        return Body(run, (CurrentValueName, list[index]?.DeepClone()), (CurrentIndexName, JsonValue.Create((long)index)));
    }
}

/// <summary>One body for each item, all at once, each with variables of its own.</summary>
internal sealed class ParallelForEach : Loop
{
    private static readonly Input<JsonNode> Items = new("items") { DisplayName = new("集合", "Items") };

    public override ActivityDescriptor Descriptor { get; } = Described("Elsa.ParallelForEach", new("并行逐个", "Parallel for each"), new("对集合中的每一项同时运行。", "Runs for all items together."), Items);

    protected override bool Next(RunContext run)
    {
        if (!run.Node.Embedded.TryGetValue("body", out var body) || List.Of(run.Get(Items)) is not { Count: > 0 } list)
            return false;
        for (var index = 0; index < list.Count; index++)
        {
            run.Machine.Schedule(new(run.Execution, body)
            {
                Extras = [(CurrentValueName, list[index]?.DeepClone()), (CurrentIndexName, JsonValue.Create((long)index))],
            });
        }

        return true;
    }

    internal override void ChildCompleted(Machine machine, Execution self, Execution child, Completion completion)
    {
        if (self.IsIdle)
            machine.Complete(self, Completion.Done);
    }

    internal override void ChildTakenAway(Machine machine, Execution self, Execution child) => ChildCompleted(machine, self, child, Completion.None);
}

/// <summary>Ends the sequences, flowcharts and forks around it up to the nearest loop, and that loop. Like Elsa's, a ParallelForEach is none: its other bodies go on.</summary>
internal sealed class Break : Primitive
{
    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.Break",
        Category = "Looping",
        DisplayName = new("跳出", "Break"),
        Description = new("离开最近的循环。", "Leaves the nearest loop."),
        Ports = [],
        IsTerminal = true,
    };

    protected override Outcome Run(RunContext run)
    {
        for (var scope = run.Execution.Parent; scope is not null; scope = scope.Parent)
        {
            if (scope.Node.Activity is Loop and not ParallelForEach)
            {
                Loop.BreakOff(run.Machine, scope);
                break;
            }

            if (scope.Node.Activity is Sequence)
                Sequence.StopAfterCurrent(run.Machine, scope);
            else if (scope.Node.Activity is Fork)
                Fork.GoOnWithTheNext(run.Machine, scope);
        }

        return Outcome.Done;
    }
}

internal static class List
{
    /// <summary>The value as a list: also of the text of one.</summary>
    internal static JsonArray? Of(JsonNode? value) => value switch
    {
        null => null,
        JsonArray list => list,
        JsonValue text when Values.Text(text) is var said && said.TrimStart().StartsWith('[') => Literals.Json(said) as JsonArray,
        _ => throw new ConversionException($"{value.ToJsonString()} is not a list"),
    };
}
