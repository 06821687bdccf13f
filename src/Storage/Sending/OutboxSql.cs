using System.Data;
using AidWorkflow.Storage.Writing;

namespace AidWorkflow.Storage.Sending;

internal sealed class OutboxSql(Dialect dialect)
{
    public static readonly Statement Sent = new(
        "UPDATE outbox SET state = 'Sent', sent_at = @p1, claimed_until = NULL, last_error = NULL WHERE id = @p2 AND state = 'Pending'", DbType.Int64, DbType.Guid);

    public static readonly Statement Failed = new(
        "UPDATE outbox SET next_attempt_at = @p1, last_error = @p2, claimed_until = NULL WHERE id = @p3 AND state = 'Pending' AND claimed_until = @p4",
        DbType.Int64, DbType.String, DbType.Guid, DbType.Int64);

    public static readonly Statement Parked = new(
        "UPDATE outbox SET state = 'Parked', last_error = @p1, claimed_until = NULL WHERE id = @p2 AND state = 'Pending' AND claimed_until = @p3",
        DbType.String, DbType.Guid, DbType.Int64);

    public static readonly Statement TakeFromClock = new("UPDATE bookmarks SET due_at = NULL WHERE id = @p1 AND due_at IS NOT NULL", DbType.Guid);

    public Statement Claim { get; } = new(
        dialect.Claim(
            "state = 'Pending' AND next_attempt_at <= @p2 AND (claimed_until IS NULL OR claimed_until <= @p2)",
            ["id", "channel", "idempotency_key", "payload", "correlation_id", "created_at", "attempts", "next_attempt_at", "claimed_until", "last_error", "trace_parent"]),
        DbType.Int64, DbType.Int64, DbType.Int32);
}
