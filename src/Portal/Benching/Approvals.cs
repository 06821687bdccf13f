using System.Diagnostics;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Primitives;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Portal.Benching;

/// <summary>
/// The work that is measured: an approval in three steps, each resumed from outside. A step is what a request makes of it: find the
/// bookmark, read the instance, run the burst, commit everything durably.
/// </summary>
internal sealed class Approvals(Runner runner, IInstances instances, ISteps steps, IIds ids)
{
    private static readonly string[] Events = ["Approve1", "Approve2", "Approve3"];

    private readonly CompiledWorkflow workflow = CompiledWorkflow.Compile(BenchDefinitions.Read("bench-approval.json"), ElsaActivities.With());

    /// <summary>One approval from start to end.</summary>
    /// <returns>How many steps it took.</returns>
    public async Task<int> ApproveAsync(CancellationToken cancellation)
    {
        var correlation = (await StartAsync(cancellation)).ToString();
        foreach (var name in Events)
            await ResumeAsync(correlation, name, cancellation);
        return 1 + Events.Length;
    }

    /// <summary>Starts one, which then waits for its first event.</summary>
    /// <returns>Its id; as text what it is found by.</returns>
    public async Task<InstanceId> StartAsync(CancellationToken cancellation)
    {
        var id = InstanceId.Of(ids.Next());
        var burst = await runner.StartAsync(workflow, id, id.ToString(), null, null, null, cancellation);
        await steps.CommitAsync(burst.Writes, cancellation);
        return id;
    }

    public Task<StepTimes> ResumeFirstAsync(string correlation, CancellationToken cancellation) => ResumeAsync(correlation, Events[0], cancellation);

    private async Task<StepTimes> ResumeAsync(string correlation, string name, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        var bookmark = (await instances.WaitingAsync("Elsa.Event", name, correlation, 1, cancellation))[0];
        var instance = await instances.FindAsync(bookmark.InstanceId, cancellation) ?? throw new UnreachableException();
        var read = Stopwatch.GetTimestamp();
        var burst = await runner.ResumeAsync(workflow, instance, bookmark.Id, null, null, null, cancellation);
        var run = Stopwatch.GetTimestamp();
        await steps.CommitAsync(burst.Writes, cancellation);
        return new StepTimes(Microseconds(began, read), Microseconds(read, run), Microseconds(run, Stopwatch.GetTimestamp()));
    }

    private static double Microseconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMicroseconds;
}

/// <summary>Where the time of one step went, in microseconds: finding and reading, running the burst, the durable commit.</summary>
internal sealed record StepTimes(double Read, double Run, double Commit)
{
    public double Whole => Read + Run + Commit;
}
