using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Clocks;

/// <summary>A deadline that is another one, or no longer a provisional one, since a year was loaded.</summary>
public sealed record MovedDeadline(CaseId CaseId, ClockId ClockId, string Kind, Deadline Was, Deadline Now);

/// <summary>Stores published years and dates every open clock of every case anew, in one commit.</summary>
public sealed class LoadCalendarYear(IUnitOfWork work, AuditTrail audit, TimeProvider time)
{
    /// <returns>The deadlines that moved or were confirmed. Empty when the calendar already said the same.</returns>
    public async Task<IReadOnlyList<MovedDeadline>> RunAsync(IReadOnlyCollection<NoticedYear> years, Actor actor, CancellationToken cancellation)
    {
        var rows = await work.Db.Set<CalendarYear>().ToDictionaryAsync(row => row.Year, cancellation);
        return await StoreAsync(rows, [.. years.Where(year => !rows.TryGetValue(year.Year, out var row) || !row.Says(year))], actor, cancellation);
    }

    /// <summary>As <see cref="RunAsync"/>, for what the installation brings along: a year that an administrator took from another notice stays as it is.</summary>
    public async Task<IReadOnlyList<MovedDeadline>> FillAsync(IReadOnlyCollection<NoticedYear> years, CancellationToken cancellation)
    {
        var rows = await work.Db.Set<CalendarYear>().ToDictionaryAsync(row => row.Year, cancellation);
        return await StoreAsync(rows, [.. years.Where(year => !rows.TryGetValue(year.Year, out var row) || (row.Source == year.Source && !row.Says(year)))], Actor.System, cancellation);
    }

    private async Task<IReadOnlyList<MovedDeadline>> StoreAsync(Dictionary<int, CalendarYear> rows, List<NoticedYear> news, Actor actor, CancellationToken cancellation)
    {
        if (news.Count == 0)
            return [];

        var now = time.GetUtcNow();
        var number = rows.Values.Select(row => row.Number).DefaultIfEmpty().Max() + 1;
        foreach (var year in news)
        {
            if (rows.TryGetValue(year.Year, out var row))
                row.Take(year, now);
            else
                work.Db.Add(rows[year.Year] = CalendarYear.From(year, now));
            audit.Record($"system:{LocalDay.Of(now):yyyy-MM-dd}", "calendar.loaded", actor, ("year", $"{year.Year}"), ("source", year.Source), ("workingDays", $"{year.WorkingDays}"));
        }

        // Every row carries the number: two loadings at once write the same rows, and the second is run again on what the first left.
        foreach (var row in rows.Values)
            row.Renumber(number);
        return await RedateClocks.AllAsync(work.Db, new WorkingCalendar(rows.Values.Select(row => row.ToNoticed()), number), int.MaxValue, cancellation);
    }
}

/// <summary>
/// Dates clocks anew that were computed with an older calendar: those whose act read the calendar just before a year was loaded. Run it now and
/// then; it does nothing when there are none.
/// </summary>
public sealed class RedateClocks(IUnitOfWork work, Calendars calendars)
{
    public async Task<IReadOnlyList<MovedDeadline>> RunAsync(int most, CancellationToken cancellation) =>
        await AllAsync(work.Db, await calendars.CurrentAsync(cancellation), most, cancellation);

    internal static async Task<IReadOnlyList<MovedDeadline>> AllAsync(DbContext db, WorkingCalendar calendar, int most, CancellationToken cancellation)
    {
        var clocks = await db.Set<CaseClock>()
            .Where(clock => (clock.State == ClockState.Running || clock.State == ClockState.Paused) && clock.DatedBy < calendar.Number)
            .OrderBy(clock => clock.Id).Take(most).ToListAsync(cancellation);
        var moved = new List<MovedDeadline>();
        foreach (var clock in clocks)
        {
            if (clock.DateAnew(calendar) is not { } was)
                continue;
            moved.Add(new MovedDeadline(clock.CaseId, clock.Id, clock.Kind, was, new Deadline(clock.DueOn, clock.Provisional)));
        }

        // The ladder is in working days too, so it may move although the deadline stays.
        var dated = clocks.ToDictionary(clock => clock.Id);
        foreach (var some in dated.Keys.Chunk(500))
        {
            foreach (var reminder in await db.Set<Reminder>().Where(reminder => reminder.SentAt == null && some.Contains(reminder.ClockId)).ToListAsync(cancellation))
                reminder.Move(dated[reminder.ClockId], calendar);
        }

        return moved;
    }
}
