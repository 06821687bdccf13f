using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Primitives;
using AidWorkflow.Engine.Running;
using AidWorkflow.Harness;
using AidWorkflow.Storage.Tests.Histories;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Storage.Tests.Processes;

/// <summary>Several come at the same moment.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
[CancelAfter(120_000)]
internal sealed class AtOnceTests(Provider provider)
{
    private const int Times = 1000;
    private const int InstancesAtOnce = 4;

    [Test]
    public async Task Of_fifty_who_resume_one_bookmark_one_gets_through_and_the_others_are_told(CancellationToken cancellation)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var approval = Flows.Of("approval", "wait:Event errand:Test.Errand", "wait -> errand");
        var known = Known(approval);
        await On(database, known, database.Get<ISteps>()).StartAsync(approval.Id, "one", null, cancellation);
        var engine = On(database, known, new Together(database.Get<ISteps>(), 50));
        var bookmark = await database.ReadAsync(db => db.Set<BookmarkRow>().SingleAsync(cancellation));

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => TryAsync(engine, bookmark.Id, cancellation), cancellation)));

        var errands = await database.ReadAsync(db => db.Set<OutboxRow>().CountAsync(cancellation));
        var steps = await database.ReadAsync(db => db.Set<JournalRow>().CountAsync(cancellation));
        Assert.That((answers.Count(through => through), answers.Count(through => !through), errands, steps), Is.EqualTo((1, 49, 1, 2)));
    }

    [Test]
    public async Task Two_branches_resumed_at_the_same_moment_both_arrive_a_thousand_times(CancellationToken cancellation)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var known = Known(Parallel());
        await System.Threading.Tasks.Parallel.ForAsync(0, Times, new ParallelOptions { MaxDegreeOfParallelism = InstancesAtOnce, CancellationToken = cancellation }, async (_, token) =>
        {
            var waiting = (await On(database, known, database.Get<ISteps>()).StartAsync("bench-parallel-v1", null, null, token)).Waiting;
            var engine = On(database, known, new Together(database.Get<ISteps>(), waiting.Length));
            await Task.WhenAll(waiting.Select(bookmark => Task.Run(() => engine.ResumeAsync(bookmark.Id, null, token), token)));
        });

        var ended = await database.ReadAsync(db => db.Set<InstanceRow>().CountAsync(row => row.SubStatus == InstanceSubStatus.Finished && row.Revision == 3, cancellation));
        var waiting = await database.ReadAsync(db => db.Set<BookmarkRow>().CountAsync(cancellation));
        Assert.That((ended, waiting), Is.EqualTo((Times, 0)));
    }

    private static async Task<bool> TryAsync(BareInstances engine, BookmarkId bookmark, CancellationToken cancellation)
    {
        try
        {
            await engine.ResumeAsync(bookmark, null, cancellation);
            return true;
        }
        catch (BookmarkGoneException)
        {
            return false;
        }
    }

    private static CompiledWorkflows Known(WorkflowDefinition definition) =>
        new(new MemoryStore(new DefinitionSet([definition])), ElsaActivities.With(new Errand(() => false)));

    private static BareInstances On(TestDatabase database, CompiledWorkflows known, ISteps steps)
    {
        var ids = database.Get<IIds>();
        return new BareInstances(known, new Runner(ids, database.Clock), database.Get<IInstances>(), steps, ids);
    }

    private static WorkflowDefinition Parallel()
    {
        using var stream = typeof(AtOnceTests).Assembly.GetManifestResourceStream("bench-parallel.json")!;
        using var reader = new StreamReader(stream);
        return WorkflowDefinition.Parse(reader.ReadToEnd());
    }

    /// <summary>Lets the first so many commits go on only when all of them have come, so each rests on what it read before any was written.</summary>
    private sealed class Together(ISteps steps, int callers) : ISteps
    {
        private readonly TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int come;

        public async Task CommitAsync(StepWrites step, CancellationToken cancellation)
        {
            if (Interlocked.Increment(ref come) == callers)
                all.SetResult();
            await all.Task;
            await steps.CommitAsync(step, cancellation);
        }
    }
}
