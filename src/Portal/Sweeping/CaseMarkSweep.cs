using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>Marks cases that an older version stored, each in its own commit: stopped anywhere it goes on with the next, and twice is as good as once.</summary>
internal sealed class CaseMarkSweep(IActs acts, UnmarkedCases unmarked, ILogger<CaseMarkSweep> logger) : ISweep
{
    public const string Key = "case-marks";

    private const int Most = 200;

    public string Name => Key;

    public Task<int> SweepAsync(CancellationToken cancellation) => OneByOne.RunAsync(
        Most,
        most => unmarked.FirstAsync(most, cancellation),
        id => acts.RunAsync<MarkStoredCase, bool>((act, token) => act.MarkAsync(id, token), cancellation),
        (id, reason) => logger.MarkRefused(id, reason.Message));
}
