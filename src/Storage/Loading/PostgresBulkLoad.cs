using Npgsql;

namespace AidWorkflow.Storage.Loading;

/// <summary>By COPY, the fastest way in that PostgreSQL has.</summary>
internal sealed class PostgresBulkLoad(string connection) : IBulkLoad
{
    public async Task WriteAsync(IReadOnlyCollection<BulkRows> tables, CancellationToken cancellation)
    {
        await using var open = new NpgsqlConnection(connection);
        await open.OpenAsync(cancellation);
        await using var transaction = await open.BeginTransactionAsync(cancellation);
        await DoAsync(open, "SET LOCAL synchronous_commit = off", cancellation);
        foreach (var table in tables)
            await CopyAsync(open, table, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    public async Task FinishAsync(CancellationToken cancellation)
    {
        await using var open = new NpgsqlConnection($"{connection};Command Timeout=0");
        await open.OpenAsync(cancellation);
        await DoAsync(open, "VACUUM ANALYZE", cancellation);
    }

    private static async Task CopyAsync(NpgsqlConnection open, BulkRows table, CancellationToken cancellation)
    {
        await using var import = await open.BeginBinaryImportAsync($"COPY {table.Table} ({string.Join(", ", table.Columns.Select(column => $"\"{column}\""))}) FROM STDIN (FORMAT BINARY)", cancellation);
        foreach (var row in table.Rows)
        {
            await import.StartRowAsync(cancellation);
            foreach (var value in row)
            {
                if (value is null)
                    await import.WriteNullAsync(cancellation);
                else
                    await import.WriteAsync(value, cancellation);
            }
        }

        await import.CompleteAsync(cancellation);
    }

    private static async Task DoAsync(NpgsqlConnection open, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, open);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
