using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>A sweep's place in the schedule, known before the container is built.</summary>
/// <param name="Every">How often it looks by itself.</param>
internal sealed record SweepPlan(string Name, TimeSpan Every);

internal static class Sweeps
{
    /// <summary>Every second, the pace of whatever a person or a deadline waits for.</summary>
    public static readonly TimeSpan Promptly = TimeSpan.FromSeconds(1);

    /// <summary>For housekeeping nobody waits for.</summary>
    public static readonly TimeSpan Leisurely = TimeSpan.FromMinutes(1);

    /// <summary>The sweeps of the aid domain; the outbox brings its own.</summary>
    public static IServiceCollection AddSweeps(this IServiceCollection services) => services
        .AddSingleton<CaseMarkSweep.Rest>()
        .AddSingleton<Rests>()
        .AddSweep<DueTimerSweep>(DueTimerSweep.Key, Promptly)
        .AddSweep<TriggerSweep>(TriggerSweep.Key, Promptly)
        .AddSweep<ReminderSweep>(ReminderSweep.Key, Promptly)
        .AddSweep<SupplementSweep>(SupplementSweep.Key, Promptly)
        .AddSweep<BankAnswerSweep>(BankAnswerSweep.Key, Promptly)
        .AddSweep<MeetingSweep>(MeetingSweep.Key, Promptly)
        .AddSweep<RegisterSweep>(RegisterSweep.Key, Leisurely)
        .AddSweep<RatingSweep>(RatingSweep.Key, Leisurely)
        .AddSweep<RedateSweep>(RedateSweep.Key, Leisurely)
        .AddSweep<DisplacedTaskSweep>(DisplacedTaskSweep.Key, Leisurely)
        .AddSweep<UnlinkedFileSweep>(UnlinkedFileSweep.Key, Leisurely)
        .AddSweep<KeptAnswerSweep>(KeptAnswerSweep.Key, Leisurely)
        .AddSweep<TaskLookSweep>(TaskLookSweep.Key, TaskLookSweep.Rarely)
        .AddSweep<CaseMarkSweep>(CaseMarkSweep.Key, Leisurely)
        .AddSweep<SealSweep>(SealSweep.Key, Leisurely);

    /// <summary>Puts a sweep into the container and, where there is one, the schedule.</summary>
    public static IServiceCollection AddSweep<TSweep>(this IServiceCollection services, string name, TimeSpan every)
        where TSweep : class, ISweep
    {
        services.TryAddSingleton<SweepLog>();
        services.TryAddSingleton<SweepRunner>();
        return services.AddSingleton(new SweepPlan(name, every)).AddScoped<ISweep, TSweep>();
    }

    internal static IEnumerable<SweepPlan> PlansOf(IServiceCollection services) =>
        services.Select(service => service.ImplementationInstance).OfType<SweepPlan>();
}
