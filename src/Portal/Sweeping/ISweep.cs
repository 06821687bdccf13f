namespace AidWorkflow.Portal.Sweeping;

/// <summary>
/// Work that falls due: found by a query, done in small commits, safe to run twice and on several nodes at once.
/// Quartz calls it by the clock on the wall; the replay calls it by the clock it moves.
/// </summary>
internal interface ISweep
{
    /// <summary>A stable name: the key of its job and of its line on the status page.</summary>
    string Name { get; }

    /// <summary>Does a bounded part of what is due.</summary>
    /// <returns>How many pieces of work it did; zero when nothing is due any more.</returns>
    Task<int> SweepAsync(CancellationToken cancellation);

    /// <summary>When its earliest waiting work falls due, so that it can be woken in time; null when it only goes by the clock of its schedule.</summary>
    Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation) => Task.FromResult<DateTimeOffset?>(null);
}
