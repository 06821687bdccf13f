using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>Removes uploads that no case took within a day.</summary>
internal sealed class UnlinkedFileSweep(IActs acts) : ISweep
{
    public const string Key = "unlinked-files";

    private const int Most = 100;

    public string Name => Key;

    public Task<int> SweepAsync(CancellationToken cancellation) =>
        acts.RunAsync<RemoveUnlinkedFiles, int>((act, token) => act.RunAsync(Most, token), cancellation);
}
