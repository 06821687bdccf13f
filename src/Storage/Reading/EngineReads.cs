using System.Data;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Storage.Writing;

namespace AidWorkflow.Storage.Reading;

/// <summary>The questions asked of engine rows, each answered by one index, and how a row is read.</summary>
internal sealed class EngineReads
{
    private const string Instance = "SELECT id, definition_id, definition_version_id, correlation_id, name, status, sub_status, revision, state, created_at, updated_at FROM instances";
    private const string Bookmark = "SELECT id, instance_id, name, stimulus, activity_id, correlation_id, created_at, due_at FROM bookmarks";

    public EngineReads(Dialect dialect)
    {
        FindInstance = new($"{Instance} WHERE id = @p1", DbType.Guid);
        FindBookmark = new($"{Bookmark} WHERE id = @p1", DbType.Guid);
        Waiting = new($"{Bookmark} WHERE name = @p1 AND stimulus = @p2 AND correlation_id = @p3 ORDER BY created_at, id {dialect.Most("@p4")}",
            DbType.String, DbType.String, DbType.String, DbType.Int32);
        WaitingAnywhere = new($"{Bookmark} WHERE name = @p1 AND stimulus = @p2 ORDER BY created_at, id {dialect.Most("@p3")}", DbType.String, DbType.String, DbType.Int32);
        Due = new($"{Bookmark} WHERE due_at <= @p1 ORDER BY due_at, id {dialect.Most("@p2")}", DbType.Int64, DbType.Int32);
    }

    public Statement FindInstance { get; }

    public Statement FindBookmark { get; }

    public Statement Waiting { get; }

    /// <summary>Whatever the correlation is.</summary>
    public Statement WaitingAnywhere { get; }

    public Statement Due { get; }

    public Statement FindStep { get; } = new("SELECT instance_id, revision, at, events FROM journal WHERE instance_id = @p1 AND revision = @p2", DbType.Guid, DbType.Int64);

    public Statement EarliestBookmark { get; } = new("SELECT MIN(due_at) FROM bookmarks WHERE due_at IS NOT NULL");

    public Statement EarliestMessage { get; } = new("SELECT MIN(next_attempt_at) FROM outbox WHERE state = 'Pending'");

    public static InstanceRow ReadInstance(IRow row) => new()
    {
        Id = new(row.Guid(0)),
        DefinitionId = row.Text(1),
        DefinitionVersionId = row.Text(2),
        CorrelationId = row.TextOrNull(3),
        Name = row.TextOrNull(4),
        Status = Enum.Parse<InstanceStatus>(row.Text(5)),
        SubStatus = Enum.Parse<InstanceSubStatus>(row.Text(6)),
        Revision = row.Number(7),
        State = row.Bytes(8),
        CreatedAt = row.Moment(9),
        UpdatedAt = row.Moment(10),
    };

    public static BookmarkRow ReadBookmark(IRow row) => new()
    {
        Id = new(row.Guid(0)),
        InstanceId = new(row.Guid(1)),
        Name = row.Text(2),
        Stimulus = row.Text(3),
        ActivityId = row.Text(4),
        CorrelationId = row.TextOrNull(5),
        CreatedAt = row.Moment(6),
        DueAt = row.MomentOrNull(7),
    };

    public static JournalRow ReadStep(IRow row) => new()
    {
        InstanceId = new(row.Guid(0)),
        Revision = row.Number(1),
        At = row.Moment(2),
        Events = row.Bytes(3),
    };

    public static DateTimeOffset? ReadMoment(IRow row) => row.MomentOrNull(0);
}

/// <summary>Runs a question on a connection that takes no part in any step.</summary>
internal interface IReader
{
    Task<T?> FirstAsync<T>(Statement statement, Func<IRow, T> read, CancellationToken cancellation, params ReadOnlySpan<object?> values);

    Task<IReadOnlyList<T>> AllAsync<T>(Statement statement, Func<IRow, T> read, CancellationToken cancellation, params ReadOnlySpan<object?> values);
}
