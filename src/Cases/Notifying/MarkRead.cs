using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Notifying;

/// <summary>Somebody has read messages of theirs; the first time counts.</summary>
public sealed class MarkRead(OwnMessages own, TimeProvider time)
{
    /// <param name="id">Null for all of them.</param>
    /// <exception cref="RefusedException">message.unknown, also where it is somebody else's.</exception>
    public async Task<int> ReadAsync(NotificationId? id, Actor actor, CancellationToken cancellation)
    {
        var mine = await own.OfAsync(actor, cancellation);
        var read = id is { } one
            ? [await mine.FirstOrDefaultAsync(message => message.Id == one, cancellation) ?? throw new RefusedException("message.unknown")]
            : await mine.Where(message => message.ReadAt == null).ToListAsync(cancellation);
        foreach (var message in read)
            message.Read(time.GetUtcNow());
        return read.Count;
    }
}
