using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Defining;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>Starts the workflows that the clock starts. Each in its own commit, with its next time.</summary>
internal sealed class TriggerSweep(IActs acts, Rests rests, ILogger<TriggerSweep> logger) : ISweep
{
    public const string Key = "triggers";

    private const int Most = 100;

    public string Name => Key;

    public Task<int> SweepAsync(CancellationToken cancellation) => OneByOne.RunAsync(
        Most,
        most => acts.RunAsync<StartOnTime, IReadOnlyList<TriggerId>>((act, token) => act.DueAsync(most, token), cancellation),
        trigger => acts.RunAsync<StartOnTime, bool>((act, token) => act.RunAsync(trigger, token), cancellation),
        (trigger, reason) => logger.TriggerRefused(trigger, reason.Message),
        rests,
        cancellation);

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation) =>
        acts.RunAsync<StartOnTime, DateTimeOffset?>((act, token) => act.NextDueAsync(token), cancellation);
}
