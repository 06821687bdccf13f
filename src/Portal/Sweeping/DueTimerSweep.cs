using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Running;
using AidWorkflow.Storage.Reading;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>Resumes what waits for the clock: the end of a notice, a delay. Each in its own commit; one that fails does not stop the others.</summary>
internal sealed class DueTimerSweep(IOwnedInstances cases, BareInstances bare, IInstances instances, IDeadlines deadlines, TimeProvider time, ILogger<DueTimerSweep> logger) : ISweep
{
    public const string Key = "timers";

    private const int Most = 100;

    public string Name => Key;

    public async Task<int> SweepAsync(CancellationToken cancellation)
    {
        var resumed = 0;
        foreach (var bookmark in await instances.DueAsync(time.GetUtcNow(), Most, cancellation))
        {
            try
            {
                if (await ResumeAsync(bookmark, cancellation))
                    resumed++;
            }
            catch (NotAFaultException refused)
            {
                logger.TimerRefused(bookmark.Id, refused.Message);
            }
        }

        return resumed;
    }

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
