using System.Diagnostics;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Primitives;
using AidWorkflow.Engine.Running;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Storage.Reading;
using AidWorkflow.Storage.Sending;

namespace AidWorkflow.Portal.Benching;

/// <summary>Very many timers due at once: how fast the sweep works them off, what memory it takes, and what a person waits for meanwhile.</summary>
internal static class FloodBench
{
    /// <summary>How often somebody resumes an approval, before and during the flood.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    public static async Task RunAsync(BenchPlace place, BenchPlan plan, Figures figures, CancellationToken cancellation)
    {
        var clock = new Replaying.ReplayClock(new DateTimeOffset(2021, 1, 4, 1, 0, 0, TimeSpan.Zero)); // before anything that another benchmark left waiting
        await using var house = await BenchHouse.OpenAsync(place, clock, cancellation);
        var waits = Waits();
        var bare = new BareInstances(
            new CompiledWorkflows(new MemoryStore(new DefinitionSet([waits])), ElsaActivities.With()),
            house.Get<Runner>(), house.Get<IInstances>(), house.Get<ISteps>(), house.Get<IIds>(), house.Get<IOwnedInstances>());
        await Parallel.ForAsync(0, plan.Timers, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = cancellation }, async (_, token) =>
            await bare.StartAsync(waits.Id, null, null, token));
        var sweep = new DueTimerSweep(
            house.Get<IOwnedInstances>(), bare, house.Get<IInstances>(), house.Get<IDeadlines>(), house.Get<IOutbox>(), house.Get<IIds>(), clock, house.Get<Rests>(), house.Get<ILogger<DueTimerSweep>>());

        _ = await new Person(house.Approvals, TimeProvider.System).ResumeAsync(plan.Each / 4, cancellation); // compiles and warms up
        var before = await new Person(house.Approvals, TimeProvider.System).ResumeAsync(plan.Each, cancellation);
        GC.Collect();
        var (memory, person) = (Environment.WorkingSet, new Person(house.Approvals, TimeProvider.System));
        clock.MoveTo(clock.GetUtcNow().AddHours(1));
        var watch = Stopwatch.StartNew();
        var working = Task.Run(() => WorkOffAsync(sweep, house.Get<SweepRunner>(), cancellation), cancellation);
        var during = await person.ResumeAsync(working, cancellation);
        var done = await working;
        watch.Stop();

        await figures.SayAsync(new
        {
            bench = "flood",
            database = place.Provider,
            timers = plan.Timers,
            perSecond = Figures.Rounded(done / watch.Elapsed.TotalSeconds),
            peakGrowthMegabytes = Figures.Rounded(Math.Max(0, person.Peak - memory) / 1048576.0),
            beforeMedianMicroseconds = Figures.Rounded(Figures.Median(before)),
            beforeP99Microseconds = Figures.Rounded(Figures.Percentile(before, 0.99)),
            medianMicroseconds = Figures.Rounded(Figures.Median(during)),
            p99Microseconds = Figures.Rounded(Figures.Percentile(during, 0.99)),
        });
    }

    /// <summary>As the schedule does, without its second of rest.</summary>
    private static async Task<int> WorkOffAsync(DueTimerSweep sweep, SweepRunner runner, CancellationToken cancellation)
    {
        var done = 0;
        while (await runner.RunAsync(sweep, cancellation) is var some and > 0)
            done += some;
        return done;
    }

    private static WorkflowDefinition Waits() => WorkflowDefinition.Of(new JsonObject
    {
        ["id"] = "bench-flood-v1",
        ["definitionId"] = "bench-flood",
        ["name"] = "Bench flood",
        ["version"] = 1,
        ["root"] = JsonNode.Parse(
            """
            { "id": "wait1", "name": "Wait", "type": "Elsa.Delay", "version": 1,
              "timeSpan": { "typeName": "TimeSpan", "expression": { "type": "Literal", "value": "01:00:00" } } }
            """),
    });

    /// <summary>Somebody at work: resumes an approval every now and then.</summary>
    private sealed class Person(Approvals approvals, TimeProvider time)
    {
        /// <summary>The largest working set that was seen, in bytes.</summary>
        public long Peak { get; private set; }

        /// <returns>What each resume took, in microseconds.</returns>
        public Task<List<double>> ResumeAsync(TimeSpan each, CancellationToken cancellation) => ResumeAsync(Task.Delay(each, time, cancellation), cancellation);

        public async Task<List<double>> ResumeAsync(Task until, CancellationToken cancellation)
        {
            var took = new List<double>();
            while (!until.IsCompleted || took.Count == 0)
            {
                var correlation = (await approvals.StartAsync(cancellation)).ToString();
                await Task.Delay(Pause, time, cancellation);
                took.Add((await approvals.ResumeFirstAsync(correlation, cancellation)).Whole);
                Peak = Math.Max(Peak, Environment.WorkingSet);
            }

            return took;
        }
    }
}
