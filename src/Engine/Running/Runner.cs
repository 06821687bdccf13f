using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Engine.Running;

/// <summary>Runs bursts: from a stimulus until every branch waits or has ended. Never commits.</summary>
public sealed class Runner(IIds ids, TimeProvider time)
{
    /// <param name="subject">What activities find by <see cref="ActivityContext.Subject{T}"/>; null for a bare instance.</param>
    /// <param name="rerun">From <see cref="ActivityThrewException"/> when the burst is run again; else null.</param>
    public Task<Burst> StartAsync(CompiledWorkflow workflow, InstanceId id, string? correlationId, JsonObject? input,
        object? subject, Rerun? rerun, CancellationToken cancellation) => throw new NotSupportedException($"{ids} {time}");

    /// <exception cref="BookmarkGoneException">The instance no longer waits there.</exception>
    public Task<Burst> ResumeAsync(CompiledWorkflow workflow, InstanceRow instance, BookmarkId bookmark, JsonNode? input,
        object? subject, Rerun? rerun, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>Goes back (or forward) to an activity: takes away what is open in the scopes it leaves, and schedules the target.</summary>
    public Task<Burst> RewindAsync(CompiledWorkflow workflow, InstanceRow instance, string targetActivityId, string reason,
        object? subject, Rerun? rerun, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<Burst> CancelAsync(CompiledWorkflow workflow, InstanceRow instance, string reason, object? subject, CancellationToken cancellation) =>
        throw new NotSupportedException();

    /// <summary>Runs the faulted activity again.</summary>
    public Task<Burst> RetryIncidentAsync(CompiledWorkflow workflow, InstanceRow instance, IncidentRow incident, string by,
        object? subject, Rerun? rerun, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>Lets the flow go on behind the faulted activity as if it had completed with the outcome.</summary>
    public Task<Burst> SkipIncidentAsync(CompiledWorkflow workflow, InstanceRow instance, IncidentRow incident, string outcome, string reason, string by,
        object? subject, Rerun? rerun, CancellationToken cancellation) => throw new NotSupportedException();

    /// <summary>Takes the faulted activity away; its branch ends there.</summary>
    public Task<Burst> CancelIncidentAsync(CompiledWorkflow workflow, InstanceRow instance, IncidentRow incident, string reason, string by,
        object? subject, Rerun? rerun, CancellationToken cancellation) => throw new NotSupportedException();
}

/// <summary>The instance no longer waits there: somebody was first, or the flow went another way.</summary>
public sealed class BookmarkGoneException(BookmarkId bookmark) : NotAFaultException($"Bookmark {bookmark} is gone")
{
    public BookmarkId Bookmark { get; } = bookmark;
}
