using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Engine.Primitives;

/// <summary>The engine's own activities, under Elsa's type names.</summary>
public static class ElsaActivities
{
    public static IReadOnlyList<Activity> All { get; } =
    [
        new Flowchart(), new FlowDecision(), new FlowSwitch(), new FlowFork(), new FlowJoin(),
        new Passage("Elsa.Start", new("开始", "Start"), isStart: true), new Passage("Elsa.FlowNode", new("节点", "Node"), isStart: false),
        new End(), new Finish(), new Complete(),
        new Sequence(), new Parallel(), new Fork(), new If(), new Switch(), new While(), new For(), new ForEach(), new ParallelForEach(), new Break(),
        new SetVariable(), new SetOutput(), new SetName(), new Correlate(), new WriteLine(), new Fault(), new RunJavaScript(),
        new Delay("Elsa.Delay", "timeSpan", new("等待一段时间", "Delay")), new Delay("Elsa.Timer", "interval", new("定时", "Timer")), new StartAt(), new Cron(),
        new Event(), new PublishEvent(), new RunTask(), new ExecuteWorkflow(), new DispatchWorkflow(), new BulkDispatchWorkflows(),
        new HttpEndpoint(), new WriteHttpResponse(), new FlowSendHttpRequest(), new SendHttpRequest(),
    ];

    /// <summary>The engine's activities and others beside them.</summary>
    public static ActivityCatalog With(params IEnumerable<Activity> others) => new([.. All, .. others]);
}
