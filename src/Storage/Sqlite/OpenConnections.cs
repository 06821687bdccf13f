using System.Collections.Concurrent;
using System.Data.Common;
using AidWorkflow.Storage.Model;
using AidWorkflow.Storage.Writing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Storage.Sqlite;

/// <summary>
/// Connections that acts read on, open for as long as the process: opening one anew for each question, as EF would, loses the statements
/// compiled on it and gives it all of EF's functions again. None holds a transaction between two questions.
/// </summary>
internal sealed class OpenConnections(Func<AidContext> contexts) : IActConnections, IDisposable
{
    /// <summary>More acts than this at once may come; their connections are then not kept.</summary>
    private const int MostIdle = 32;

    private readonly ConcurrentBag<AidContext> idle = [];
    private int kept;
    private volatile bool disposed;

    public IDisposable Lend(AidContext db)
    {
        if (idle.TryTake(out var owner))
        {
            Interlocked.Decrement(ref kept);
        }
        else
        {
            owner = contexts();
            owner.Database.OpenConnection();
        }

        return new Loan(this, owner, db);
    }

    public void Dispose()
    {
        disposed = true;
        while (idle.TryTake(out var owner))
            owner.Dispose();
    }

    private void Return(AidContext owner)
    {
        if (Interlocked.Increment(ref kept) > MostIdle)
        {
            Interlocked.Decrement(ref kept);
            owner.Dispose();
            return;
        }

        idle.Add(owner);
        if (disposed)
            Dispose();
    }

    private sealed class Loan : IDisposable
    {
        private readonly OpenConnections from;
        private readonly AidContext owner;
        private readonly AidContext db;
        private readonly DbConnection own;

        public Loan(OpenConnections from, AidContext owner, AidContext db)
        {
            (this.from, this.owner, this.db) = (from, owner, db);
            own = db.Database.GetDbConnection();
            db.Database.SetDbConnection(owner.Database.GetDbConnection(), contextOwnsConnection: false);
        }

        public void Dispose()
        {
            db.Database.SetDbConnection(own, contextOwnsConnection: true);
            from.Return(owner);
        }
    }
}
