using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Engine.Running;

/// <summary>What one burst did, in memory. Whoever started it commits <see cref="Writes"/> or drops it.</summary>
public sealed record Burst
{
    public required StepWrites Writes { get; init; }

    public InstanceStatus Status => Writes.Instance.Status;

    public InstanceSubStatus SubStatus => Writes.Instance.SubStatus;

    /// <summary>What WriteLine wrote, in order.</summary>
    public ImmutableArray<string> Lines { get; init; } = [];

    /// <summary>What the request that it came from is to be answered, once it is committed; null where no activity said so.</summary>
    public HttpAnswer? Answer { get; init; }

    /// <summary>The workflow's outputs so far.</summary>
    public required JsonObject Output { get; init; }

    public ImmutableArray<IncidentRow> Incidents => Writes.IncidentsOpened;

    /// <summary>Where the instance waits now, oldest first, including bookmarks of earlier steps.</summary>
    public ImmutableArray<BookmarkRow> Waiting { get; init; } = [];
}

/// <summary>
/// An execution that must fault when the burst is run again, because it threw after it may have changed the subject.
/// </summary>
/// <param name="Call">Which call of an activity within the burst, counted from 1; the same each time the burst is run.</param>
public sealed record FaultMark(int Call, string Reason, string? Detail);

/// <summary>How to run a burst again so that it goes the same way up to the fault: same moment, same random numbers.</summary>
public sealed record Rerun(DateTimeOffset At, int Seed, ImmutableArray<FaultMark> Faults);

/// <summary>
/// An activity threw in a burst with a subject. The subject may be half changed: load it fresh and run the burst again with
/// <see cref="Rerun"/>; then that execution faults without being called and the rest of the step is kept.
/// </summary>
public sealed class ActivityThrewException(Rerun rerun, Exception inner) : Exception(inner.Message, inner)
{
    public Rerun Rerun { get; } = rerun;
}

/// <summary>What an activity may throw without being faulted: it passes through the runner to the caller, and nothing is kept.</summary>
public abstract class NotAFaultException(string message, Exception? inner = null) : Exception(message, inner);
