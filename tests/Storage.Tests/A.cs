using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Storage.Tests;

/// <summary>Rows with defaults; a test states only its difference.</summary>
internal static class A
{
    public static readonly DateTimeOffset Monday = new(2022, 3, 7, 1, 0, 0, TimeSpan.Zero);

    private static long ids;

    public static Guid Id() => Guid.CreateVersion7(Monday.AddMilliseconds(Interlocked.Increment(ref ids)));

    public static StepWrites Start(params BookmarkRow[] waiting)
    {
        var id = waiting.Length > 0 ? waiting[0].InstanceId : InstanceId.Of(Id());
        return new()
        {
            Instance = new()
            {
                Id = id,
                DefinitionId = "bench-approval",
                DefinitionVersionId = "bench-approval-1",
                CorrelationId = id.ToString(),
                SubStatus = InstanceSubStatus.Suspended,
                Revision = 1,
                State = new byte[600],
                CreatedAt = Monday,
                UpdatedAt = Monday,
            },
            ExpectedRevision = null,
            BookmarksCreated = [.. waiting],
            Journal = new() { InstanceId = id, Revision = 1, At = Monday, Events = new byte[120] },
        };
    }

    /// <summary>The step after another one of the same instance.</summary>
    public static StepWrites Next(StepWrites step) => step with
    {
        Instance = step.Instance with { Revision = step.Instance.Revision + 1, UpdatedAt = step.Instance.UpdatedAt.AddMinutes(1) },
        ExpectedRevision = step.Instance.Revision,
        BookmarksCreated = [],
        BookmarksBurned = [],
        Journal = step.Journal with { Revision = step.Journal.Revision + 1 },
        Messages = [],
        IncidentsOpened = [],
        IncidentsSettled = [],
    };

    /// <summary>The step that consumes what the one before waits for.</summary>
    public static StepWrites Resume(StepWrites step) => Next(step) with { BookmarksBurned = [.. step.BookmarksCreated.Select(bookmark => bookmark.Id)] };

    public static BookmarkRow Bookmark(InstanceId? instance = null, string stimulus = "approve", DateTimeOffset? dueAt = null)
    {
        var of = instance ?? InstanceId.Of(Id());
        return new()
        {
            Id = BookmarkId.Of(Id()),
            InstanceId = of,
            Name = "Elsa.Event",
            Stimulus = stimulus,
            ActivityId = "approve",
            CorrelationId = of.ToString(),
            CreatedAt = Monday,
            DueAt = dueAt,
        };
    }

    public static OutboxRow Message(string? key = null, DateTimeOffset? due = null)
    {
        var id = MessageId.Of(Id());
        return new()
        {
            Id = id,
            Channel = "email",
            IdempotencyKey = key ?? id.ToString(),
            Payload = "{}",
            CreatedAt = Monday,
            NextAttemptAt = due ?? Monday,
        };
    }

    public static IncidentRow Incident(InstanceId instance) => new()
    {
        Id = IncidentId.Of(Id()),
        InstanceId = instance,
        ActivityId = "pay",
        ActivityType = "Aid.Payout",
        ExecutionId = 3,
        Reason = "The bank's template has no column for it.",
        At = Monday,
    };
}
