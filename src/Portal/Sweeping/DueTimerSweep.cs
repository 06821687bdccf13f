using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Running;
using AidWorkflow.Storage.Reading;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>Resumes what waits for the clock: the end of a notice, a delay. Each in its own commit.</summary>
internal sealed class DueTimerSweep(IOwnedInstances cases, BareInstances bare, IInstances instances, IDeadlines deadlines, TimeProvider time, ILogger<DueTimerSweep> logger) : ISweep
{
    public const string Key = "timers";

    private const int Most = 100;

    public string Name => Key;

    public Task<int> SweepAsync(CancellationToken cancellation) => OneByOne.RunAsync(
        Most,
        most => instances.DueAsync(time.GetUtcNow(), most, cancellation),
        bookmark => ResumeAsync(bookmark, cancellation),
        (bookmark, reason) => logger.TimerRefused(bookmark.Id, reason.Message));

    private async Task<bool> ResumeAsync(BookmarkRow bookmark, CancellationToken cancellation)
    {
        try
        {
            if (!await cases.ResumeAsync(bookmark, input: null, cancellation))
                await bare.ResumeAsync(bookmark.Id, input: null, cancellation);
            return true;
        }
        catch (BookmarkGoneException)
        {
            return false; // Another node was first.
        }
    }

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation) => deadlines.EarliestBookmarkAsync(cancellation);
}
