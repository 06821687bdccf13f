using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>Takes open tasks where they belong whose deputy's time is over, whose person has lost the role or left, or whose unit has closed; each in its own commit.</summary>
internal sealed class DisplacedTaskSweep(IActs acts, Displaced displaced, Rests rests, ILogger<DisplacedTaskSweep> logger) : ISweep
{
    public const string Key = "displaced-tasks";

    private const int Most = 100;

    public string Name => Key;

    public Task<int> SweepAsync(CancellationToken cancellation) => OneByOne.RunAsync(
        Most,
        most => displaced.ReadAsync(most, cancellation),
        async one =>
        {
            await acts.RunAsync<PassOn, TaskId?>((act, token) => act.RunAsync(one.Task, null, null, one.Because, Actor.System, token), cancellation);
            return true;
        },
        (one, reason) => logger.DisplacedTaskRefused(one.Task, reason.Message),
        rests,
        cancellation);
}
