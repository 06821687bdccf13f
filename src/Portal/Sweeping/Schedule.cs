using AidWorkflow.Portal.Hosting;
using AidWorkflow.Storage;
using Quartz;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>
/// Quartz fires each sweep; it keeps its schedule in memory on SQLite, shared and clustered on PostgreSQL.
/// Deadlines themselves are our rows: losing the schedule loses nothing.
/// </summary>
internal static class Schedule
{
    public const string Group = "sweeps";

    /// <summary>A trigger that should have fired so long ago and did not means that nobody sweeps.</summary>
    public static readonly TimeSpan Overdue = TimeSpan.FromMinutes(1);

    public static void AddSweepSchedule(this IServiceCollection services, DatabaseSettings database)
    {
        var plans = Sweeps.PlansOf(services).ToList();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler => scheduler.InstanceName = "aidworkflow");
            quartz.UseDefaultThreadPool(8);
            if (database.Provider == Provider.Postgres)
            {
                quartz.UsePersistentStore(store =>
                {
                    store.ProvisionSchema();
                    store.UseSystemTextJsonSerializer();
                    store.UsePostgres(database.Connection!);
                    store.UseClustering();
                });
            }

            foreach (var (name, every) in plans)
            {
                var key = new JobKey(name, Group);
                quartz.AddJob<SweepJob>(job => job.WithIdentity(key).StoreDurably());
                quartz.AddTrigger(trigger => trigger
                    .ForJob(key)
                    .WithIdentity(name, Group)
                    .StartNow()
                    .WithSimpleSchedule(every));
            }
        });
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
    }
}
