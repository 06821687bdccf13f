namespace AidWorkflow.Storage.Reading;

/// <summary>What a sweep or the replay's clock waits for.</summary>
public interface IDeadlines
{
    /// <summary>When the earliest bookmark with a deadline is due; null when none waits for the clock.</summary>
    Task<DateTimeOffset?> EarliestBookmarkAsync(CancellationToken cancellation);
}
