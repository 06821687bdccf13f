using Quartz;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>Quartz's shell around a sweep, chosen by the job's name. Only one runs at a time in the whole cluster.</summary>
[DisallowConcurrentExecution]
internal sealed class SweepJob(IEnumerable<ISweep> sweeps, IEnumerable<SweepPlan> plans, SweepRunner runner, TimeProvider time) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var sweep = sweeps.SingleOrDefault(sweep => sweep.Name == context.JobDetail.Key.Name);
        if (sweep is null)
            return; // A schedule kept in the database may still name a sweep that a newer version no longer has.

        await runner.RunAsync(sweep, cancellationToken);
        await WakeEarlierAsync(sweep, context, cancellationToken);
    }

    /// <summary>A deadline nearer than the next round gets a round of its own.</summary>
    private async Task WakeEarlierAsync(ISweep sweep, IJobExecutionContext context, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var every = plans.Single(plan => plan.Name == sweep.Name).Every;
        if (await sweep.NextDueAsync(cancellation) is not { } due || due <= now || due >= now + every)
            return;

        var once = TriggerBuilder.Create()
            .WithIdentity($"{sweep.Name}-early", Schedule.Group)
            .ForJob(context.JobDetail.Key)
            .StartAt(due)
            .Build();
        await context.Scheduler.ScheduleTrigger(once, TriggerConflict.Replace, cancellation);
    }
}
