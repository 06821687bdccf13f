using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Engine.Instances;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Mending;

/// <summary>A person sends a message once more that was parked because nobody would take it.</summary>
public sealed class RetryMessage(IUnitOfWork work, MendingRights rights, AuditTrail audit, TimeProvider time)
{
    /// <exception cref="RefusedException">message.unknown, mending.not-yours, message.not-parked</exception>
    public async Task<MessageId> RetryAsync(MessageId id, Actor actor, CancellationToken cancellation)
    {
        var message = await work.Db.Set<OutboxRow>().AsNoTracking().FirstOrDefaultAsync(message => message.Id == id, cancellation)
            ?? throw new RefusedException("message.unknown");
        var about = Stuck.CaseOf(message);
        await rights.RequireAsync(actor, about, cancellation);
        if (message.State != OutboxState.Parked)
            throw new RefusedException("message.not-parked");

        var now = time.GetUtcNow();
        work.Within(async (db, token) =>
        {
            var freed = await db.Set<OutboxRow>().Where(row => row.Id == id && row.State == OutboxState.Parked).ExecuteUpdateAsync(set => set
                .SetProperty(row => row.State, OutboxState.Pending)
                .SetProperty(row => row.Attempts, 0) // all its tries again, not the last of them
                .SetProperty(row => row.NextAttemptAt, now), token);
            if (freed == 0)
                throw new RefusedException("message.not-parked");
        });
        audit.Record(about is null ? $"system:{LocalDay.Of(now):yyyy-MM-dd}" : $"case:{about}", "message.retried", actor,
            ("message", id.ToString()), ("channel", message.Channel), ("key", message.IdempotencyKey));
        return id;
    }
}
