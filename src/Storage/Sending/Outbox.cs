using System.Data.Common;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Storage.Reading;
using AidWorkflow.Storage.Writing;

namespace AidWorkflow.Storage.Sending;

internal sealed class Outbox(IWriter writer, IReader reader, EngineReads reads, Dialect dialect) : IOutbox
{
    private readonly OutboxSql sql = new(dialect);

    public async Task<IReadOnlyList<OutboxRow>> ClaimAsync(DateTimeOffset now, int most, TimeSpan lease, CancellationToken cancellation)
    {
        var claimed = await writer.WriteAsync(
            async (connection, transaction, token) =>
            {
                await using var command = Command(connection, transaction, sql.Claim, (now + lease).UtcTicks, now.UtcTicks, most);
                await using var rows = await command.ExecuteReaderAsync(token);
                var messages = new List<OutboxRow>();
                while (await rows.ReadAsync(token))
                    messages.Add(Read(rows));
                return messages;
            },
            cancellation);
        claimed.Sort((one, other) => (one.CreatedAt, one.Id.Value).CompareTo((other.CreatedAt, other.Id.Value))); // an UPDATE promises no order
        return claimed;
    }

    public Task SentAsync(OutboxRow message, DateTimeOffset at, CancellationToken cancellation) =>
        RunAsync(OutboxSql.Sent, cancellation, at.UtcTicks, message.Id.Value);

    public Task FailedAsync(OutboxRow message, string error, DateTimeOffset nextAttempt, CancellationToken cancellation) =>
        RunAsync(OutboxSql.Failed, cancellation, nextAttempt.UtcTicks, error, message.Id.Value, message.ClaimedUntil?.UtcTicks);

    public Task ParkAsync(OutboxRow message, string error, CancellationToken cancellation) =>
        RunAsync(OutboxSql.Parked, cancellation, error, message.Id.Value, message.ClaimedUntil?.UtcTicks);

    public Task<bool> TakeOverAsync(BookmarkId due, OutboxRow message, CancellationToken cancellation) => writer.WriteAsync(
        async (connection, transaction, token) =>
        {
            await using (var take = Command(connection, transaction, OutboxSql.TakeFromClock, due.Value))
            {
                if (await take.ExecuteNonQueryAsync(token) == 0)
                    return false;
            }

            await using var add = Command(connection, transaction, EngineRows.AddMessage, EngineRows.Values(message));
            await add.ExecuteNonQueryAsync(token);
            return true;
        },
        cancellation);

    public Task<DateTimeOffset?> EarliestAsync(CancellationToken cancellation) =>
        reader.FirstAsync(reads.EarliestMessage, EngineReads.ReadMoment, cancellation);

    private Task<int> RunAsync(Statement statement, CancellationToken cancellation, params object?[] values) => writer.WriteAsync(
        async (connection, transaction, token) =>
        {
            await using var command = Command(connection, transaction, statement, values);
            return await command.ExecuteNonQueryAsync(token);
        },
        cancellation);

    private DbCommand Command(DbConnection connection, DbTransaction transaction, Statement statement, params ReadOnlySpan<object?> values)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // only statements of this assembly
        command.CommandText = dialect.Sql(statement);
#pragma warning restore CA2100
        dialect.Bind(command.Parameters, command.CreateParameter, statement, values);
        return command;
    }

    private static OutboxRow Read(DbDataReader row) => new()
    {
        Id = new(row.GetGuid(0)),
        Channel = row.GetString(1),
        IdempotencyKey = row.GetString(2),
        Payload = row.GetString(3),
        CorrelationId = row.IsDBNull(4) ? null : row.GetString(4),
        CreatedAt = Moment(row, 5),
        State = OutboxState.Pending,
        Attempts = row.GetInt32(6),
        NextAttemptAt = Moment(row, 7),
        ClaimedUntil = Moment(row, 8),
        LastError = row.IsDBNull(9) ? null : row.GetString(9),
        TraceParent = row.IsDBNull(10) ? null : row.GetString(10),
    };

    private static DateTimeOffset Moment(DbDataReader row, int column) => new(row.GetInt64(column), TimeSpan.Zero);
}
