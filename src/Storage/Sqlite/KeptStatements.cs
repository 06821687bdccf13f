using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace AidWorkflow.Storage.Sqlite;

/// <summary>
/// Lets EF's commands run as statements that SQLite compiled earlier on the same connection: EF makes a new command for each question, and
/// compiling its text costs more than answering it. Pays only on connections that stay open.
/// </summary>
internal sealed class KeptStatements : DbCommandInterceptor
{
    /// <summary>EF writes some texts anew for each number of values; those beyond this are compiled each time.</summary>
    private const int Most = 400;

    private readonly ConditionalWeakTable<SqliteConnection, Dictionary<string, SqliteCommand>> kept = [];

    // The reader's end is told with EF's command, which was never run itself.
    private readonly ConditionalWeakTable<DbCommand, SqliteCommand> running = [];

    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) =>
        Run(command) is { } reader ? InterceptionResult<DbDataReader>.SuppressWithResult(reader) : result;

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(ReaderExecuting(command, eventData, result));
    }

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        if (Take(command) is not { } statement)
            return result;
        var changed = statement.ExecuteNonQuery();
        GiveBack(statement);
        return InterceptionResult<int>.SuppressWithResult(changed);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(NonQueryExecuting(command, eventData, result));
    }

    public override InterceptionResult DataReaderDisposing(DbCommand command, DataReaderDisposingEventData eventData, InterceptionResult result)
    {
        if (running.TryGetValue(command, out var statement))
        {
            running.Remove(command);
            eventData.DataReader.Dispose(); // EF does so next; the statement is free only then
            GiveBack(statement);
        }

        return result;
    }

    private SqliteDataReader? Run(DbCommand command)
    {
        if (Take(command) is not { } statement)
            return null;
        var reader = statement.ExecuteReader();
        running.Add(command, statement);
        return reader;
    }

    /// <summary>A statement that is running is not among the kept ones, so the same question within its answer gets one of its own.</summary>
    /// <returns>Null where nothing is kept: a definition of tables, or one text too many.</returns>
    private SqliteCommand? Take(DbCommand asked)
    {
        if (asked is not SqliteCommand { Connection: { State: System.Data.ConnectionState.Open } connection } command || !IsRepeated(command.CommandText))
            return null;
        var statements = kept.GetOrCreateValue(connection);
        if (!statements.Remove(command.CommandText, out var statement))
        {
            if (statements.Count >= Most)
                return null;
            statement = connection.CreateCommand();
            statement.CommandText = command.CommandText;
        }

        statement.Transaction = command.Transaction;
        statement.CommandTimeout = command.CommandTimeout;
        statement.Parameters.Clear();
        foreach (SqliteParameter parameter in command.Parameters)
            statement.Parameters.Add(parameter);
        return statement;
    }

    private void GiveBack(SqliteCommand statement)
    {
        statement.Parameters.Clear();
        if (statement.Connection is { } connection && !kept.GetOrCreateValue(connection).TryAdd(statement.CommandText, statement))
            statement.Dispose();
    }

    private static bool IsRepeated(string text) =>
        text.StartsWith("SELECT ", StringComparison.Ordinal) || text.StartsWith("INSERT ", StringComparison.Ordinal)
        || text.StartsWith("UPDATE ", StringComparison.Ordinal) || text.StartsWith("DELETE ", StringComparison.Ordinal);
}
