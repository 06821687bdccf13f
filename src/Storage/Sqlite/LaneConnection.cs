using AidWorkflow.Storage.Model;
using AidWorkflow.Storage.Writing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Storage.Sqlite;

/// <summary>The one connection that writes, with its prepared statements.</summary>
internal sealed class LaneConnection : IStatements, IDisposable
{
    private readonly AidContext owner;
    private readonly SqliteConnection connection;
    private readonly Dictionary<Statement, SqliteCommand> prepared = new(ReferenceEqualityComparer.Instance);
    private readonly SqliteCommand savepoint;
    private readonly SqliteCommand release;
    private readonly SqliteCommand rollbackTo;
    private SqliteTransaction? transaction;

    /// <param name="owner">A context that opens the connection, so that it has the functions which EF's SQL calls.</param>
    public LaneConnection(AidContext owner)
    {
        this.owner = owner;
        connection = (SqliteConnection)owner.Database.GetDbConnection();
        owner.Database.OpenConnection();
        using (var settings = connection.CreateCommand())
        {
            settings.CommandText = SqliteSettings.OfTheLane;
            settings.ExecuteNonQuery();
        }

        savepoint = SqliteCommands.Prepare(connection, "SAVEPOINT step");
        release = SqliteCommands.Prepare(connection, "RELEASE step");
        rollbackTo = SqliteCommands.Prepare(connection, "ROLLBACK TO step; RELEASE step");
    }

    public SqliteConnection Connection => connection;

    public SqliteTransaction Transaction => transaction ?? throw new InvalidOperationException("The lane writes within a batch.");

    public void Begin() => transaction = connection.BeginTransaction(deferred: false);

    public void Commit()
    {
        Transaction.Commit();
        transaction!.Dispose();
        transaction = null;
    }

    public void Savepoint() => Run(savepoint);

    public void Release() => Run(release);

    /// <summary>Undoes the step since its savepoint and nothing else.</summary>
    public void RollbackTo() => Run(rollbackTo);

    public void One(Statement statement, params ReadOnlySpan<object?> values)
    {
        if (!prepared.TryGetValue(statement, out var command))
            prepared.Add(statement, command = SqliteCommands.Prepare(connection, statement.Sql, statement.Parameters.Length));
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        if (Run(command) != 1)
            throw EngineRows.Lost(statement);
    }

    public void Dispose()
    {
        foreach (var command in prepared.Values)
            command.Dispose();
        savepoint.Dispose();
        release.Dispose();
        rollbackTo.Dispose();
        transaction?.Dispose();
        owner.Dispose();
    }

    private int Run(SqliteCommand command)
    {
        command.Transaction = transaction;
        return command.ExecuteNonQuery();
    }
}
