using System.Text.Json.Nodes;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Engine.Authoring;

/// <summary>All that an activity may ask and tell while it runs. Valid only during the call it was given to.</summary>
public abstract class ActivityContext
{
    private protected ActivityContext()
    {
    }

    /// <summary>The moment of the burst: the same for all its activities, and when the burst is run again.</summary>
    public abstract DateTimeOffset Now { get; }

    public abstract InstanceId InstanceId { get; }

    public abstract string? CorrelationId { get; }

    /// <summary>The node's id in the definition.</summary>
    public abstract string ActivityId { get; }

    /// <summary>The node's name, else its id.</summary>
    public abstract string ActivityName { get; }

    /// <summary>Which execution this is within the instance; a node in a loop has many.</summary>
    public abstract int ExecutionId { get; }

    /// <summary>Stable over the life of this execution, also across resumes.</summary>
    public string ExecutionKey => $"{InstanceId}/{ExecutionId}";

    /// <summary>What only this execution remembers between being started and resumed. Stored with the instance.</summary>
    public abstract JsonObject State { get; }

    public abstract CancellationToken Cancellation { get; }

    public abstract Guid NewId();

    /// <summary>The evaluated value; the input's default where the definition says nothing.</summary>
    /// <exception cref="InputException">It cannot be evaluated or is not what the input takes.</exception>
    public abstract T Get<T>(Input<T> input);

    /// <summary>True when the definition gives this input a value.</summary>
    public abstract bool IsSet(InputDefinition input);

    public abstract void Set<T>(Output<T> output, T value);

    /// <summary>The nearest variable of that name; null when there is none or it holds null.</summary>
    public abstract JsonNode? GetVariable(string name);

    /// <summary>The nearest variable of that name as a value, or as a record that its JSON fits; default when there is none.</summary>
    public abstract T? GetVariable<T>(string name);

    /// <summary>Sets the nearest variable of that name; without one it makes one in the workflow's scope.</summary>
    public abstract void SetVariable(string name, JsonNode? value);

    /// <summary>An input the workflow was started with.</summary>
    public abstract JsonNode? WorkflowInput(string name);

    /// <summary>An input the workflow was started with, as a value or record; default when there is none.</summary>
    public abstract T? WorkflowInput<T>(string name);

    /// <summary>What the act put at hand before the burst, for example the loaded case. Changed in memory only.</summary>
    /// <exception cref="InvalidOperationException">The burst runs without one, or with one of another type.</exception>
    public abstract T Subject<T>()
        where T : class;

    /// <summary>A place to wait at: answer it in <see cref="Outcome.Waiting"/>.</summary>
    /// <param name="stimulus">What must be brought, within the name; empty when nothing.</param>
    /// <param name="dueAt">When the clock resumes it by itself.</param>
    /// <param name="name">The activity's type unless said otherwise.</param>
    public abstract BookmarkRequest NewBookmark(string stimulus = "", DateTimeOffset? dueAt = null, string? name = null);

    /// <summary>A message that leaves after the commit, at least once.</summary>
    /// <param name="channel">Who delivers it, see <see cref="OutboxRow.Channel"/>.</param>
    /// <param name="idempotencyKey">The same for ever for the same effect; <see cref="ExecutionKey"/> is a good stem.</param>
    /// <param name="payload">JSON that the channel understands.</param>
    public abstract void Send(string channel, string idempotencyKey, string payload);

    /// <summary>A line for whoever watches the run (WriteLine).</summary>
    public abstract void WriteLine(string text);
}

/// <summary>An input cannot be evaluated, or is not what the activity takes.</summary>
public sealed class InputException(string activity, string input, string reason, Exception? inner = null)
    : Exception($"{activity}.{input}: {reason}", inner)
{
    public string Input { get; } = input;

    public string Reason { get; } = reason;
}
