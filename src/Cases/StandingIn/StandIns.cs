using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.StandingIn;

/// <summary>Kept between the acts of this process for one state of deputies and covers, whose number each act reads from the database; so one added on another node is never passed by.</summary>
public sealed class StandInCache
{
    private volatile Kept last = new(-1, StandInBook.Nobody);

    internal StandInBook? After(long changes) => last is { } kept && kept.Changes == changes ? kept.Book : null;

    internal StandInBook Keep(long changes, StandInBook book)
    {
        last = new(changes, book);
        return book;
    }

    private sealed record Kept(long Changes, StandInBook Book);
}

/// <summary>Reads who stands in for whom. Where nothing changed since, that is one small row; a case file has brought even that along.</summary>
public sealed class StandIns(IUnitOfWork work, StandInCache cache, TimeProvider time)
{
    public async Task<StandInBook> BookAsync(CancellationToken cancellation) =>
        await BookAsync(await work.Db.Set<UnitTreeHead>().AsNoTracking().Where(head => head.Id == 1).Select(head => head.StandInChanges).FirstOrDefaultAsync(cancellation), cancellation);

    /// <param name="changes">How often deputies and covers have changed.</param>
    internal async Task<StandInBook> BookAsync(long changes, CancellationToken cancellation) => cache.After(changes) ?? cache.Keep(changes, await ReadAsync(cancellation));

    internal async Task<StandInBook> ReadAsync(CancellationToken cancellation)
    {
        // What is over today is over for good; what is to come is kept for its day.
        var today = LocalDay.Today(time);
        var deputies = await work.Db.Set<Deputy>().AsNoTracking().Where(deputy => deputy.ValidTo > today).OrderBy(deputy => deputy.Id).ToListAsync(cancellation);
        var covers = await work.Db.Set<Cover>().AsNoTracking().Where(cover => cover.ValidTo > today).OrderBy(cover => cover.Id).ToListAsync(cancellation);
        return new(
            [.. deputies.Select(LineOf)],
            [.. covers.Select(cover => new CoverLine(cover.Role, cover.UnitId, cover.ByRole, cover.ByUnitId, new(cover.ValidFrom, cover.ValidTo)))]);
    }

    /// <summary>Deputies or covers change in this act; of two acts at once the slower looks again.</summary>
    internal async Task TouchAsync(CancellationToken cancellation)
    {
        var head = await work.Db.Set<UnitTreeHead>().FindAsync([1], cancellation);
        if (head is null)
            work.Db.Add(head = new UnitTreeHead { Id = 1 });
        head.StandInChanges++;
    }

    /// <summary>Somebody stands in for nobody any more.</summary>
    internal async Task<int> EndOfAsync(AccountId account, DateOnly on, CancellationToken cancellation)
    {
        var ending = await work.Db.Set<Deputy>().Where(deputy => deputy.AccountId == account && deputy.ValidTo > on).ToListAsync(cancellation);
        if (ending.Count == 0)
            return 0;
        await TouchAsync(cancellation);
        foreach (var deputy in ending)
            deputy.End(on);
        return ending.Count;
    }

    internal static DeputyLine LineOf(Deputy deputy) => new(deputy.PrincipalId, deputy.AccountId, new(deputy.ValidFrom, deputy.ValidTo), deputy.Services) { Arranged = deputy.ArrangedBy != deputy.PrincipalId };
}
