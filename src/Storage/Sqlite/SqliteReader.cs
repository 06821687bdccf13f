using System.Collections.Concurrent;
using System.Data.Common;
using AidWorkflow.Storage.Reading;
using AidWorkflow.Storage.Writing;
using Microsoft.Data.Sqlite;

namespace AidWorkflow.Storage.Sqlite;

/// <summary>
/// Questions of the engine on connections that stay open with their statements prepared. SQLite answers on the caller's thread;
/// each answer is read to its end before it is given back, so no reader keeps the log from being checkpointed.
/// </summary>
internal sealed class SqliteReader(string connectionString) : IReader, IDisposable
{
    private readonly ConcurrentBag<Open> idle = [];
    private volatile bool disposed;

    public Task<T?> FirstAsync<T>(Statement statement, Func<DbDataReader, T> read, CancellationToken cancellation, params ReadOnlySpan<object?> values)
    {
        var open = Rent();
        try
        {
            using var reader = open.Ask(statement, values);
            return Task.FromResult(reader.Read() ? read(reader) : default);
        }
        finally
        {
            Return(open);
        }
    }

    public Task<IReadOnlyList<T>> AllAsync<T>(Statement statement, Func<DbDataReader, T> read, CancellationToken cancellation, params ReadOnlySpan<object?> values)
    {
        var open = Rent();
        try
        {
            using var reader = open.Ask(statement, values);
            var rows = new List<T>();
            while (reader.Read())
                rows.Add(read(reader));
            return Task.FromResult<IReadOnlyList<T>>(rows);
        }
        finally
        {
            Return(open);
        }
    }

    public void Dispose()
    {
        disposed = true;
        while (idle.TryTake(out var open))
            open.Dispose();
    }

    private Open Rent() => idle.TryTake(out var open) ? open : new Open(connectionString);

    private void Return(Open open)
    {
        idle.Add(open);
        if (disposed)
            Dispose();
    }

    private sealed class Open : IDisposable
    {
        private readonly SqliteConnection connection;
        private readonly Dictionary<Statement, SqliteCommand> prepared = new(ReferenceEqualityComparer.Instance);

        public Open(string connectionString)
        {
            connection = new SqliteConnection(connectionString);
            connection.Open();
            using var settings = connection.CreateCommand();
            settings.CommandText = SqliteSettings.OfAReader;
            settings.ExecuteNonQuery();
        }

        public SqliteDataReader Ask(Statement statement, ReadOnlySpan<object?> values)
        {
            if (!prepared.TryGetValue(statement, out var command))
                prepared.Add(statement, command = SqliteCommands.Prepare(connection, statement.Sql, statement.Parameters.Length));
            for (var i = 0; i < values.Length; i++)
                command.Parameters[i].Value = values[i] ?? DBNull.Value;
            return command.ExecuteReader();
        }

        public void Dispose()
        {
            foreach (var command in prepared.Values)
                command.Dispose();
            connection.Dispose();
        }
    }
}
