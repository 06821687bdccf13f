using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Clocks;

/// <summary>The last calendar that was read, shared by all acts of this process.</summary>
public sealed class CalendarCache
{
    // Written whole; a stale one is found out by its number.
    private volatile WorkingCalendar last = WorkingCalendar.Empty;

    internal WorkingCalendar Last
    {
        get => last;
        set => last = value;
    }
}

/// <summary>The working calendar as loaded into the database. One small query an act tells whether the cached one still holds.</summary>
public sealed class Calendars(IUnitOfWork work, CalendarCache cache)
{
    private WorkingCalendar? current;

    public async Task<WorkingCalendar> CurrentAsync(CancellationToken cancellation)
    {
        if (current is not null)
            return current;
        return await CurrentAsync(await work.Db.Set<CalendarYear>().MaxAsync(year => (long?)year.Number, cancellation) ?? 0, cancellation);
    }

    /// <param name="number">Of the last loading, as this act read it together with something else.</param>
    internal async Task<WorkingCalendar> CurrentAsync(long number, CancellationToken cancellation)
    {
        if (current is not null)
            return current;
        if (cache.Last.Number != number)
        {
            var years = await work.Db.Set<CalendarYear>().AsNoTracking().ToListAsync(cancellation);
            cache.Last = new WorkingCalendar(years.Select(year => year.ToNoticed()), years.Max(year => year.Number));
        }

        return current = cache.Last;
    }
}
