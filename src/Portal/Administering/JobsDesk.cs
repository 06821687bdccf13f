using System.Collections.Immutable;
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
internal sealed class JobsDesk(IEnumerable<ISweep> sweeps, IEnumerable<SweepPlan> plans, SweepLog log, SweepRunner runner, ISchedulerFactory schedulers)
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

    /// <returns>How it ended; null when there is no such job.</returns>
    public async Task<SweepRound?> RunAsync(string name, CancellationToken cancellation)
    {
        if (sweeps.FirstOrDefault(sweep => sweep.Name == name) is not { } sweep)
            return null;
        await runner.RunAsync(sweep, cancellation);
        return log.Rounds.First(round => round.Name == name);
    }
}
