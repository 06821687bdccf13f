using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Running;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Storage.Reading;
using AidWorkflow.Storage.Sending;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>
/// Resumes what waits for the clock: the end of a notice, a delay. Each in its own commit. One that cannot go on is handed over to the outbox, which tries it later and
/// later and parks it in the end where a person sees it; so it neither stands before the others nor is tried each second.
/// </summary>
internal sealed class DueTimerSweep(
    IOwnedInstances cases, BareInstances bare, IInstances instances, IDeadlines deadlines, IOutbox outbox, IIds ids, TimeProvider time, Rests rests, ILogger<DueTimerSweep> logger) : ISweep
{
    public const string Key = "timers";

    internal const int Most = 100;

    public string Name => Key;

    public Task<int> SweepAsync(CancellationToken cancellation) => OneByOne.RunAsync(
        Most,
        most => instances.DueAsync(time.GetUtcNow(), most, cancellation),
        bookmark => ResumeAsync(bookmark, cancellation),
        (bookmark, reason) => logger.TimerRefused(bookmark.Id, reason.Message),
        rests,
        cancellation);

    private async Task<bool> ResumeAsync(BookmarkRow bookmark, CancellationToken cancellation)
    {
        try
        {
            if (!await cases.ResumeAsync(bookmark, input: null, cancellation))
                await bare.ResumeAsync(bookmark.Id, input: null, cancellation);
            return true;
        }
        catch (BookmarkGoneException gone)
        {
            // Another node was first. One that stands there all the same would be asked for again for ever.
            return await instances.BookmarkAsync(bookmark.Id, cancellation) is not null && await HandOverAsync(bookmark, gone, cancellation);
        }
        catch (InstanceOnHoldException)
        {
            return false; // It was put on hold a moment ago; it is due again when it is activated.
        }
        catch (Exception passing) when (passing is LostRaceException or RefusedException { Code: Acts.Contended or Acts.Busy or Acts.Unsure })
        {
            return false; // Nothing is wrong with it: the next round.
        }
#pragma warning disable CA1031 // Whatever it fails with, those behind it are due too.
        catch (Exception fault) when (!OneByOne.IsOfTheHouse(fault, cancellation))
#pragma warning restore CA1031
        {
            return await HandOverAsync(bookmark, fault, cancellation);
        }
    }

    private async Task<bool> HandOverAsync(BookmarkRow bookmark, Exception fault, CancellationToken cancellation)
    {
        var (id, now) = (ids.Next(), time.GetUtcNow());
        var message = new OutboxRow
        {
            Id = new(id),
            Channel = Channels.Timer,
            IdempotencyKey = $"timer/{bookmark.Id}/{id}", // it may come back to the clock, and fail again
            Payload = Channels.Late(bookmark.Id),
            CorrelationId = bookmark.CorrelationId,
            CreatedAt = now,
            Attempts = 1,
            NextAttemptAt = now + Backoff.After(1, id),
        };
        if (!await outbox.TakeOverAsync(bookmark.Id, message, cancellation))
            return false;
        logger.TimerHandedOver(bookmark.Id, message.Id, fault);
        return true;
    }

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation) => deadlines.EarliestBookmarkAsync(cancellation);
}
