using System.Collections.Immutable;
using System.Data.Common;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Storage.Writing;

/// <summary>What one transaction carries: engine rows alone, or with them an act's context and its writes within.</summary>
internal sealed record Step(
    AidContext? Db,
    IReadOnlyList<Func<DbContext, CancellationToken, Task>> Within,
    IReadOnlyList<StepWrites> Engine)
{
    public static Step Of(StepWrites engine) => new(null, ImmutableArray<Func<DbContext, CancellationToken, Task>>.Empty, [engine]);
}

/// <summary>The provider's way of making a step durable.</summary>
internal interface IWriter
{
    /// <summary>Returns when the step is on the disk. Whatever it throws, nothing of the step was written.</summary>
    Task CommitAsync(Step step, CancellationToken cancellation);

    /// <summary>A few statements of storage itself (the outbox), in a transaction of their own or together with others'.</summary>
    Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, CancellationToken, Task<T>> write, CancellationToken cancellation);
}
