using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>
/// Marks cases that an older version stored, each in its own commit: stopped anywhere it goes on with the next, and twice is as good as once. New cases bring their marks, so once
/// none is left it looks again only after an hour, for what a node of the older version stored beside it.
/// </summary>
internal sealed class CaseMarkSweep(IActs acts, UnmarkedCases unmarked, CaseMarkSweep.Rest rest, TimeProvider time, Rests rests, ILogger<CaseMarkSweep> logger) : ISweep
{
    public const string Key = "case-marks";

    private const int Most = 200;

    public string Name => Key;

    public async Task<int> SweepAsync(CancellationToken cancellation)
    {
        if (time.GetUtcNow() < rest.Until)
            return 0;
        var done = await OneByOne.RunAsync(
            Most,
            most => unmarked.FirstAsync(most, cancellation),
            id => acts.RunAsync<MarkStoredCase, bool>((act, token) => act.MarkAsync(id, token), cancellation),
            (id, reason) => logger.MarkRefused(id, reason.Message),
            rests,
            cancellation);
        if (done == 0)
            rest.Until = time.GetUtcNow().AddHours(1);
        return done;
    }

    /// <summary>How long this node has nothing to look for.</summary>
    internal sealed class Rest
    {
        public DateTimeOffset Until { get; set; }
    }
}
