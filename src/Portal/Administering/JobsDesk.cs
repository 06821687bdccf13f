using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Portal.Sweeping;
using Quartz;

namespace AidWorkflow.Portal.Administering;

/// <summary>A piece of work that runs by itself.</summary>
/// <param name="Every">How often it looks.</param>
/// <param name="Last">How it last ended on this node; null when it has not run here since the start.</param>
/// <param name="Next">When Quartz starts it again.</param>
/// <param name="Due">When its earliest waiting piece of work falls due; null when none waits, or it goes by its schedule alone.</param>
public sealed record JobRow(string Name, TimeSpan Every, SweepRound? Last, DateTimeOffset? Next, DateTimeOffset? Due);

/// <summary>Reads what Quartz runs, and runs a job at once where somebody does not want to wait.</summary>
internal sealed class JobsDesk(IEnumerable<ISweep> sweeps, IEnumerable<SweepPlan> plans, SweepLog log, SweepRunner runner, ISchedulerFactory schedulers, IActs acts, TimeProvider time)
{
    public async Task<ImmutableArray<JobRow>> ReadAsync(CancellationToken cancellation)
    {
        var scheduler = await schedulers.GetScheduler(cancellation);
        var last = log.Rounds.ToDictionary(round => round.Name, StringComparer.Ordinal);
        var rows = ImmutableArray.CreateBuilder<JobRow>();
        foreach (var sweep in sweeps.OrderBy(sweep => sweep.Name, StringComparer.Ordinal))
        {
            var triggers = await scheduler.GetTriggersOfJob(new JobKey(sweep.Name, Schedule.Group), cancellation);
            rows.Add(new(sweep.Name, plans.Single(plan => plan.Name == sweep.Name).Every, last.GetValueOrDefault(sweep.Name),
                triggers.Select(trigger => trigger.NextFireTimeUtc).Min(), await sweep.NextDueAsync(cancellation)));
        }

        return rows.ToImmutable();
    }

    /// <summary>Runs a job at once, and puts on record who did.</summary>
    /// <returns>How it ended; null when there is no such job.</returns>
    public async Task<SweepRound?> RunAsync(string name, Actor actor, CancellationToken cancellation)
    {
        if (sweeps.FirstOrDefault(sweep => sweep.Name == name) is not { } sweep)
            return null;
        await runner.RunAsync(sweep, cancellation);
        var round = log.Rounds.First(round => round.Name == name);
        await acts.RunAsync<AuditTrail, bool>((trail, _) =>
        {
            trail.Record($"system:{LocalDay.Today(time):yyyy-MM-dd}", "job.run", actor, ("job", name), ("done", $"{round.Done}"), ("fault", round.Fault));
            return Task.FromResult(true);
        }, cancellation);
        return round;
    }
}
