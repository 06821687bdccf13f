using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>Seals the heads of all audit streams that moved, so that a tail removed later is found.</summary>
internal sealed class SealSweep(IActs acts) : ISweep
{
    public const string Key = "audit-seal";

    private const int Most = 500;

    public string Name => Key;

    public Task<int> SweepAsync(CancellationToken cancellation) =>
        acts.RunAsync<SealStreams, int>((act, token) => act.RunAsync(Most, token), cancellation);
}
