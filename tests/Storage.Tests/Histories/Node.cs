using System.Collections.Immutable;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Primitives;
using AidWorkflow.Engine.Running;
using AidWorkflow.Harness;
using AidWorkflow.Storage.Reading;
using AidWorkflow.Storage.Sending;
using AidWorkflow.Storage.Writing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AidWorkflow.Storage.Tests.Histories;

/// <summary>A process on the database as far as one can be had within a test: the storage room with its own connections, its writer behind faults.</summary>
internal sealed class Node : IInstances, IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly FaultyWriter writer;
    private readonly Stage stage;
    private readonly Instances instances;

    /// <param name="planted">A store that does wrong, to see that it is found out; null for the real one.</param>
    public Node(StorageOptions options, FakeClock clock, Stage stage, Func<IWriter, IWriter>? planted)
    {
        this.stage = stage;
        FaultyWriter? faulty = null;
        services = TestDatabase.NodeOn(options, clock, all =>
        {
            all.AddSingleton<IIds>(stage);
            var real = all.Last(service => service.ServiceType == typeof(IWriter));
            all.Remove(real);
            all.AddSingleton<IWriter>(provider =>
            {
                var unspoilt = (IWriter)(real.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, real.ImplementationType!));
                return faulty = new FaultyWriter(planted is null ? unspoilt : planted(unspoilt), stage, options.Provider is Provider.Postgres ? new ArmedDrops(provider.GetRequiredService<NpgsqlDataSource>()) : null);
            });
        });
        Steps = services.GetRequiredService<ISteps>();
        Outbox = services.GetRequiredService<IOutbox>();
        instances = services.GetRequiredService<Instances>();
        Rows = new Rows(services.GetRequiredService<IReader>());
        writer = faulty!;
    }

    public bool IsDead => writer.IsDead;

    public ISteps Steps { get; }

    public IOutbox Outbox { get; }

    public Rows Rows { get; }

    /// <summary>The engine on this node.</summary>
    public BareInstances Engine(DefinitionSet definitions, RunnerOptions options, TimeProvider time, Ledger ledger, Activity errand)
    {
        var known = new CompiledWorkflows(new MemoryStore(definitions), ElsaActivities.With(errand));
        return new BareInstances(known, new Runner(stage, time, options), this, new Witnessed(Steps, known, ledger), stage);
    }

    public Task<InstanceRow?> FindAsync(InstanceId id, CancellationToken cancellation) => ReadAsync(() => instances.FindAsync(id, cancellation));

    public Task<BookmarkRow?> BookmarkAsync(BookmarkId id, CancellationToken cancellation) => ReadAsync(() => instances.BookmarkAsync(id, cancellation));

    public Task<IReadOnlyList<BookmarkRow>> WaitingAsync(string name, string stimulus, string? correlationId, int most, CancellationToken cancellation) =>
        ReadAsync(() => instances.WaitingAsync(name, stimulus, correlationId, most, cancellation));

    public Task<IReadOnlyList<BookmarkRow>> DueAsync(DateTimeOffset now, int most, CancellationToken cancellation) => ReadAsync(() => instances.DueAsync(now, most, cancellation));

    public Task<JournalRow?> StepAsync(InstanceId id, long revision, CancellationToken cancellation) => ReadAsync(() => instances.StepAsync(id, revision, cancellation));

    public ValueTask DisposeAsync() => services.DisposeAsync();

    private async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        await stage.Turns.NextAsync();
        writer.Look();
        return await read();
    }

    /// <summary>Notes what was acknowledged, and nothing else.</summary>
    private sealed class Witnessed(ISteps steps, CompiledWorkflows workflows, Ledger ledger) : ISteps
    {
        public async Task CommitAsync(StepWrites step, CancellationToken cancellation)
        {
            await steps.CommitAsync(step, cancellation);
            ledger.Acknowledged(new(step.Instance.Id, step.Instance.Revision, [.. step.Journal.Events], await LeftAsync(step, cancellation)));
        }

        /// <summary>Bookmarks of what faults are taken away too, but stay in the state and come back when it is helped.</summary>
        private async Task<ImmutableArray<BookmarkId>> LeftAsync(StepWrites step, CancellationToken cancellation)
        {
            if (step.BookmarksBurned.IsEmpty)
                return [];
            var state = InstanceState.Unpack(await workflows.GetAsync(step.Instance.DefinitionVersionId, cancellation), step.Instance);
            return [.. step.BookmarksBurned.Where(burned => state.FindBookmark(burned) is null)];
        }
    }
}
