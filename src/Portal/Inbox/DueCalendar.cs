using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.StandingIn;

namespace AidWorkflow.Portal.Inbox;

/// <summary>How much of the calendar is looked at.</summary>
public enum CalendarSpan
{
    Month,
    Week,
}

/// <summary>What a day is by the published calendar.</summary>
public enum DayMark
{
    Working,
    Weekend,

    /// <summary>A free day that would else be worked on.</summary>
    Holiday,

    /// <summary>A day of a weekend that is worked on instead of a holiday.</summary>
    MakeUp,
}

/// <param name="Provisional">The year is not published yet, so what kind of day it is may change.</param>
/// <param name="Due">How many tasks of each tab are due on it: mine, my team's, those with colleagues.</param>
public sealed record CalendarDay(DateOnly On, DayMark Mark, bool Provisional, IReadOnlyDictionary<InboxTab, int> Due)
{
    public int Count => Due.Values.Sum();
}

/// <summary>The days on which tasks are due: whole weeks, from Monday to Sunday.</summary>
/// <param name="Day">The day that the month or week was asked for by.</param>
/// <param name="Overdue">Mine and my unit's whose day is past, whenever it was.</param>
public sealed record DueCalendar(CalendarSpan Span, DateOnly Day, DateOnly Today, int Overdue, ImmutableArray<CalendarDay> Days)
{
    /// <summary>The tabs of the inbox that the calendar counts; each number leads to one of them.</summary>
    public static readonly ImmutableArray<InboxTab> Tabs = [InboxTab.Mine, InboxTab.Team, InboxTab.Waiting];

    public DateOnly Before => Span == CalendarSpan.Month ? FirstOfMonth(Day).AddMonths(-1) : Day.AddDays(-7);

    public DateOnly After => Span == CalendarSpan.Month ? FirstOfMonth(Day).AddMonths(1) : Day.AddDays(7);

    internal static (DateOnly From, DateOnly To) Of(CalendarSpan span, DateOnly day) => span == CalendarSpan.Week ? (Monday(day), Monday(day).AddDays(6))
        : (Monday(FirstOfMonth(day)), Monday(FirstOfMonth(day).AddMonths(1).AddDays(-1)).AddDays(6));

    internal static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    private static DateOnly FirstOfMonth(DateOnly day) => new(day.Year, day.Month, 1);
}

/// <summary>Reads when somebody's tasks and those of their unit are due, in the scope of the inbox: each number is the count of the list that it leads to.</summary>
public sealed class DueCalendarReading(IUnitOfWork work, Calendars calendars, Reaches reaches, TimeProvider time)
{
    /// <summary>Years that a calendar is turned to and fro in; beyond there is no deadline.</summary>
    private const int MostYears = 10;

    /// <param name="day">Null: today.</param>
    /// <exception cref="RefusedException">inbox.filter-day: a day that lies too far away.</exception>
    public async Task<DueCalendar> ReadAsync(AccountId account, CalendarSpan span, DateOnly? day, CancellationToken cancellation)
    {
        var today = LocalDay.Today(time);
        var chosen = day ?? today;
        if (Math.Abs(chosen.Year - today.Year) > MostYears)
            throw new RefusedException("inbox.filter-day", "day", ("label", InboxFilter.Labels["day"]), ("value", InboxFilter.Said(chosen)));
        var tasks = InboxTasks.Of(work.Db, account, await reaches.OfAsync(account, cancellation), today);
        var (from, to) = DueCalendar.Of(span, chosen);
        var due = new Dictionary<InboxTab, Dictionary<DateOnly, int>>();
        foreach (var tab in DueCalendar.Tabs)
            due[tab] = await tasks.DueAsync(tab, from, to, cancellation);
        var calendar = await calendars.CurrentAsync(cancellation);
        return new(span, chosen, today, (await tasks.CountAsync(withDone: false, cancellation))[InboxTab.Overdue],
            [.. Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Select(from.AddDays).Select(on => Of(on, calendar, DueCalendar.Tabs.ToDictionary(tab => tab, tab => due[tab].GetValueOrDefault(on))))]);
    }

    private static CalendarDay Of(DateOnly on, WorkingCalendar calendar, Dictionary<InboxTab, int> due)
    {
        var kind = calendar.IsWorkingDay(on);
        var mark = (kind.IsWorking, WorkingCalendar.IsWeekend(on)) switch
        {
            (true, false) => DayMark.Working,
            (true, true) => DayMark.MakeUp,
            (false, true) => DayMark.Weekend,
            _ => DayMark.Holiday,
        };
        return new(on, mark, kind.Provisional, due);
    }
}
