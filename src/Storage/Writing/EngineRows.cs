using System.Data;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Storage.Writing;

/// <summary>
/// Writes what the engine wants kept of one step. Every statement must touch exactly one row: an instance that moved on, a bookmark
/// that was consumed or an incident that was settled meanwhile is a lost race, and nothing of the step stays.
/// </summary>
internal static class EngineRows
{
    private static readonly Statement CreateInstance = new(
        "INSERT INTO instances (id, definition_id, definition_version_id, correlation_id, name, status, sub_status, revision, state, created_at, updated_at) "
        + "VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11)",
        DbType.Guid, DbType.String, DbType.String, DbType.String, DbType.String, DbType.String, DbType.String, DbType.Int64, DbType.Binary, DbType.Int64, DbType.Int64);

    private static readonly Statement MoveInstance = new(
        "UPDATE instances SET definition_version_id = @p1, correlation_id = @p2, name = @p3, status = @p4, sub_status = @p5, revision = @p6, state = @p7, updated_at = @p8 "
        + "WHERE id = @p9 AND revision = @p10",
        DbType.String, DbType.String, DbType.String, DbType.String, DbType.String, DbType.Int64, DbType.Binary, DbType.Int64, DbType.Guid, DbType.Int64);

    private static readonly Statement BurnBookmark = new("DELETE FROM bookmarks WHERE id = @p1", DbType.Guid);

    private static readonly Statement CreateBookmark = new(
        "INSERT INTO bookmarks (id, instance_id, name, stimulus, activity_id, correlation_id, created_at, due_at) "
        + "VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8)",
        DbType.Guid, DbType.Guid, DbType.String, DbType.String, DbType.String, DbType.String, DbType.Int64, DbType.Int64);

    private static readonly Statement AppendJournal = new(
        "INSERT INTO journal (instance_id, revision, at, events) VALUES (@p1, @p2, @p3, @p4)",
        DbType.Guid, DbType.Int64, DbType.Int64, DbType.Binary);

    public static readonly Statement AddMessage = new(
        "INSERT INTO outbox (id, channel, idempotency_key, payload, correlation_id, created_at, state, attempts, next_attempt_at, trace_parent) "
        + "VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10)",
        DbType.Guid, DbType.String, DbType.String, DbType.String, DbType.String, DbType.Int64, DbType.String, DbType.Int32, DbType.Int64, DbType.String);

    private static readonly Statement OpenIncident = new(
        "INSERT INTO incidents (id, instance_id, activity_id, activity_type, execution_id, reason, detail, at, state) "
        + "VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9)",
        DbType.Guid, DbType.Guid, DbType.String, DbType.String, DbType.Int32, DbType.String, DbType.String, DbType.Int64, DbType.String);

    private static readonly Statement SettleIncident = new(
        "UPDATE incidents SET state = @p1, resolved_at = @p2, resolved_by = @p3 WHERE id = @p4 AND state = 'Open'",
        DbType.String, DbType.Int64, DbType.String, DbType.Guid);

    private static readonly Statement RenameIncident = new("UPDATE incidents SET activity_id = @p1 WHERE id = @p2 AND state = 'Open'", DbType.String, DbType.Guid);

    /// <summary>The statements that find their row by a condition.</summary>
    internal static IReadOnlyList<Statement> Conditional { get; } = [MoveInstance, BurnBookmark, SettleIncident, RenameIncident];

    public static void Write(StepWrites step, IStatements rows)
    {
        Check(step);
        var instance = step.Instance;

        // The instance first: it decides the race, and on a server its row lock orders the steps of one instance.
        if (step.ExpectedRevision is { } expected)
        {
            rows.One(MoveInstance, instance.DefinitionVersionId, instance.CorrelationId, instance.Name, Name(instance.Status), Name(instance.SubStatus),
                instance.Revision, instance.State, instance.UpdatedAt.UtcTicks, instance.Id.Value, expected);
        }
        else
        {
            rows.One(CreateInstance, instance.Id.Value, instance.DefinitionId, instance.DefinitionVersionId, instance.CorrelationId, instance.Name,
                Name(instance.Status), Name(instance.SubStatus), instance.Revision, instance.State, instance.CreatedAt.UtcTicks, instance.UpdatedAt.UtcTicks);
        }

        foreach (var bookmark in step.BookmarksBurned)
            rows.One(BurnBookmark, bookmark.Value);
        foreach (var bookmark in step.BookmarksCreated)
        {
            rows.One(CreateBookmark, bookmark.Id.Value, bookmark.InstanceId.Value, bookmark.Name, bookmark.Stimulus, bookmark.ActivityId,
                bookmark.CorrelationId, bookmark.CreatedAt.UtcTicks, bookmark.DueAt?.UtcTicks);
        }

        rows.One(AppendJournal, step.Journal.InstanceId.Value, step.Journal.Revision, step.Journal.At.UtcTicks, step.Journal.Events);
        foreach (var message in step.Messages)
            rows.One(AddMessage, Values(message));

        foreach (var incident in step.IncidentsOpened)
        {
            rows.One(OpenIncident, incident.Id.Value, incident.InstanceId.Value, incident.ActivityId, incident.ActivityType, incident.ExecutionId,
                incident.Reason, incident.Detail, incident.At.UtcTicks, Name(incident.State));
        }

        foreach (var incident in step.IncidentsSettled)
            rows.One(SettleIncident, Name(incident.State), incident.ResolvedAt?.UtcTicks, incident.ResolvedBy, incident.Id.Value);
        foreach (var (incident, activity) in step.IncidentsRenamed)
            rows.One(RenameIncident, activity, incident.Value);
    }

    /// <summary>What <see cref="AddMessage"/> takes.</summary>
    public static object?[] Values(OutboxRow message) =>
    [
        message.Id.Value, message.Channel, message.IdempotencyKey, message.Payload, message.CorrelationId,
        message.CreatedAt.UtcTicks, Name(message.State), message.Attempts, message.NextAttemptAt.UtcTicks, message.TraceParent,
    ];

    /// <summary>A revision that skips or repeats would make the journal disagree with the instance: a bug of the caller, not a race.</summary>
    private static void Check(StepWrites step)
    {
        var next = (step.ExpectedRevision ?? 0) + 1;
        if (step.Instance.Revision != next || step.Journal.Revision != next)
            throw new ArgumentException($"A step over revision {step.ExpectedRevision?.ToString() ?? "none"} of {step.Instance.Id} carries revision {step.Instance.Revision} and journal {step.Journal.Revision}; both must be {next}.", nameof(step));
        if (step.Journal.InstanceId != step.Instance.Id)
            throw new ArgumentException($"The journal of {step.Journal.InstanceId} came with instance {step.Instance.Id}.", nameof(step));
    }

    internal static LostRaceException Lost(Statement statement) =>
        new(ReferenceEquals(statement, MoveInstance) ? "Another step of the instance was committed first."
            : ReferenceEquals(statement, BurnBookmark) ? "The bookmark was consumed by somebody else."
            : ReferenceEquals(statement, SettleIncident) || ReferenceEquals(statement, RenameIncident) ? "The incident was settled by somebody else."
            : $"No row was written: {statement.Sql}");

    private static string Name(InstanceStatus status) => status switch
    {
        InstanceStatus.Running => nameof(InstanceStatus.Running),
        InstanceStatus.Finished => nameof(InstanceStatus.Finished),
        _ => status.ToString(),
    };

    private static string Name(InstanceSubStatus status) => status switch
    {
        InstanceSubStatus.Suspended => nameof(InstanceSubStatus.Suspended),
        InstanceSubStatus.Finished => nameof(InstanceSubStatus.Finished),
        _ => status.ToString(),
    };

    private static string Name(OutboxState state) => state.ToString();

    private static string Name(IncidentState state) => state.ToString();
}
