using System.Data.Common;
using System.Threading.Channels;
using AidWorkflow.Storage.Model;
using AidWorkflow.Storage.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace AidWorkflow.Storage.Sqlite;

/// <summary>
/// All writes to a SQLite file, one after the other on one connection. Steps that wait at the same moment share a commit, because a commit
/// costs a hundred times what its rows cost: the lane opens a transaction, gives each queued step a savepoint, rolls back only the loser,
/// commits once and then acknowledges all. It takes what is queued and never waits for more.
/// </summary>
internal sealed class WriterLane : IWriter, IAsyncDisposable
{
    /// <summary>Bounds how long the first of a batch waits for its acknowledgement.</summary>
    private const int Most = 64;

    [ThreadStatic]
    private static bool inside;

    private readonly Func<AidContext> contexts;
    private readonly ILogger logger;

    // A caller that finds the lane idle runs it on its own thread: a step alone then costs no change of thread.
    private readonly Channel<Turn> queue = Channel.CreateUnbounded<Turn>(new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });
    private readonly List<Turn> batch = new(Most);
    private readonly Task running;
    private LaneConnection? lane;

    /// <param name="contexts">Makes a context whose connection the lane keeps; called again only after a connection failed.</param>
    public WriterLane(Func<AidContext> contexts, ILogger<WriterLane> logger)
    {
        this.contexts = contexts;
        this.logger = logger;
        using (ExecutionContext.SuppressFlow()) // the lane belongs to no request
            running = RunAsync();
    }

    public Task CommitAsync(Step step, CancellationToken cancellation) => QueueAsync((connection, token) => SaveAsync(step, connection, token), cancellation);

    public async Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, CancellationToken, Task<T>> write, CancellationToken cancellation)
    {
        var result = default(T);
        await QueueAsync(async (connection, token) => result = await write(connection.Connection, connection.Transaction, token), cancellation);
        return result!;
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await running;
        lane?.Dispose();
    }

    private Task QueueAsync(Func<LaneConnection, CancellationToken, Task> write, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (inside)
            throw new InvalidOperationException("A step that commits another step from within would wait for itself.");
        var turn = new Turn(write, cancellation);
        ObjectDisposedException.ThrowIf(!queue.Writer.TryWrite(turn), this);
        return turn.Task; // not abandoned on cancellation: whoever asked must learn whether it is written
    }

    private async Task RunAsync()
    {
        while (await queue.Reader.WaitToReadAsync())
        {
            await CommitTogetherAsync();
            if (!queue.Reader.TryPeek(out _))
                continue;

            await Task.Yield(); // the caller's thread has paid for its own step; the rest is not its work
            while (queue.Reader.TryPeek(out _))
                await CommitTogetherAsync();
        }
    }

    private async Task CommitTogetherAsync()
    {
        Exception? failure = null;
        try
        {
            lane ??= new LaneConnection(contexts());
            lane.Begin();
            while (batch.Count < Most && queue.Reader.TryRead(out var turn))
            {
                batch.Add(turn);
                await RunAsync(turn, lane);
            }

            lane.Commit();
        }
        catch (Exception broken)
        {
            // The transaction is gone, and with it every step of the batch; the next batch starts on a new connection.
            failure = LostRaces.Told(broken);
            Discard();
            logger.BatchFailed(batch.Count, broken);
            if (batch.Count == 0)
                TakeAll(); // it could not even begin: without telling them the lane would try for ever
        }

        foreach (var turn in batch)
            turn.Acknowledge(failure);
        batch.Clear();
    }

    private void TakeAll()
    {
        while (batch.Count < Most && queue.Reader.TryRead(out var turn))
            batch.Add(turn);
    }

    private void Discard()
    {
        try
        {
            lane?.Dispose();
        }
        catch (Exception broken)
        {
            logger.ConnectionLost(broken);
        }

        lane = null;
    }

    private static async Task RunAsync(Turn turn, LaneConnection lane)
    {
        if (turn.Cancellation.IsCancellationRequested)
        {
            turn.Lost = new OperationCanceledException(turn.Cancellation);
            return;
        }

        lane.Savepoint();
        try
        {
            await Start(turn, lane);
            lane.Release();
        }
        catch (Exception lost)
        {
            lane.RollbackTo();
            turn.Lost = LostRaces.Told(lost);
        }
    }

    private static Task Start(Turn turn, LaneConnection lane)
    {
        inside = true; // marks this thread only while the write runs on it, which on SQLite is to its end
        try
        {
            return turn.Write(lane, turn.Cancellation);
        }
        finally
        {
            inside = false;
        }
    }

    private static async Task SaveAsync(Step step, LaneConnection lane, CancellationToken cancellation)
    {
        if (step.Db is null)
        {
            foreach (var engine in step.Engine)
                EngineRows.Write(engine, lane);
            return;
        }

        var database = step.Db.Database;
        var own = database.GetDbConnection();
        database.SetDbConnection(lane.Connection, contextOwnsConnection: false);
        try
        {
            database.UseTransaction(lane.Transaction);
            database.AutoSavepointsEnabled = false; // the lane's own savepoint holds this step
            for (var i = 0; i < step.Within.Count; i++)
                await step.Within[i](step.Db, cancellation);
            foreach (var engine in step.Engine)
                EngineRows.Write(engine, lane);
            step.Db.SaveChanges(acceptAllChangesOnSuccess: false);
        }
        finally
        {
            database.UseTransaction(null);
            database.SetDbConnection(own, contextOwnsConnection: own.State != System.Data.ConnectionState.Open); // an open one is lent
        }
    }

    private sealed class Turn(Func<LaneConnection, CancellationToken, Task> write, CancellationToken cancellation)
        : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public Func<LaneConnection, CancellationToken, Task> Write => write;

        public CancellationToken Cancellation => cancellation;

        public Exception? Lost { get; set; }

        public void Acknowledge(Exception? failure)
        {
            if ((Lost ?? failure) is not { } told)
                SetResult();
            else if (told is OperationCanceledException && cancellation.IsCancellationRequested)
                SetCanceled(cancellation);
            else
                SetException(told);
        }
    }
}
