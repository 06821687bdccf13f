using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Notifying;

/// <summary>Somebody has read messages of theirs; the first time counts. One to all administrators stays unread for the others.</summary>
public sealed class MarkRead(IUnitOfWork work, OwnMessages own, TimeProvider time)
{
    /// <param name="id">Null for all of them.</param>
    /// <exception cref="RefusedException">message.unknown, also where it is somebody else's.</exception>
    public async Task<int> ReadAsync(NotificationId? id, Actor actor, CancellationToken cancellation)
    {
        var mine = await own.OfAsync(actor, onlyUnread: id is null, cancellation);
        var read = id is { } one
            ? [await mine.FirstOrDefaultAsync(message => message.Id == one, cancellation) ?? throw new RefusedException("message.unknown")]
            : await mine.ToListAsync(cancellation);
        var (now, before) = (time.GetUtcNow(), await own.ReadByAsync(actor, read, cancellation));
        foreach (var message in read)
        {
            if (!message.IsToMany)
                message.Read(now);
            else if (!before.Contains(message.Id))
                work.Db.Add(new RoleMessageRead { Message = message.Id, Account = actor.Account!.Value, ReadAt = now });
        }

        return read.Count;
    }
}
