using System.Globalization;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Expressions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Engine.Primitives;

/// <summary>Inputs of activities that start other workflows. The other instance starts after this step is committed, through the outbox.</summary>
internal abstract class Dispatching : Primitive
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

    protected static InstanceId Start(RunContext run, string definitionId, string? correlationId, JsonObject input, BookmarkId? awaited, string key)
    {
        var instance = new InstanceId(run.NewId());
        input["ParentInstanceId"] = run.InstanceId.ToString();
        run.Send(Channels.DispatchWorkflow, key, new JsonObject
        {
            ["instanceId"] = instance.ToString(),
            ["definitionId"] = definitionId,
            ["correlationId"] = correlationId,
            ["input"] = input,
            ["awaited"] = awaited?.ToString(),
        }.ToJsonString());
        return instance;
    }

    protected static JsonObject Given(RunContext run) => run.Get(WorkflowInput) switch
    {
        null => [],
        JsonObject json => (JsonObject)json.DeepClone(),
        JsonValue text when Literals.Json(Values.Text(text)) is JsonObject json => json,
        var other => throw new InputException(run.ActivityName, WorkflowInput.Name, $"{other.ToJsonString()} is not an object of inputs"),
    };
}

/// <summary>Starts another workflow and, if it is to wait, goes on with its result.</summary>
internal sealed class ExecuteWorkflow : Dispatching
{
    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.ExecuteWorkflow",
        Category = "Composition",
        DisplayName = new("运行工作流", "Execute workflow"),
        Description = new("启动另一个工作流，可等待其结果。", "Starts another workflow and may wait for its result."),
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

    protected override Outcome Resume(RunContext run, Stimulus stimulus)
    {
        run.Set(Result, stimulus.Input!);
        return Outcome.Done;
    }
}

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
        var instance = Start(run, definition, correlation, input, bookmark?.Id, run.ExecutionKey);
        if (bookmark is not null)
            return Outcome.Wait(bookmark);
        run.Set(Result, JsonValue.Create(instance.ToString()));
        return Outcome.Done;
    }

    // Elsa gives the output of the instance, not the whole result.
    protected override Outcome Resume(RunContext run, Stimulus stimulus)
    {
        run.Set(Result, stimulus.Input?["output"]?.DeepClone()!);
        return Outcome.Done;
    }
}

/// <summary>Starts one instance for each item, and may wait until all have ended.</summary>
internal sealed class BulkDispatchWorkflows : Dispatching
{
    private const int MostAtOnce = 10_000;

    private static readonly Input<JsonNode> Items = new("items") { Required = true, DisplayName = new("集合", "Items") };

    private static readonly Input<string> DefaultItemInputKey = new("defaultItemInputKey", "Item") { DisplayName = new("项的输入名", "Item input key") };

    private static readonly Outcome Completed = Outcome.With("Completed", "Done");

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.BulkDispatchWorkflows",
        Category = "Composition",
        DisplayName = new("批量派发工作流", "Bulk dispatch workflows"),
        Description = new("为每一项启动一个工作流。", "Starts a workflow for each item."),
        Kind = ActivityKind.Task,
        Inputs = [WorkflowDefinitionId, Items, DefaultItemInputKey, CorrelationId, WorkflowInput, WaitForCompletion],
        Ports = [new("Completed"), new("Done")],
        CanWait = true,
    };

    protected override Outcome Run(RunContext run)
    {
        var (definition, key, correlation, given) = (run.Get(WorkflowDefinitionId), run.Get(DefaultItemInputKey), run.Get(CorrelationId), Given(run));
        var list = List.Of(run.Get(Items)) ?? [];
        if (list.Count > MostAtOnce)
            throw new InputException(run.ActivityName, Items.Name, $"{list.Count} workflows at once are more than {MostAtOnce}");
        var waits = run.Get(WaitForCompletion);
        List<BookmarkRequest> bookmarks = [];
        for (var index = 0; index < list.Count; index++)
        {
            var input = (JsonObject)given.DeepClone();
            if (list[index] is JsonObject inputs)
            {
                foreach (var (name, value) in inputs)
                    input[name] = value?.DeepClone();
            }
            else
            {
                input[key] = list[index]?.DeepClone();
            }

            if (waits)
                bookmarks.Add(run.NewBookmark(index.ToString(CultureInfo.InvariantCulture)));
            Start(run, definition, correlation, input, waits ? bookmarks[^1].Id : null, $"{run.ExecutionKey}/{index}");
        }

        return bookmarks.Count == 0 ? Completed : Outcome.Wait([.. bookmarks]);
    }

    protected override Outcome Resume(RunContext run, Stimulus stimulus) =>
        run.Execution.Bookmarks is { Count: > 0 } ? Outcome.Wait() : Completed;
}
