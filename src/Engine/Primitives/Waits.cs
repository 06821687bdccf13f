using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Expressions;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Engine.Primitives;

/// <summary>Waits until a span of time has passed.</summary>
/// <param name="input">"timeSpan" of Delay, "interval" of Timer.</param>
internal sealed class Delay(string typeName, string input, Words displayName) : Primitive
{
    private readonly Input<TimeSpan> span = new(input) { Required = true, DisplayName = new("时长", "Time span") };

    public override ActivityDescriptor Descriptor => field ??= new()
    {
        TypeName = typeName,
        Category = "Scheduling",
        DisplayName = displayName,
        Kind = typeName == "Elsa.Timer" ? ActivityKind.Trigger : ActivityKind.Action,
        Inputs = [span],
        CanWait = true,
    };

    internal override ImmutableArray<TriggerPlace>? Starts(Node node, DateTimeOffset after) =>
        Constant(node, span) is { Ticks: > 0 } every ? [new(node.Id, typeName, "", after + every)] : null;

    /// <summary>Where the span is written.</summary>
    internal BoundInput? Spans(Node node) => node.Input(span.Name);

    /// <summary>The span where it is written down; null where it is computed or none.</summary>
    internal TimeSpan? Written(Node node)
    {
        try
        {
            return Spans(node)?.Expression is Expression.Literal { Value: { } value } ? Values.To<TimeSpan>(value) : null;
        }
        catch (ConversionException)
        {
            return null;
        }
    }

    protected override Outcome Run(RunContext run) =>
        run.Machine.Trigger == run.Node ? Outcome.Done : Outcome.Wait(run.NewBookmark(dueAt: run.Now + run.Get(span)));
}

/// <summary>Waits until a moment.</summary>
internal sealed class StartAt : Primitive
{
    private static readonly Input<DateTimeOffset> Moment = new("dateTime") { Required = true, DisplayName = new("时间", "Date and time") };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.StartAt",
        Category = "Scheduling",
        DisplayName = new("定时开始", "Start at"),
        Kind = ActivityKind.Trigger,
        Inputs = [Moment],
        CanWait = true,
    };

    internal override ImmutableArray<TriggerPlace>? Starts(Node node, DateTimeOffset after) => Constant(node, Moment) switch
    {
        { Ticks: 0 } => null,
        var moment => moment > after ? [new(node.Id, Descriptor.TypeName, "", moment)] : [],
    };

    protected override Outcome Run(RunContext run)
    {
        var moment = run.Get(Moment);
        return run.Machine.Trigger == run.Node || moment <= run.Now ? Outcome.Done : Outcome.Wait(run.NewBookmark(dueAt: moment));
    }
}

/// <summary>Waits for an event of a name, and gives on what it brought.</summary>
internal sealed class Event : Primitive
{
    internal const string TypeName = "Elsa.Event";

    private static readonly Input<string> EventName = new("eventName")
    {
        Required = true,
        DisplayName = new("事件名", "Event name"),
        Description = new("等待的事件的名称。", "The name of the event to wait for."),
    };

    private static readonly Output<JsonNode> Result = new("result");

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = TypeName,
        Category = "Primitives",
        DisplayName = new("等待事件", "Event"),
        Description = new("等待某个事件发生。", "Waits for an event."),
        Kind = ActivityKind.Trigger,
        Inputs = [EventName],
        Outputs = [Result],
        CanWait = true,
    };

    internal override ImmutableArray<TriggerPlace>? Starts(Node node, DateTimeOffset after) =>
        Constant(node, EventName) is { Length: > 0 } name ? [new(node.Id, Descriptor.TypeName, name)] : null;

    protected override Outcome Run(RunContext run)
    {
        if (run.Machine.Trigger != run.Node)
            return Outcome.Wait(run.NewBookmark(run.Get(EventName) ?? ""));
        run.Set(Result, run.Machine.State.Input);
        return Outcome.Done;
    }

    protected override Outcome Resume(RunContext run, Stimulus stimulus)
    {
        run.Set(Result, stimulus.Input!);
        return Outcome.Done;
    }
}

/// <summary>A task for somebody outside, who completes it with a result.</summary>
internal sealed class RunTask : Primitive
{
    internal const string TypeName = "Elsa.RunTask";

    private static readonly Input<string> TaskName = new("taskName") { Required = true, DisplayName = new("任务名", "Task name") };

    private static readonly Input<JsonNode> Payload = new("payload") { DisplayName = new("内容", "Payload") };

    private static readonly Output<JsonNode> Result = new("result");

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = TypeName,
        Category = "Primitives",
        DisplayName = new("外部任务", "Run task"),
        Description = new("请外部完成一项任务并等待结果。", "Asks the outside to do a task and waits for its result."),
        Kind = ActivityKind.Task,
        Inputs = [TaskName, Payload],
        Outputs = [Result],
        CanWait = true,
    };

    protected override Outcome Run(RunContext run)
    {
        var (name, payload) = (run.Get(TaskName) ?? "", run.Get(Payload));
        var bookmark = run.NewBookmark(name);
        run.Send("task", run.ExecutionKey, new JsonObject
        {
            ["taskId"] = bookmark.Id.ToString(),
            ["taskName"] = name,
            ["payload"] = payload?.DeepClone(),
        }.ToJsonString());
        return Outcome.Wait(bookmark);
    }

    protected override Outcome Resume(RunContext run, Stimulus stimulus)
    {
        run.Set(Result, stimulus.Input!);
        return Outcome.Done;
    }
}

/// <summary>
/// Tells every instance that waits for an event, or this one only; it leaves with the commit. So it also reaches what begins to wait in the same
/// step after it was said.
/// </summary>
internal sealed class PublishEvent : Primitive
{
    private static readonly Input<string> EventName = new("eventName") { Required = true, DisplayName = new("事件名", "Event name") };

    private static readonly Input<string> CorrelationId = new("correlationId") { DisplayName = new("关联号", "Correlation ID") };

    private static readonly Input<bool> IsLocalEvent = new("isLocalEvent")
    {
        DisplayName = new("仅本实例", "Local event"),
        Description = new("只通知本工作流实例。", "Tells this instance of the workflow only."),
    };

    private static readonly Input<JsonNode> Payload = new("payload") { DisplayName = new("内容", "Payload") };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.PublishEvent",
        Category = "Primitives",
        DisplayName = new("发布事件", "Publish event"),
        Inputs = [EventName, CorrelationId, IsLocalEvent, Payload],
    };

    protected override Outcome Run(RunContext run)
    {
        run.Send("event", run.ExecutionKey, new JsonObject
        {
            ["eventName"] = run.Get(EventName),
            ["correlationId"] = string.IsNullOrWhiteSpace(run.Get(CorrelationId)) ? null : run.Get(CorrelationId),
            ["instanceId"] = run.Get(IsLocalEvent) ? run.InstanceId.ToString() : null,
            ["payload"] = run.Get(Payload)?.DeepClone(),
        }.ToJsonString());
        return Outcome.Done;
    }
}

/// <summary>Waits until the clock next comes to a time that repeats.</summary>
internal sealed class Cron : Primitive
{
    internal static readonly Input<string> Expression = new("cronExpression")
    {
        Required = true,
        DisplayName = new("Cron 表达式", "Cron expression"),
        Description = new("五段，或以秒开头的六段；按 UTC 计。", "Five fields, or six with seconds first; in UTC."),
    };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.Cron",
        Category = "Scheduling",
        DisplayName = new("定期", "Cron"),
        Kind = ActivityKind.Trigger,
        Inputs = [Expression],
        CanWait = true,
    };

    internal override ImmutableArray<TriggerPlace>? Starts(Node node, DateTimeOffset after)
    {
        try
        {
            return Constant(node, Expression) is not { } text ? null : CronSchedule.Parse(text).Next(after) is { } next ? [new(node.Id, Descriptor.TypeName, "", next)] : [];
        }
        catch (FormatException)
        {
            return []; // Lint says what is wrong with it.
        }
    }

    protected override Outcome Run(RunContext run)
    {
        if (run.Machine.Trigger == run.Node)
            return Outcome.Done;
        var next = CronSchedule.Parse(run.Get(Expression) ?? "").Next(run.Now);
        return next is null ? new Outcome.Failed("The cron expression never comes true.") : Outcome.Wait(run.NewBookmark(dueAt: next));
    }
}
