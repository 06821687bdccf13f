using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Storage.Reading;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>Resumes what waits for the clock: the end of a notice, a delay. Each in its own commit; one that fails does not stop the others.</summary>
internal sealed class DueTimerSweep(IActs acts, IInstances instances, IDeadlines deadlines, TimeProvider time, ILogger<DueTimerSweep> logger) : ISweep
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
                if (await acts.RunAsync<ResumeDue, CaseId?>((act, token) => act.ResumeAsync(bookmark, token), cancellation) is not null)
                    resumed++;
            }
            catch (RefusedException refused)
            {
                logger.TimerRefused(bookmark.Id, refused.Code);
            }
        }

        return resumed;
    }

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation) => deadlines.EarliestBookmarkAsync(cancellation);
}
