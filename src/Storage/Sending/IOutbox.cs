using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Storage.Sending;

/// <summary>
/// The messages that committed steps want sent. Whoever delivers claims some for a while, so that several nodes share the work
/// and a node that dies gives its messages back when its lease ends: every message is delivered at least once.
/// </summary>
public interface IOutbox
{
    /// <summary>
    /// Due messages that nobody else holds, longest waiting first, now held until <paramref name="now"/> + <paramref name="lease"/>.
    /// <see cref="OutboxRow.Attempts"/> already counts this attempt; above one, an earlier attempt failed or its outcome is unknown.
    /// </summary>
    Task<IReadOnlyList<OutboxRow>> ClaimAsync(DateTimeOffset now, int most, TimeSpan lease, CancellationToken cancellation);

    /// <summary>It is out. Also right for a sender whose lease has ended meanwhile.</summary>
    Task SentAsync(OutboxRow message, DateTimeOffset at, CancellationToken cancellation);

    /// <summary>Try again later (<see cref="Backoff"/> says when). Without effect when the lease has passed to somebody else.</summary>
    Task FailedAsync(OutboxRow message, string error, DateTimeOffset nextAttempt, CancellationToken cancellation);

    /// <summary>No more attempts by itself: a person sees it and decides. Without effect when the lease has passed to somebody else.</summary>
    Task ParkAsync(OutboxRow message, string error, CancellationToken cancellation);

    /// <summary>
    /// Takes a bookmark from the clock and has the message resume it instead: tried again later and later, and parked where a person sees it. In one commit, so it
    /// is never neither.
    /// </summary>
    /// <returns>False when the bookmark is gone, or was taken from the clock before.</returns>
    Task<bool> TakeOverAsync(BookmarkId due, OutboxRow message, CancellationToken cancellation);

    /// <summary>When the earliest waiting message is due, one that somebody holds at the end of its lease; null when none waits.</summary>
    Task<DateTimeOffset?> EarliestAsync(CancellationToken cancellation);
}
