using System.Data.Common;
using AidWorkflow.Storage.Reading;
using AidWorkflow.Storage.Writing;

namespace AidWorkflow.Storage.Servers;

/// <summary>Questions of the engine, each on a pooled connection.</summary>
internal sealed class ServerReader(DbDataSource source, Dialect dialect) : IReader
{
    public Task<T?> FirstAsync<T>(Statement statement, Func<IRow, T> read, CancellationToken cancellation, params ReadOnlySpan<object?> values) =>
        FirstAsync(Ask(statement, values), read, cancellation);

    public Task<IReadOnlyList<T>> AllAsync<T>(Statement statement, Func<IRow, T> read, CancellationToken cancellation, params ReadOnlySpan<object?> values) =>
        AllAsync(Ask(statement, values), read, cancellation);

    private static async Task<T?> FirstAsync<T>(DbCommand question, Func<IRow, T> read, CancellationToken cancellation)
    {
        await using var command = question;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? read(new DbRow(reader)) : default;
    }

    private static async Task<IReadOnlyList<T>> AllAsync<T>(DbCommand question, Func<IRow, T> read, CancellationToken cancellation)
    {
        await using var command = question;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var row = new DbRow(reader);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
            rows.Add(read(row));
        return rows;
    }

    private DbCommand Ask(Statement statement, ReadOnlySpan<object?> values)
    {
        var command = source.CreateCommand(dialect.Sql(statement));
        dialect.Bind(command.Parameters, command.CreateParameter, statement, values);
        return command;
    }
}
