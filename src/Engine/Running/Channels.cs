using System.Text.Json.Nodes;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Engine.Running;

/// <summary>
/// Channels of messages that workflows send to workflows. Whoever delivers the outbox hands them to
/// <see cref="BareInstances.DeliverAsync"/>; doing so twice is harmless.
/// </summary>
public static class Channels
{
    /// <summary>Starts an instance under an id that was chosen when the message was written.</summary>
    public const string DispatchWorkflow = "dispatch-workflow";

    /// <summary>Tells an instance that the one it waits for has ended.</summary>
    public const string WorkflowEnded = "workflow-ended";

    /// <summary>Resumes those who wait for an event.</summary>
    public const string Event = "event";

    /// <summary>Resumes what waited for the clock and could not go on when its time came.</summary>
    public const string Timer = "timer";

    /// <summary>Asks the outside to do a task; its answer resumes the bookmark that the message names.</summary>
    public const string Task = "task";

    /// <summary>Sends an HTTP request; its answer resumes the bookmark that the message names.</summary>
    public const string HttpRequest = "http-request";

    public static bool IsOfTheEngine(string channel) => channel is DispatchWorkflow or WorkflowEnded or Event or Timer;

    /// <summary>What a message of <see cref="Timer"/> says.</summary>
    public static string Late(BookmarkId waiting) => new JsonObject { ["bookmarkId"] = waiting.ToString() }.ToJsonString();

    internal static JsonObject Ended(BookmarkId awaited, InstanceId instance, InstanceState state) => new()
    {
        ["bookmarkId"] = awaited.ToString(),
        ["result"] = new JsonObject
        {
            ["workflowInstanceId"] = instance.ToString(),
            ["status"] = state.Status.ToString(),
            ["subStatus"] = state.SubStatus.ToString(),
            ["output"] = state.Output.DeepClone(),
        },
    };
}
