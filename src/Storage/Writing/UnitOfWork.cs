using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Storage.Writing;

internal sealed class UnitOfWork : IUnitOfWork, IDisposable
{
    private readonly AidContext db;
    private readonly IWriter writer;
    private readonly IDisposable? connection;
    private readonly List<StepWrites> engine = [];
    private readonly List<Func<DbContext, CancellationToken, Task>> within = [];

    public UnitOfWork(AidContext db, IWriter writer, IActConnections connections)
    {
        (this.db, this.writer) = (db, writer);
        connection = connections.Lend(db);
    }

    public DbContext Db => db;

    public void Add(StepWrites step) => engine.Add(step);

    public void Within(Func<DbContext, CancellationToken, Task> write) => within.Add(StorageTracing.Following(write));

    public async Task CommitAsync(CancellationToken cancellation)
    {
        if (db.Database.CurrentTransaction is not null)
            throw new InvalidOperationException("An act reads without a transaction: the commit brings its own.");

        if (TaskMessages.Settling(db) is { } settle)
            Within(settle);
        using var span = StorageTracing.Commit(() => engine.Count == 0 && within.Count == 0 && !db.ChangeTracker.HasChanges());
        await writer.CommitAsync(new Step(db, within, engine), cancellation);

        // Only now is it true: until the outer commit the tracker must still know what has to be written.
        db.ChangeTracker.AcceptAllChanges();
        engine.Clear();
        within.Clear();
    }

    public void Dispose() => connection?.Dispose();
}

/// <summary>Where an act's reads go, if not to a connection that its context opens for each of them.</summary>
internal interface IActConnections
{
    /// <summary>Null where the provider's own pool serves as well.</summary>
    IDisposable? Lend(AidContext db);
}

/// <summary>A server's pool keeps connections and their statements, and one held for a whole act would be missing elsewhere.</summary>
internal sealed class PooledConnections : IActConnections
{
    public IDisposable? Lend(AidContext db) => null;
}
