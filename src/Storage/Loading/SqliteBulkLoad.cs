using Microsoft.Data.Sqlite;

namespace AidWorkflow.Storage.Loading;

/// <summary>One prepared statement a table, on a connection with a large cache; the log is synced once, at the end.</summary>
internal sealed class SqliteBulkLoad(string connection) : IBulkLoad
{
    public async Task WriteAsync(IReadOnlyCollection<BulkRows> tables, CancellationToken cancellation)
    {
        await using var open = new SqliteConnection(connection);
        await open.OpenAsync(cancellation);
        Do(open, "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-524288; PRAGMA wal_autocheckpoint=100000;");
        await using var transaction = (SqliteTransaction)await open.BeginTransactionAsync(cancellation);
        foreach (var table in tables)
        {
            cancellation.ThrowIfCancellationRequested();
            Insert(open, transaction, table);
        }

        await transaction.CommitAsync(cancellation);
    }

    public async Task FinishAsync(CancellationToken cancellation)
    {
        await using var open = new SqliteConnection(connection);
        await open.OpenAsync(cancellation);
        Do(open, "PRAGMA wal_checkpoint(TRUNCATE);");
        SqliteConnection.ClearPool(open);
    }

    private static void Insert(SqliteConnection open, SqliteTransaction transaction, BulkRows table)
    {
        using var command = open.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"INSERT INTO {table.Table} ({string.Join(", ", table.Columns.Select(column => $"\"{column}\""))}) VALUES ({string.Join(", ", table.Columns.Select((_, at) => $"@p{at}"))})";
        var parameters = table.Columns.Select((_, at) => command.Parameters.Add(new SqliteParameter($"@p{at}", null))).ToArray();
        command.Prepare();
        foreach (var row in table.Rows)
        {
            for (var at = 0; at < parameters.Length; at++)
                parameters[at].Value = row[at] ?? DBNull.Value;
            command.ExecuteNonQuery();
        }
    }

    private static void Do(SqliteConnection open, string sql)
    {
        using var command = open.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
