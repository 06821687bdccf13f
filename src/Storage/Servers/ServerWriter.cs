using System.Data.Common;
using AidWorkflow.Storage.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace AidWorkflow.Storage.Servers;

/// <summary>A transaction per step on a connection of its own; the server groups the commits.</summary>
internal sealed class ServerWriter(DbDataSource source, Dialect dialect) : IWriter
{
    public async Task CommitAsync(Step step, CancellationToken cancellation)
    {
        try
        {
            if (step.Db is null)
                await CommitEngineAsync(step, cancellation);
            else
                await CommitActAsync(step, step.Db.Database, cancellation);
        }
        catch (Exception exception) when (LostRaces.Is(exception))
        {
            throw LostRaces.Told(exception);
        }
    }

    public async Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, CancellationToken, Task<T>> write, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var result = await write(connection, transaction, cancellation);
        await EndAsync(() => transaction.CommitAsync(cancellation));
        return result;
    }

    private Task<bool> CommitEngineAsync(Step step, CancellationToken cancellation) => WriteAsync(
        async (connection, transaction, token) =>
        {
            await WriteEngineAsync(step, connection, transaction, token);
            return true;
        },
        cancellation);

    private async Task CommitActAsync(Step step, DatabaseFacade database, CancellationToken cancellation)
    {
        await using var transaction = await database.BeginTransactionAsync(cancellation);
        database.AutoSavepointsEnabled = false; // a step that fails is rolled back whole
        for (var i = 0; i < step.Within.Count; i++)
            await step.Within[i](step.Db!, cancellation);
        if (step.Engine.Count > 0)
            await WriteEngineAsync(step, database.GetDbConnection(), transaction.GetDbTransaction(), cancellation);
        await step.Db!.SaveChangesAsync(acceptAllChangesOnSuccess: false, cancellation);
        await EndAsync(() => transaction.CommitAsync(cancellation));
    }

    /// <summary>Until here nothing is written. A connection that breaks while the server is told to commit leaves open whether it did.</summary>
    private static async Task EndAsync(Func<Task> commit)
    {
        try
        {
            await commit();
        }
        catch (DbException broken) when (DatabaseBusy.Is(broken) && !LostRaces.Is(broken))
        {
            throw new CommitInDoubtException(broken);
        }
    }

    private async Task WriteEngineAsync(Step step, DbConnection connection, DbTransaction transaction, CancellationToken cancellation)
    {
        await using var batch = connection.CreateBatch();
        batch.Transaction = transaction;
        var statements = new BatchedStatements(batch, dialect);
        foreach (var engine in step.Engine)
            EngineRows.Write(engine, statements);
        await statements.SendAsync(cancellation);
    }
}
