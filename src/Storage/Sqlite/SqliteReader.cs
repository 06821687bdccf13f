using System.Collections.Concurrent;
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

    public Task<T?> FirstAsync<T>(Statement statement, Func<IRow, T> read, CancellationToken cancellation, params ReadOnlySpan<object?> values)
    {
        var open = Rent();
        try
        {
            var answer = open.Ask(statement, values);
            try
            {
                return Task.FromResult(answer.Next() ? read(answer) : default);
            }
            finally
            {
                answer.End();
            }
        }
        finally
        {
            Return(open);
        }
    }

    public Task<IReadOnlyList<T>> AllAsync<T>(Statement statement, Func<IRow, T> read, CancellationToken cancellation, params ReadOnlySpan<object?> values)
    {
        var open = Rent();
        try
        {
            var answer = open.Ask(statement, values);
            try
            {
                var rows = new List<T>();
                while (answer.Next())
                    rows.Add(read(answer));
                return Task.FromResult<IReadOnlyList<T>>(rows);
            }
            finally
            {
                answer.End();
            }
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
        private readonly PreparedStatements statements;

        public Open(string connectionString)
        {
            // Not of the pool: one given back would refuse the next owner's writes.
            connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
            connection.Open();
            using var settings = connection.CreateCommand();
            settings.CommandText = SqliteSettings.OfAReader(connection);
            settings.ExecuteNonQuery();
            statements = new PreparedStatements(connection);
        }

        public PreparedStatement Ask(Statement statement, ReadOnlySpan<object?> values)
        {
            var prepared = statements.Of(statement);
            prepared.Ask(values);
            return prepared;
        }

        public void Dispose()
        {
            statements.Dispose();
            connection.Dispose();
        }
    }
}
