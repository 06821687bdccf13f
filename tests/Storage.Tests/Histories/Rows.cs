using System.Data;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Storage.Reading;
using AidWorkflow.Storage.Writing;

namespace AidWorkflow.Storage.Tests.Histories;

/// <summary>Every row that the engine keeps, in an order that is the same for the same history.</summary>
internal sealed class Rows(IReader reader)
{
    private static readonly Statement AllInstances = new("SELECT id, definition_id, definition_version_id, correlation_id, name, status, sub_status, revision, state, created_at, updated_at FROM instances ORDER BY id");
    private static readonly Statement ByCorrelation = new(
        "SELECT id, definition_id, definition_version_id, correlation_id, name, status, sub_status, revision, state, created_at, updated_at FROM instances WHERE correlation_id = @p1", DbType.String);

    private static readonly Statement AllBookmarks = new("SELECT id, instance_id, name, stimulus, activity_id, correlation_id, created_at, due_at FROM bookmarks ORDER BY id");
    private static readonly Statement AllSteps = new("SELECT instance_id, revision, at, events FROM journal ORDER BY instance_id, revision");
    private static readonly Statement AllMessages = new("SELECT id, channel, idempotency_key, payload, correlation_id, created_at, state, next_attempt_at, attempts FROM outbox ORDER BY id");
    private static readonly Statement OpenIncidents = new("SELECT id, instance_id, activity_id, activity_type, execution_id, reason, at FROM incidents WHERE state = 'Open' ORDER BY id");

    public Task<IReadOnlyList<InstanceRow>> InstancesAsync() => reader.AllAsync(AllInstances, EngineReads.ReadInstance, CancellationToken.None);

    public Task<IReadOnlyList<InstanceRow>> InstancesAsync(string correlation) => reader.AllAsync(ByCorrelation, EngineReads.ReadInstance, CancellationToken.None, correlation);

    public Task<IReadOnlyList<BookmarkRow>> BookmarksAsync() => reader.AllAsync(AllBookmarks, EngineReads.ReadBookmark, CancellationToken.None);

    public Task<IReadOnlyList<JournalRow>> JournalAsync() => reader.AllAsync(
        AllSteps, row => new JournalRow { InstanceId = new(row.Guid(0)), Revision = row.Number(1), At = row.Moment(2), Events = row.Bytes(3) }, CancellationToken.None);

    public Task<IReadOnlyList<OutboxRow>> MessagesAsync() => reader.AllAsync(
        AllMessages,
        row => new OutboxRow
        {
            Id = new(row.Guid(0)),
            Channel = row.Text(1),
            IdempotencyKey = row.Text(2),
            Payload = row.Text(3),
            CorrelationId = row.TextOrNull(4),
            CreatedAt = row.Moment(5),
            State = Enum.Parse<OutboxState>(row.Text(6)),
            NextAttemptAt = row.Moment(7),
            Attempts = (int)row.Number(8),
        },
        CancellationToken.None);

    public Task<IReadOnlyList<IncidentRow>> OpenIncidentsAsync() => reader.AllAsync(
        OpenIncidents,
        row => new IncidentRow
        {
            Id = new(row.Guid(0)),
            InstanceId = new(row.Guid(1)),
            ActivityId = row.Text(2),
            ActivityType = row.Text(3),
            ExecutionId = (int)row.Number(4),
            Reason = row.Text(5),
            At = row.Moment(6),
        },
        CancellationToken.None);
}
