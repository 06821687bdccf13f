using System.Collections.Frozen;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Clocks;

/// <summary>
/// Which days are worked. Years with a published notice are definite; in any other year weekends and the statutory days are taken as off and every
/// answer that rests on them says that it is provisional.
/// </summary>
public sealed class WorkingCalendar
{
    /// <summary>Ten years: longer than any limit of the field, short enough to count day by day.</summary>
    private const int LongestDays = 3660;

    private static readonly IReadOnlyList<Pause> NoPauses = [];

    private readonly FrozenDictionary<int, NoticedYear> years;

    /// <param name="number">Which loading of the calendar this is; clocks keep it to know what they were dated by.</param>
    public WorkingCalendar(IEnumerable<NoticedYear> years, long number = 0)
    {
        this.years = years.ToFrozenDictionary(year => year.Year);
        Number = number;
    }

    public static WorkingCalendar Empty { get; } = new([]);

    public long Number { get; }

    public IEnumerable<int> KnownYears => years.Keys.Order();

    public static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    public bool IsKnown(int year) => years.ContainsKey(year);

    public DayKind IsWorkingDay(DateOnly day) => years.TryGetValue(day.Year, out var noticed)
        ? new DayKind(noticed.IsWorking(day), Provisional: false)
        : new DayKind(!IsWeekend(day) && !StatutoryDays.Of(day.Year).Contains(day), Provisional: true);

    /// <summary>The last day of a term that begins with the day after <paramref name="start"/>.</summary>
    public Deadline After(DateOnly start, Term term, Roll roll = Roll.None) => After(start, term, roll, NoPauses);

    /// <summary>As above, where the days of the pauses, all of them over, do not count, whatever the unit.</summary>
    public Deadline After(DateOnly start, Term term, Roll roll, IReadOnlyList<Pause> pauses)
    {
        if (pauses.Any(pause => pause.Until is null))
            throw new ArgumentException("A clock that stands still has no deadline.", nameof(pauses));
        var left = term.Unit == TimeUnit.Months ? start.AddMonths(term.Count).DayNumber - start.DayNumber : term.Count;
        if (left is < 0 or > LongestDays)
            throw new ArgumentOutOfRangeException(nameof(term), term, "A statutory term is between nothing and ten years.");

        var day = start;
        var provisional = false;
        while (left > 0)
        {
            day = day.AddDays(1);
            if (IsPaused(pauses, day))
                continue;
            if (term.Unit == TimeUnit.WorkingDays)
            {
                var kind = IsWorkingDay(day);
                provisional |= kind.Provisional;
                if (!kind.IsWorking)
                    continue;
            }

            left--;
        }

        return roll == Roll.ToNextWorkingDay && term.Unit != TimeUnit.WorkingDays ? Rolled(day) : new Deadline(day, provisional);
    }

    /// <summary>As <see cref="After(DateOnly, Term, Roll)"/>, for a use that cannot live with a guess.</summary>
    /// <exception cref="RefusedException">clock.year-unknown: the date rests on a year whose calendar is not loaded.</exception>
    public DateOnly Definitive(DateOnly start, Term term, Roll roll = Roll.None)
    {
        var deadline = After(start, term, roll);
        if (!deadline.Provisional)
            return deadline.On;
        var unknown = Enumerable.Range(start.Year, deadline.On.Year - start.Year + 1).First(year => !IsKnown(year));
        throw new RefusedException("clock.year-unknown", null, ("year", unknown));
    }

    /// <summary>Working days after <paramref name="start"/> up to and including <paramref name="end"/>; negative when it lies before.</summary>
    public DayCount WorkingDaysBetween(DateOnly start, DateOnly end)
    {
        if (end < start)
        {
            var back = WorkingDaysBetween(end, start);
            return back with { Days = -back.Days };
        }

        var (days, provisional) = (0, false);
        for (var day = start.AddDays(1); day <= end; day = day.AddDays(1))
        {
            var kind = IsWorkingDay(day);
            provisional |= kind.Provisional;
            days += kind.IsWorking ? 1 : 0;
        }

        return new DayCount(days, provisional);
    }

    /// <summary>The day that lies so many working days after (or, negative, before) <paramref name="day"/>; nought is the day itself.</summary>
    public Deadline Shift(DateOnly day, int workingDays)
    {
        var (step, left, provisional) = (Math.Sign(workingDays), Math.Abs(workingDays), false);
        while (left > 0)
        {
            day = day.AddDays(step);
            var kind = IsWorkingDay(day);
            provisional |= kind.Provisional;
            left -= kind.IsWorking ? 1 : 0;
        }

        return new Deadline(day, provisional);
    }

    private static bool IsPaused(IReadOnlyList<Pause> pauses, DateOnly day)
    {
        for (var at = 0; at < pauses.Count; at++)
        {
            if (pauses[at].Covers(day))
                return true;
        }

        return false;
    }

    private Deadline Rolled(DateOnly day)
    {
        for (var provisional = false; ; day = day.AddDays(1))
        {
            var kind = IsWorkingDay(day);
            provisional |= kind.Provisional;
            if (kind.IsWorking)
                return new Deadline(day, provisional);
        }
    }
}
