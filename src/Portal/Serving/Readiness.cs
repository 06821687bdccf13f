using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Storage.Migrating;
using AidWorkflow.Storage.Model;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Quartz;

namespace AidWorkflow.Portal.Serving;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: it can work, because the database is reachable and
/// of this version and the sweeps are alive.
/// </summary>
internal static class Readiness
{
    private const string Ready = "ready";

    public static void AddReadiness(this IServiceCollection services) => services.AddHealthChecks()
        .AddCheck<DatabaseCheck>("database", tags: [Ready])
        .AddCheck<SweepCheck>("sweeps", tags: [Ready]);

    public static void MapReadiness(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = AnswerAsync });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = AnswerAsync });
    }

    private static Task AnswerAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(new
    {
        status = report.Status.ToString(),
        checks = report.Entries.ToDictionary(entry => entry.Key, entry => new { status = entry.Value.Status.ToString(), entry.Value.Description }, StringComparer.Ordinal),
    });
}

internal sealed class DatabaseCheck(AidContext db, IMigrator migrator) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!await db.Database.CanConnectAsync(cancellationToken))
            return HealthCheckResult.Unhealthy("The database cannot be reached.");
        var pending = await migrator.PendingAsync(cancellationToken);
        return pending.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"Migrations are missing: {string.Join(", ", pending)}.");
    }
}

/// <summary>Whether the schedule moves: on a cluster any node may run a sweep, so it is the trigger that tells, not this node's log.</summary>
internal sealed class SweepCheck(ISchedulerFactory schedulers, IEnumerable<SweepPlan> plans, TimeProvider time) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        if (scheduler.Status != SchedulerStatus.Running)
            return HealthCheckResult.Unhealthy("The schedule is not running.");

        var late = new List<string>();
        foreach (var (name, every) in plans)
        {
            var trigger = await scheduler.GetTrigger(new TriggerKey(name, Schedule.Group), cancellationToken);
            if (trigger?.NextFireTimeUtc is not { } next || next < time.GetUtcNow() - every - Schedule.Overdue)
                late.Add(name);
        }

        return late.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"Not swept for a while: {string.Join(", ", late)}.");
    }
}
