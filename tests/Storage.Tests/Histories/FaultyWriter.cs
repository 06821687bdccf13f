using System.Data.Common;
using AidWorkflow.Storage.Writing;
using Npgsql;

namespace AidWorkflow.Storage.Tests.Histories;

/// <summary>Stands before the real writer of a node and lets its commits meet faults.</summary>
/// <param name="drops">Prepares a database server to break a connection within the commit of a step; null on SQLite.</param>
internal sealed class FaultyWriter(IWriter writer, Stage stage, ArmedDrops? drops) : IWriter, IAsyncDisposable
{
    /// <summary>The process is gone: whatever still asks it gets no answer.</summary>
    public bool IsDead { get; private set; }

    public Task CommitAsync(Step step, CancellationToken cancellation) => PlayAsync(
        () => writer.CommitAsync(step, cancellation),
        () => drops is null ? DropBatchAsync(() => writer.CommitAsync(step, cancellation)) : drops.DropAsync(step, () => writer.CommitAsync(step, cancellation)));

    public async Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, CancellationToken, Task<T>> write, CancellationToken cancellation)
    {
        var result = default(T);
        await PlayAsync(
            async () => result = await writer.WriteAsync(write, cancellation),
            async () =>
            {
                if (drops is null)
                    await DropBatchAsync(async () => result = await writer.WriteAsync(write, cancellation));
                else
                    result = await writer.WriteAsync((connection, transaction, token) => ThenBreakAsync(write, connection, transaction, token), cancellation);
            });
        return result!;
    }

    public void Look()
    {
        if (IsDead)
            throw new PlayedFaultException("The process is gone.");
    }

    public async ValueTask DisposeAsync()
    {
        if (writer is IAsyncDisposable lane)
            await lane.DisposeAsync();
    }

    private async Task PlayAsync(Func<Task> commit, Func<Task> commitDropped)
    {
        await stage.Turns.NextAsync();
        Look();
        switch (stage.Faults.Next())
        {
            case FaultKind.Before:
                throw new PlayedFaultException("The database is out of reach.");
            case FaultKind.Unacknowledged:
                await commit();
                throw new CommitInDoubtException(new PlayedFaultException("No answer came."));
            case FaultKind.Dropped:
                await commitDropped();
                return;
            case FaultKind.KilledBefore:
                IsDead = true;
                throw new PlayedFaultException("The process is killed.");
            case FaultKind.KilledAfter:
                await commit();
                IsDead = true;
                throw new PlayedFaultException("The process is killed.");
            default:
                await commit();
                return;
        }
    }

    /// <summary>On the one lane: what shares a commit that SQLite rolls back by itself, as on a full disk, is lost whole.</summary>
    private async Task DropBatchAsync(Func<Task> commit)
    {
        var together = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = writer.WriteAsync(
            async (_, _, _) =>
            {
                await together.Task; // the lane's batch is open; what is queued now is in it
                return 0;
            },
            CancellationToken.None);
        var lost = commit();
        var breaks = writer.WriteAsync(
            (connection, transaction, token) => RollBackAsync(connection, transaction, token),
            CancellationToken.None);
        together.SetResult();
        await Task.WhenAll(Quiet(first), Quiet(breaks));
        await lost;
    }

    private static async Task<T> ThenBreakAsync<T>(
        Func<DbConnection, DbTransaction, CancellationToken, Task<T>> write, DbConnection connection, DbTransaction transaction, CancellationToken cancellation)
    {
        var result = await write(connection, transaction, cancellation);
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT pg_terminate_backend(pg_backend_pid())";
        await command.ExecuteNonQueryAsync(cancellation);
        return result;
    }

    private static async Task<int> RollBackAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "ROLLBACK";
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task Quiet(Task task)
    {
        try
        {
            await task;
        }
        catch (DbException)
        {
            // Meant to break.
        }
    }
}

/// <summary>Makes a PostgreSQL server end the session of a step's writer at the moment of its commit, by a trigger that runs there.</summary>
internal sealed class ArmedDrops(NpgsqlDataSource source)
{
    public async Task PrepareAsync()
    {
        await using var command = source.CreateCommand(
            """
            CREATE TABLE drops (instance_id uuid PRIMARY KEY);
            CREATE FUNCTION drop_when_armed() RETURNS trigger LANGUAGE plpgsql AS
              $$ BEGIN IF EXISTS (SELECT FROM drops WHERE instance_id = NEW.instance_id) THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER drop_at_commit AFTER INSERT ON journal DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION drop_when_armed();
            """);
        await command.ExecuteNonQueryAsync();
    }

    public async Task DropAsync(Step step, Func<Task> commit)
    {
        var instance = step.Engine[0].Instance.Id.Value;
        await RunAsync("INSERT INTO drops VALUES ($1)", instance);
        try
        {
            await commit();
        }
        finally
        {
            await RunAsync("DELETE FROM drops WHERE instance_id = $1", instance);
        }
    }

    private async Task RunAsync(string sql, Guid instance)
    {
#pragma warning disable CA2100 // only statements above
        await using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        command.Parameters.Add(new NpgsqlParameter { Value = instance });
        await command.ExecuteNonQueryAsync();
    }
}
