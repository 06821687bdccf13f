using System.Globalization;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Expressions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Engine.Primitives;

/// <summary>Activities that start other workflows. The other instance starts after this step is committed, through the outbox.</summary>
internal abstract class Dispatching : Container
{
    protected static readonly Input<string> WorkflowDefinitionId = new("workflowDefinitionId")
    {
        Required = true,
        UiHint = "workflow-definition-picker",
        DisplayName = new("工作流", "Workflow definition"),
    };

    protected static readonly Input<string> CorrelationId = new("correlationId") { DisplayName = new("关联号", "Correlation ID") };

    protected static readonly Input<JsonNode> WorkflowInput = new("input") { UiHint = "dictionary", DisplayName = new("输入", "Input") };

    protected static readonly Input<bool> WaitForCompletion = new("waitForCompletion") { DisplayName = new("等待完成", "Wait for completion") };

    protected static readonly Output<JsonNode> Result = new("result") { DisplayName = new("结果", "Result") };

    protected internal override async ValueTask<Outcome> ExecuteAsync(ActivityContext context)
    {
        var run = (RunContext)context;
        var definitionId = run.Get(WorkflowDefinitionId) ?? throw new InputException(run.ActivityName, WorkflowDefinitionId.Name, "it is required and comes to nothing");
        return run.Machine.Options.Definitions is { } definitions && await definitions.PublishedAsync(definitionId, run.Cancellation) is null
            ? new Outcome.Failed($"No published version of workflow definition with ID {definitionId} found.")
            : Run(run);
    }

    internal override void ChildCompleted(Machine machine, Execution self, Execution child, Completion completion)
    {
    }

    /// <summary>Workflows that wait for workflows: deeper than this is one that starts itself. Who does not wait may go on for ever, as a loop may.</summary>
    private const int Deepest = 50;

    private const string Depth = "ParentDepth";

    protected static void Start(RunContext run, string definitionId, string? correlationId, JsonObject input, BookmarkId? awaited, string key, bool onlyToRest = false)
    {
        input["ParentInstanceId"] = run.InstanceId.ToString();
        if (awaited is not null)
            input[Depth] = Deeper(run);
        run.Send(Channels.DispatchWorkflow, key, new JsonObject
        {
            ["instanceId"] = run.NewId().ToString(),
            ["definitionId"] = definitionId,
            ["correlationId"] = correlationId,
            ["input"] = input,
            ["awaited"] = awaited?.ToString(),
            ["onlyToRest"] = onlyToRest,
        }.ToJsonString());
    }

    private static int Deeper(RunContext run)
    {
        var depth = Values.To<int>(run.Machine.State.Input[Depth]) + 1;
        return depth <= Deepest ? depth : throw new InputException(run.ActivityName, WorkflowDefinitionId.Name, $"workflows wait for workflows, {Deepest} inside each other: does one start itself?");
    }

    protected static JsonObject Given(RunContext run) => run.Get(WorkflowInput) switch
    {
        null => [],
        JsonObject json => (JsonObject)json.DeepClone(),
        JsonValue text when Literals.Json(Values.Text(text)) is JsonObject json => json,
        var other => throw new InputException(run.ActivityName, WorkflowInput.Name, $"{other.ToJsonString()} is not an object of inputs"),
    };
}

/// <summary>Starts another workflow and goes on with its result: when it has ended, or when it has come as far as it can for now.</summary>
internal sealed class ExecuteWorkflow : Dispatching
{
    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.ExecuteWorkflow",
        Category = "Composition",
        DisplayName = new("运行工作流", "Execute workflow"),
        Description = new("运行另一个工作流；可等待其完成，否则它结束或开始等待时即继续。", "Runs another workflow, until it has ended or, unless told to wait for that, waits for something."),
        Kind = ActivityKind.Task,
        Inputs = [WorkflowDefinitionId, CorrelationId, WorkflowInput, WaitForCompletion],
        Outputs = [Result],
        CanWait = true,
    };

    // Elsa runs the other workflow within this activity, so its first steps come before what follows here whether or not it is waited for.
    // Here each instance has steps and commits of its own: this one waits until it is told that the other has come to rest.
    protected override Outcome Run(RunContext run)
    {
        var (definition, correlation, input) = (run.Get(WorkflowDefinitionId), run.Get(CorrelationId), Given(run));
        var bookmark = run.NewBookmark(definition);
        Start(run, definition, correlation, input, bookmark.Id, run.ExecutionKey, onlyToRest: !run.Get(WaitForCompletion));
        return Outcome.Wait(bookmark);
    }

    protected override Outcome Resume(RunContext run, Stimulus stimulus)
    {
        run.Set(Result, stimulus.Input!);
        return Outcome.Done;
    }
}

/// <summary>Starts another workflow and goes on at once, or when that has ended.</summary>
internal sealed class DispatchWorkflow : Dispatching
{
    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.DispatchWorkflow",
        Category = "Composition",
        DisplayName = new("派发工作流", "Dispatch workflow"),
        Description = new("启动另一个工作流，可等待其完成。", "Starts another workflow and may wait until it has ended."),
        Kind = ActivityKind.Task,
        Inputs = [WorkflowDefinitionId, CorrelationId, WorkflowInput, WaitForCompletion],
        Outputs = [Result],
        CanWait = true,
    };

    protected override Outcome Run(RunContext run)
    {
        var (definition, correlation, input) = (run.Get(WorkflowDefinitionId), run.Get(CorrelationId), Given(run));
        var bookmark = run.Get(WaitForCompletion) ? run.NewBookmark(definition) : null;
        Start(run, definition, correlation, input, bookmark?.Id, run.ExecutionKey);
        return bookmark is null ? Outcome.Done : Outcome.Wait(bookmark);
    }

    // Elsa gives the output of the instance, not the whole result.
    protected override Outcome Resume(RunContext run, Stimulus stimulus)
    {
        run.Set(Result, stimulus.Input?["output"]?.DeepClone()!);
        return Outcome.Done;
    }
}

/// <summary>Starts one instance for each item, and may wait until all have ended; an activity of its own may run for each that does.</summary>
internal sealed class BulkDispatchWorkflows : Dispatching
{
    private const int MostAtOnce = 10_000;

    private const string ChildCompletedPort = "childCompleted";

    private const string ChildFaultedPort = "childFaulted";

    private static readonly Input<JsonNode> Items = new("items") { Required = true, DisplayName = new("集合", "Items") };

    private static readonly Input<string> DefaultItemInputKey = new("defaultItemInputKey", "Item") { DisplayName = new("项的输入名", "Item input key") };

    private static readonly Input<string> CorrelationIdFunction = new("correlationIdFunction")
    {
        IsLazy = true,
        DefaultSyntax = "JavaScript",
        DisplayName = new("关联号函数", "Correlation ID function"),
        Description = new("为每一项计算关联号；getItem() 是该项。", "Computes the correlation ID for each item, which is getItem()."),
    };

    private static readonly Input<bool> WaitForAll = new("waitForCompletion", true) { DisplayName = new("等待完成", "Wait for completion") };

    private static readonly Outcome Completed = Outcome.With("Completed", "Done");

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.BulkDispatchWorkflows",
        Category = "Composition",
        DisplayName = new("批量派发工作流", "Bulk dispatch workflows"),
        Description = new("为每一项启动一个工作流。", "Starts a workflow for each item."),
        Kind = ActivityKind.Task,
        Inputs = [WorkflowDefinitionId, Items, DefaultItemInputKey, CorrelationIdFunction, WorkflowInput, WaitForAll],
        Ports = [new("Completed"), new("Canceled"), new("Done"), new("ChildCompleted", PortKind.Embedded), new("ChildFaulted", PortKind.Embedded)],
        CanWait = true,
    };

    /// <summary>The name by which scripts of the activity know the item: getItem() unless the definition says another.</summary>
    internal static string ItemName(Node node) => node.Input(DefaultItemInputKey.Name) is { Expression: Expression.Literal { Value: { } said } } ? Values.Text(said) : DefaultItemInputKey.Default;

    internal override void Prepare(Compiler compiler, Node node) => compiler.Embedded(node, ChildCompletedPort, ChildFaultedPort);

    protected override Outcome Run(RunContext run)
    {
        var (definition, key, given) = (run.Get(WorkflowDefinitionId), run.Get(DefaultItemInputKey), Given(run));
        var list = List.Of(run.Get(Items)) ?? [];
        if (list.Count > MostAtOnce)
            throw new InputException(run.ActivityName, Items.Name, $"{list.Count} workflows at once are more than {MostAtOnce}");
        var waits = run.Get(WaitForAll);
        List<BookmarkRequest> bookmarks = [];
        for (var index = 0; index < list.Count; index++)
        {
            var (input, item) = ((JsonObject)given.DeepClone(), list[index]);
            foreach (var (name, value) in item as JsonObject ?? new JsonObject { [key] = item?.DeepClone() })
                input[name] = value?.DeepClone();
            if (waits)
                bookmarks.Add(run.NewBookmark(index.ToString(CultureInfo.InvariantCulture)));
            Start(run, definition, Correlation(run, key, item), input, waits ? bookmarks[^1].Id : null, $"{run.ExecutionKey}/{index}");
        }

        return bookmarks.Count == 0 ? Outcome.With("Done") : Outcome.Wait([.. bookmarks]);
    }

    protected override Outcome Resume(RunContext run, Stimulus stimulus)
    {
        var port = (string?)stimulus.Input?["subStatus"] switch
        {
            nameof(InstanceSubStatus.Finished) => ChildCompletedPort,
            nameof(InstanceSubStatus.Faulted) => ChildFaultedPort,
            _ => "",
        };
        if (run.Node.Embedded.TryGetValue(port, out var child))
            run.Machine.Schedule(new(run.Execution, child) { Extras = [("ChildInstanceId", stimulus.Input!["workflowInstanceId"]?.DeepClone())] });
        return IsOver(run.Execution) ? Completed : Outcome.Open.Children;
    }

    internal override void ChildCompleted(Machine machine, Execution self, Execution child, Completion completion)
    {
        if (IsOver(self))
            machine.Complete(self, new(["Completed", "Done"], false));
    }

    internal override void ChildTakenAway(Machine machine, Execution self, Execution child) => ChildCompleted(machine, self, child, Completion.None);

    private static bool IsOver(Execution self) => self.IsIdle && self.Bookmarks is not { Count: > 0 };

    private static string? Correlation(RunContext run, string key, JsonNode? item)
    {
        if (run.Node.Input(CorrelationIdFunction.Name) is not { } function)
            return null;
        try
        {
            return Values.To<string>(function.Expression.Evaluate(new MachineScope(run.Machine, run.Execution, (key, item))));
        }
        catch (Exception wrong) when (wrong is ConversionException or Expressions.JavaScript.ExpressionFaultException)
        {
            throw new InputException(run.ActivityName, CorrelationIdFunction.Name, wrong.Message, wrong);
        }
    }
}
