using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Storage.Reading;

internal sealed class Instances(IReader reader, EngineReads reads) : IInstances, IDeadlines
{
    public Task<InstanceRow?> FindAsync(InstanceId id, CancellationToken cancellation) =>
        reader.FirstAsync(reads.FindInstance, EngineReads.ReadInstance, cancellation, id.Value);

    public Task<BookmarkRow?> BookmarkAsync(BookmarkId id, CancellationToken cancellation) =>
        reader.FirstAsync(reads.FindBookmark, EngineReads.ReadBookmark, cancellation, id.Value);

    public Task<IReadOnlyList<BookmarkRow>> WaitingAsync(string name, string stimulus, string? correlationId, int most, CancellationToken cancellation) =>
        correlationId is null
            ? reader.AllAsync(reads.WaitingAnywhere, EngineReads.ReadBookmark, cancellation, name, stimulus, most)
            : reader.AllAsync(reads.Waiting, EngineReads.ReadBookmark, cancellation, name, stimulus, correlationId, most);

    public Task<IReadOnlyList<BookmarkRow>> DueAsync(DateTimeOffset now, int most, CancellationToken cancellation) =>
        reader.AllAsync(reads.Due, EngineReads.ReadBookmark, cancellation, now.UtcTicks, most);

    public Task<JournalRow?> StepAsync(InstanceId id, long revision, CancellationToken cancellation) =>
        reader.FirstAsync(reads.FindStep, EngineReads.ReadStep, cancellation, id.Value, revision);

    public Task<DateTimeOffset?> EarliestBookmarkAsync(CancellationToken cancellation) =>
        reader.FirstAsync(reads.EarliestBookmark, EngineReads.ReadMoment, cancellation);
}
