using AidWorkflow.Engine.Instances;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Acting;

/// <summary>
/// One act's writes. Acts change tracked entities and say what else belongs to the step; the runner of acts commits once.
/// </summary>
public interface IUnitOfWork
{
    /// <summary>The context of this act. Reads see committed data; writes leave with the commit.</summary>
    DbContext Db { get; }

    /// <summary>Engine rows of the same step.</summary>
    void Add(StepWrites step);

    /// <summary>
    /// Runs inside the transaction, before the tracked changes are saved, in the order added: conditional updates, counters, hash chains.
    /// The context given is bound to that transaction. Throwing rolls this act back alone.
    /// May run more than once only together with the whole act.
    /// </summary>
    void Within(Func<DbContext, CancellationToken, Task> write);

    /// <summary>Writes everything in one transaction, or nothing.</summary>
    /// <exception cref="Engine.Ports.LostRaceException">A row was changed by somebody else meanwhile.</exception>
    Task CommitAsync(CancellationToken cancellation);
}

/// <summary>Runs an act on a fresh scope and commits it; a lost race runs it again, three times at most.</summary>
public interface IActs
{
    Task<TResult> RunAsync<TAct, TResult>(Func<TAct, CancellationToken, Task<TResult>> act, CancellationToken cancellation)
        where TAct : notnull;
}

/// <summary>A row that two acts must not change unseen. The unit of work raises it on every save and compares it on write.</summary>
public interface IRevised
{
    long Revision { get; }
}
