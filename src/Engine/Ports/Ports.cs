using System.Text.Json.Nodes;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Engine.Ports;

/// <summary>Where ids come from, so that time-ordered ids follow the injected clock.</summary>
public interface IIds
{
    /// <summary>A new UUIDv7.</summary>
    Guid Next();
}

/// <summary>Reads of engine rows. Never inside a transaction of a step.</summary>
public interface IInstances
{
    Task<InstanceRow?> FindAsync(InstanceId id, CancellationToken cancellation);

    Task<BookmarkRow?> BookmarkAsync(BookmarkId id, CancellationToken cancellation);

    /// <summary>Bookmarks that a stimulus from outside would resume, oldest first.</summary>
    Task<IReadOnlyList<BookmarkRow>> WaitingAsync(string name, string stimulus, string? correlationId, int most, CancellationToken cancellation);

    /// <summary>Bookmarks whose time has come, earliest first.</summary>
    Task<IReadOnlyList<BookmarkRow>> DueAsync(DateTimeOffset now, int most, CancellationToken cancellation);

    /// <returns>What the step did that brought the instance to the revision; null when there was none.</returns>
    Task<JournalRow?> StepAsync(InstanceId id, long revision, CancellationToken cancellation);
}

/// <summary>Commits a step that has no rows but the engine's own.</summary>
public interface ISteps
{
    /// <exception cref="LostRaceException">Another step of the instance was committed first; nothing was written.</exception>
    Task CommitAsync(StepWrites step, CancellationToken cancellation);
}

/// <summary>Instances that have rows of another room beside the engine's, so that only that room's act may move them.</summary>
public interface IOwnedInstances
{
    /// <summary>Brings something to where the instance waits, in the owner's act.</summary>
    /// <returns>False when nobody owns it: it is bare.</returns>
    /// <exception cref="Running.BookmarkGoneException">Somebody was first, or the flow went another way.</exception>
    Task<bool> ResumeAsync(BookmarkRow bookmark, JsonNode? input, CancellationToken cancellation);
}

/// <summary>A conditional write found the world changed. The act runs again on fresh state.</summary>
public sealed class LostRaceException(string what, Exception? inner = null) : Running.NotAFaultException(what, inner);
