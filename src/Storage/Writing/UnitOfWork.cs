using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Storage.Writing;

internal sealed class UnitOfWork(AidContext db, IWriter writer) : IUnitOfWork
{
    private readonly List<StepWrites> engine = [];
    private readonly List<Func<DbContext, CancellationToken, Task>> within = [];

    public DbContext Db => db;

    public void Add(StepWrites step) => engine.Add(step);

    public void Within(Func<DbContext, CancellationToken, Task> write) => within.Add(write);

    public async Task CommitAsync(CancellationToken cancellation)
    {
        if (db.Database.CurrentTransaction is not null)
            throw new InvalidOperationException("An act reads without a transaction: the commit brings its own.");

        await writer.CommitAsync(new Step(db, within, engine), cancellation);

        // Only now is it true: until the outer commit the tracker must still know what has to be written.
        db.ChangeTracker.AcceptAllChanges();
        engine.Clear();
        within.Clear();
    }
}
