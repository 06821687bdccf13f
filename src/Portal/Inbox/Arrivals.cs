using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Inbox;

/// <summary>
/// Whether tasks were written since somebody looked, whichever node wrote them: one short question of the database a moment for all open inboxes of this node, so that each of them can learn of a
/// new task at once without asking for everything so often.
/// </summary>
internal sealed class Arrivals(IServiceScopeFactory scopes, TimeProvider time) : IDisposable
{
    /// <summary>How old an answer may be.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(500);

    /// <summary>The newest few, not the newest alone: of two commits at once the later one may have the earlier id.</summary>
    private const int Newest = 32;

    private readonly SemaphoreSlim asking = new(1);
    private (DateTimeOffset At, int Mark)? known;

    /// <summary>Another number than before where tasks were written. Ids are in the order of time, so the key's own index answers; SQL Server keeps them in another order, and there the slower look has to do.</summary>
    public async Task<int> MarkAsync(CancellationToken cancellation)
    {
        await asking.WaitAsync(cancellation);
        try
        {
            var now = time.GetUtcNow();
            if (known is { } fresh && now >= fresh.At && now - fresh.At < Fresh)
                return fresh.Mark;
            await using var scope = scopes.CreateAsyncScope();
            var mark = new HashCode();
            foreach (var id in await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().Db.Set<ReviewTask>().AsNoTracking().OrderByDescending(task => task.Id).Take(Newest).Select(task => task.Id).ToListAsync(cancellation))
                mark.Add(id);
            known = (now, mark.ToHashCode());
            return known.Value.Mark;
        }
        finally
        {
            asking.Release();
        }
    }

    public void Dispose() => asking.Dispose();
}
