using System.Collections.Immutable;

namespace AidWorkflow.Engine.Instances;

public enum InstanceStatus
{
    Running,
    Finished,
}

/// <summary>Elsa's sub-states of an instance.</summary>
public enum InstanceSubStatus
{
    Pending,
    Executing,
    Suspended,
    Finished,
    Cancelled,
    Faulted,
    Interrupted,

    /// <summary>Not Elsa's: a person put it on hold. It keeps where it waits, and nothing moves it until it is activated.</summary>
    OnHold,
}

/// <summary>One running or finished workflow as the store keeps it. <see cref="State"/> is what runs; the other columns are for finding it.</summary>
public sealed record InstanceRow
{
    public required InstanceId Id { get; init; }
    public required string DefinitionId { get; init; }
    public required string DefinitionVersionId { get; init; }
    public string? CorrelationId { get; init; }
    public string? Name { get; init; }
    public InstanceStatus Status { get; init; }
    public InstanceSubStatus SubStatus { get; init; }

    /// <summary>The number of committed steps. A step is written only over the revision it was read at.</summary>
    public long Revision { get; init; }

    /// <summary>The compact, versioned state: executions, queue, variables, bookmarks.</summary>
    public required byte[] State { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>A place where an instance waits. It exists or it does not: consuming it deletes it, and only one caller can.</summary>
public sealed record BookmarkRow
{
    public required BookmarkId Id { get; init; }
    public required InstanceId InstanceId { get; init; }

    /// <summary>The stable name of what is waited for, usually the activity type ("Elsa.Event", "Aid.Review").</summary>
    public required string Name { get; init; }

    /// <summary>What a stimulus must match within <see cref="Name"/>, for example the event's name; empty when nothing.</summary>
    public required string Stimulus { get; init; }
    public required string ActivityId { get; init; }
    public string? CorrelationId { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the clock resumes it by itself; null when only an outside stimulus does, and while the instance is on hold.</summary>
    public DateTimeOffset? DueAt { get; init; }
}

/// <summary>What one committed step did, compressed: enough to rebuild positions, bookmarks and variables.</summary>
public sealed record JournalRow
{
    public required InstanceId InstanceId { get; init; }
    public required long Revision { get; init; }
    public required DateTimeOffset At { get; init; }
    public required byte[] Events { get; init; }
}

public enum OutboxState
{
    Pending,
    Sent,
    Parked,
}

/// <summary>A message to the outside, committed with the step that wants it sent and delivered at least once.</summary>
public sealed record OutboxRow
{
    public required MessageId Id { get; init; }

    /// <summary>Who delivers it: "email", "sms", "in-app", "http", "dispatch-workflow".</summary>
    public required string Channel { get; init; }

    /// <summary>Travels with the message; unique for ever, so that a receiver can tell a repeat.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>JSON that the channel understands.</summary>
    public required string Payload { get; init; }
    public string? CorrelationId { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public OutboxState State { get; set; }
    public int Attempts { get; set; }

    /// <summary>When it is due; while somebody holds it, the end of the lease, when it is due again.</summary>
    public DateTimeOffset NextAttemptAt { get; set; }
    public DateTimeOffset? ClaimedUntil { get; set; }
    public string? LastError { get; set; }
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>The W3C trace context of whatever wanted it sent, so that its delivery belongs to the same trace; null where nobody traces.</summary>
    public string? TraceParent { get; init; }
}

public enum IncidentState
{
    Open,
    Retried,
    Cancelled,
    Skipped,
}

/// <summary>An activity that threw: it is faulted alone and waits here for a person.</summary>
public sealed record IncidentRow
{
    public required IncidentId Id { get; init; }
    public required InstanceId InstanceId { get; init; }
    public required string ActivityId { get; init; }
    public required string ActivityType { get; init; }

    /// <summary>Which execution of the activity, within the instance's state.</summary>
    public required int ExecutionId { get; init; }
    public required string Reason { get; init; }
    public string? Detail { get; init; }
    public required DateTimeOffset At { get; init; }
    public IncidentState State { get; init; }
    public DateTimeOffset? ResolvedAt { get; init; }
    public string? ResolvedBy { get; init; }
}

/// <summary>Everything the engine wants written for one step. It is written whole, or not at all.</summary>
public sealed record StepWrites
{
    public required InstanceRow Instance { get; init; }

    /// <summary>The revision the step was computed from; null for a new instance.</summary>
    public required long? ExpectedRevision { get; init; }
    public ImmutableArray<BookmarkRow> BookmarksCreated { get; init; } = [];

    /// <summary>Each must delete exactly one row, else the step lost a race.</summary>
    public ImmutableArray<BookmarkId> BookmarksBurned { get; init; } = [];
    public required JournalRow Journal { get; init; }
    public ImmutableArray<OutboxRow> Messages { get; init; } = [];
    public ImmutableArray<IncidentRow> IncidentsOpened { get; init; } = [];

    /// <summary>Incidents that this step settled, with their new state; written only where the row is still open.</summary>
    public ImmutableArray<IncidentRow> IncidentsSettled { get; init; } = [];

    /// <summary>Open incidents whose activity is called otherwise since the instance moved to another version.</summary>
    public ImmutableArray<(IncidentId Incident, string ActivityId)> IncidentsRenamed { get; init; } = [];
}
