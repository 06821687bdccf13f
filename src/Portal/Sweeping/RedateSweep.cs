using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Petitioning;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>Dates deadlines of cases and petitions anew that an act computed just before a calendar year was loaded.</summary>
internal sealed class RedateSweep(IActs acts) : ISweep
{
    public const string Key = "deadlines";

    private const int Most = 200;

    public string Name => Key;

    public async Task<int> SweepAsync(CancellationToken cancellation) =>
        (await acts.RunAsync<RedateClocks, IReadOnlyList<MovedDeadline>>((act, token) => act.RunAsync(Most, token), cancellation)).Count
        + await acts.RunAsync<RedatePetitions, int>((act, token) => act.RunAsync(Most, token), cancellation);
}
