using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Expressions.JavaScript;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Primitives;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Portal.Benching;

/// <summary>What the engine does without a database: a whole workflow in one burst, and a condition that is compiled.</summary>
internal static class MemoryBench
{
    private const int AtOnce = 100;

    public static async Task RunAsync(BenchPlan plan, Figures figures, CancellationToken cancellation)
    {
        var runner = new Runner(new TimeOrderedIds(TimeProvider.System), TimeProvider.System);
        var workflow = CompiledWorkflow.Compile(BenchDefinitions.Read("bench-simple.json"), ElsaActivities.With());
        foreach (var callers in new[] { 1, Environment.ProcessorCount })
            await SayAsync("workflows in memory", callers, async (_, token) =>
            {
                for (var round = 0; round < AtOnce; round++)
                    await runner.StartAsync(workflow, new InstanceId(Guid.CreateVersion7()), null, null, null, null, token);
                return AtOnce;
            });

        var condition = JsProgram.Compile("amount > 2000 && kind === 'illness'");
        await SayAsync("evaluations of a condition", 1, (_, _) =>
        {
            var (host, budget) = (new Names(), new JsBudget(TimeProvider.System));
            for (var round = 0; round < AtOnce; round++)
                condition.Run(host, budget);
            return Task.FromResult(AtOnce);
        });

        async Task SayAsync(string bench, int callers, Func<int, CancellationToken, Task<int>> work)
        {
            await Pace.MeasureAsync(callers, plan.Each, work, cancellation); // compiles and warms up
            var (rates, before, done) = (new List<double>(), GC.GetTotalAllocatedBytes(), 0L);
            for (var round = 0; round < plan.Rounds; round++)
                rates.Add(await Pace.MeasureAsync(callers, plan.Each, async (caller, token) =>
                {
                    var count = await work(caller, token);
                    Interlocked.Add(ref done, count);
                    return count;
                }, cancellation));
            await figures.SayAsync(new
            {
                bench,
                callers,
                perSecond = Figures.Rounded(Figures.Median(rates)),
                bytesEach = Figures.Rounded((GC.GetTotalAllocatedBytes() - before) / (double)done),
            });
        }
    }

    /// <summary>Two names that a condition asks for.</summary>
    private sealed class Names : IJsHost
    {
        private static readonly JsValue Kind = JsValue.Of("illness");

        public DateTimeOffset Now => DateTimeOffset.UnixEpoch;

        public bool TryGet(string name, out JsValue value)
        {
            value = name == "amount" ? JsValue.Of(2400) : Kind;
            return true;
        }

        public double NextRandom() => 0;
    }
}
