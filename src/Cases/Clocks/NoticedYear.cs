using System.Collections.Frozen;

namespace AidWorkflow.Cases.Clocks;

/// <summary>One year as the State Council's notice orders it. Only <see cref="CalendarFile"/> and the stored rows make one, so it is never empty.</summary>
public sealed class NoticedYear
{
    internal NoticedYear(int year, IEnumerable<DateOnly> offDays, IEnumerable<DateOnly> makeUpDays, string source)
    {
        Year = year;
        OffDays = offDays.ToFrozenSet();
        MakeUpDays = makeUpDays.ToFrozenSet();
        Source = source;
    }

    public int Year { get; }

    public FrozenSet<DateOnly> OffDays { get; }

    /// <summary>Weekend days that are worked for a bridge.</summary>
    public FrozenSet<DateOnly> MakeUpDays { get; }

    public string Source { get; }

    public int WorkingDays => Enumerable.Range(0, DateTime.IsLeapYear(Year) ? 366 : 365).Count(day => IsWorking(new DateOnly(Year, 1, 1).AddDays(day)));

    internal bool IsWorking(DateOnly day) => MakeUpDays.Contains(day) || (!WorkingCalendar.IsWeekend(day) && !OffDays.Contains(day));
}
