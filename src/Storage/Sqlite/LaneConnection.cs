using AidWorkflow.Storage.Model;
using AidWorkflow.Storage.Writing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Storage.Sqlite;

/// <summary>The one connection that writes, with its prepared statements.</summary>
internal sealed class LaneConnection : IStatements, IDisposable
{
    private static readonly Statement SetSavepoint = new("SAVEPOINT step");
    private static readonly Statement ReleaseSavepoint = new("RELEASE step");
    private static readonly Statement BackToSavepoint = new("ROLLBACK TO step");

    private readonly AidContext owner;
    private readonly SqliteConnection connection;
    private readonly PreparedStatements statements;
    private SqliteTransaction? transaction;

    /// <param name="owner">A context that opens the connection, so that it has the functions which EF's SQL calls.</param>
    public LaneConnection(AidContext owner)
    {
        this.owner = owner;
        connection = (SqliteConnection)owner.Database.GetDbConnection();
        owner.Database.OpenConnection();
        using (var settings = connection.CreateCommand())
        {
            settings.CommandText = SqliteSettings.OfTheLane(connection);
            settings.ExecuteNonQuery();
        }

        statements = new PreparedStatements(connection);
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

    public void Savepoint() => statements.Of(SetSavepoint).Run();

    public void Release() => statements.Of(ReleaseSavepoint).Run();

    /// <summary>Undoes the step since its savepoint and nothing else.</summary>
    public void RollbackTo()
    {
        statements.Of(BackToSavepoint).Run();
        Release();
    }

    public void One(Statement statement, params ReadOnlySpan<object?> values)
    {
        if (statements.Of(statement).Run(values) != 1)
            throw EngineRows.Lost(statement);
    }

    public void Dispose()
    {
        statements.Dispose();
        transaction?.Dispose();
        owner.Dispose();
    }
}
