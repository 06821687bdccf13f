using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Integrating;

/// <summary>Tells whom a presented token stands for, and notes that it was used.</summary>
public sealed class PresentedToken(IUnitOfWork work, TimeProvider time)
{
    /// <summary>A use is noted at most so often: a program that asks every second must not write every second.</summary>
    public static readonly TimeSpan NotedEvery = TimeSpan.FromMinutes(5);

    /// <returns>Null where it is not good, for whichever reason: nobody learns which.</returns>
    public async Task<ApiToken?> FindAsync(string presented, CancellationToken cancellation)
    {
        if (TokenSecret.Read(presented) is not var (id, secret))
            return null;
        var token = await work.Db.Set<ApiToken>().AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancellation);
        return token is not null && token.IsGoodOn(LocalDay.Today(time)) && TokenSecret.Fits(secret, token.SecretHash) ? token : null;
    }

    public bool IsToBeNoted(ApiToken token) => token.LastUsedAt is not { } last || time.GetUtcNow() - last >= NotedEvery;

    /// <summary>A statement of its own: two requests at once do not race for the row.</summary>
    public Task<ApiTokenId> NoteAsync(ApiTokenId id)
    {
        var now = time.GetUtcNow();
        work.Within((db, cancellation) => db.Set<ApiToken>().Where(token => token.Id == id).ExecuteUpdateAsync(set => set.SetProperty(token => token.LastUsedAt, now), cancellation));
        return Task.FromResult(id);
    }
}
