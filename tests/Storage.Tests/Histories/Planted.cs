using System.Collections.Concurrent;
using System.Data.Common;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Storage.Writing;

namespace AidWorkflow.Storage.Tests.Histories;

/// <summary>A store that does wrong now and then, in one way: the harness has to find it out.</summary>
internal abstract class Planted(IWriter real) : IWriter, IAsyncDisposable
{
    private int steps;

    protected IWriter Real => real;

    public Task CommitAsync(Step step, CancellationToken cancellation) => WrongAsync(step, step.Engine[0], Interlocked.Increment(ref steps) % 5 == 0, cancellation);

    public Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, CancellationToken, Task<T>> write, CancellationToken cancellation) => real.WriteAsync(write, cancellation);

    public async ValueTask DisposeAsync()
    {
        if (real is IAsyncDisposable lane)
            await lane.DisposeAsync();
    }

    /// <param name="now">Whether it is one of those that go wrong.</param>
    protected abstract Task WrongAsync(Step step, StepWrites writes, bool now, CancellationToken cancellation);

    protected Task CommitAsync(StepWrites writes, CancellationToken cancellation) => real.CommitAsync(Step.Of(writes), cancellation);

    /// <summary>Says of a step that it is written, and has not written it.</summary>
    internal sealed class LosesSteps(IWriter real) : Planted(real)
    {
        protected override Task WrongAsync(Step step, StepWrites writes, bool now, CancellationToken cancellation) => now ? Task.CompletedTask : Real.CommitAsync(step, cancellation);
    }

    /// <summary>Leaves the bookmark there that a step consumed.</summary>
    internal sealed class KeepsBookmarks(IWriter real) : Planted(real)
    {
        protected override Task WrongAsync(Step step, StepWrites writes, bool now, CancellationToken cancellation) => CommitAsync(writes with { BookmarksBurned = [] }, cancellation);
    }

    /// <summary>Writes the step of whoever lost a race over what the winner left.</summary>
    internal sealed class ResumesTwice(IWriter real) : Planted(real)
    {
        protected override async Task WrongAsync(Step step, StepWrites writes, bool now, CancellationToken cancellation)
        {
            try
            {
                await Real.CommitAsync(step, cancellation);
            }
            catch (LostRaceException) when (writes.ExpectedRevision is { } read)
            {
                await CommitAsync(
                    writes with
                    {
                        ExpectedRevision = read + 1,
                        Instance = writes.Instance with { Revision = read + 2 },
                        Journal = writes.Journal with { Revision = read + 2 },
                        BookmarksBurned = [],
                        Messages = [],
                    },
                    cancellation);
            }
        }
    }

    /// <summary>Sends what a step wants sent once more under another key.</summary>
    internal sealed class SendsAgain(IWriter real) : Planted(real)
    {
        protected override Task WrongAsync(Step step, StepWrites writes, bool now, CancellationToken cancellation) => CommitAsync(
            writes with { Messages = [.. writes.Messages, .. writes.Messages.Select(message => message with { Id = MessageId.Of(Guid.CreateVersion7()), IdempotencyKey = $"again/{message.IdempotencyKey}" })] },
            cancellation);
    }

    /// <summary>Forgets what a step wants sent.</summary>
    internal sealed class SendsNothing(IWriter real) : Planted(real)
    {
        protected override Task WrongAsync(Step step, StepWrites writes, bool now, CancellationToken cancellation) => CommitAsync(now ? writes with { Messages = [] } : writes, cancellation);
    }

    /// <summary>Writes the state that the instance had before the step.</summary>
    internal sealed class KeepsOldStates(IWriter real) : Planted(real)
    {
        private readonly ConcurrentDictionary<InstanceId, byte[]> last = [];

        protected override Task WrongAsync(Step step, StepWrites writes, bool now, CancellationToken cancellation)
        {
            var before = last.GetValueOrDefault(writes.Instance.Id);
            last[writes.Instance.Id] = writes.Instance.State;
            return CommitAsync(now && before is not null ? writes with { Instance = writes.Instance with { State = before } } : writes, cancellation);
        }
    }
}
