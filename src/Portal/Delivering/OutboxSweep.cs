using System.Text.RegularExpressions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Portal.Tracing;
using AidWorkflow.Storage.Sending;

namespace AidWorkflow.Portal.Delivering;

/// <summary>
/// Delivers what committed steps want sent: claim for a while, hand over, mark. Dying in between sends it again
/// under the same key. What fails too often or for good is parked, where a person sees it and may retry.
/// </summary>
internal sealed partial class OutboxSweep(IOutbox outbox, IEnumerable<IChannel> channels, DeliverySettings settings, TimeProvider time, ILogger<OutboxSweep> logger) : ISweep
{
    public const string Key = "outbox";

    private const int LongestError = 500;

    private readonly Dictionary<string, IChannel> channels = channels.ToDictionary(channel => channel.Name, StringComparer.Ordinal);

    public string Name => Key;

    public async Task<int> SweepAsync(CancellationToken cancellation)
    {
        var claimed = await outbox.ClaimAsync(time.GetUtcNow(), settings.BatchSize, settings.Lease, cancellation);
        var several = new ParallelOptions { MaxDegreeOfParallelism = settings.Parallel, CancellationToken = cancellation };
        await Parallel.ForEachAsync(claimed, several, async (message, token) => await DeliverAsync(message, token));
        return claimed.Count;
    }

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation) => outbox.EarliestAsync(cancellation);

    private async Task DeliverAsync(OutboxRow message, CancellationToken cancellation)
    {
        using var span = Spans.Delivery(message);
        try
        {
            if (!channels.TryGetValue(message.Channel, out var channel))
                throw new UndeliverableException($"The channel {message.Channel} is not set up.");
            await channel.SendAsync(message, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (UndeliverableException fault)
        {
            Spans.Delivered(span, message, "parked");
            await ParkAsync(message, fault, cancellation);
            return;
        }
        catch (NotNowException later)
        {
            Spans.Delivered(span, message, "later");
            await outbox.FailedAsync(message, Words(later), time.GetUtcNow() + Backoff.After(message.Attempts, message.Id.Value), cancellation);
            return;
        }
#pragma warning disable CA1031 // Whatever a channel fails with, the message is still to be delivered.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Spans.Delivered(span, message, "failed");
            await FailAsync(message, fault, cancellation);
            return;
        }

        Spans.Delivered(span, message, "sent");
        await outbox.SentAsync(message, time.GetUtcNow(), cancellation);
        logger.Sent(message.Id, message.Channel, message.Attempts);
    }

    private async Task FailAsync(OutboxRow message, Exception fault, CancellationToken cancellation)
    {
        if (message.Attempts >= settings.MostAttempts)
        {
            await ParkAsync(message, fault, cancellation);
            return;
        }

        var next = time.GetUtcNow() + Backoff.After(message.Attempts, message.Id.Value);
        await outbox.FailedAsync(message, Words(fault), next, cancellation);
        logger.Failed(message.Id, message.Channel, message.Attempts, next, fault.GetType().Name);
    }

    private async Task ParkAsync(OutboxRow message, Exception fault, CancellationToken cancellation)
    {
        await outbox.ParkAsync(message, Words(fault), cancellation);
        logger.Parked(message.Id, message.Channel, message.Attempts, fault.GetType().Name);
    }

    private static string Words(Exception fault)
    {
        var words = fault.InnerException is { } inner && fault is not UndeliverableException ? $"{fault.Message} {inner.Message}" : fault.Message;
        words = Address().Replace(words, "…"); // a receiver that refuses likes to repeat whom it refuses
        return words.Length <= LongestError ? words : words[..LongestError];
    }

    /// <summary>An e-mail address, or digits as long as a telephone or identity number.</summary>
    [GeneratedRegex(@"[^\s<>@]+@[^\s<>@]+|\d{7,}[\dXx]?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
