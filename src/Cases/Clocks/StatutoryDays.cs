using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;

namespace AidWorkflow.Cases.Clocks;

/// <summary>
/// The public holidays that the national regulation on holidays itself fixes (11 days; 13 from 2025 on, revision of 2024-11-10). The yearly
/// notice adds bridges and make-up days to them and never takes one away.
/// </summary>
public static class StatutoryDays
{
    private const int FirstYearOfRevision = 2025;

    private static readonly ConcurrentDictionary<int, FrozenSet<DateOnly>> Computed = new();

    private static readonly ChineseLunisolarCalendar Lunar = new();

    public static FrozenSet<DateOnly> Of(int year) => Computed.GetOrAdd(year, static year => All(year).ToFrozenSet());

    private static IEnumerable<DateOnly> All(int year)
    {
        yield return new DateOnly(year, 1, 1);
        yield return new DateOnly(year, 4, Qingming(year));
        yield return new DateOnly(year, 5, 1);
        if (year >= FirstYearOfRevision)
            yield return new DateOnly(year, 5, 2);
        for (var day = 1; day <= 3; day++)
            yield return new DateOnly(year, 10, day);

        // .NET's lunisolar tables end with 2100; a limit that far away is nobody's.
        if (year is < 1902 or > 2100)
            yield break;
        var springFestival = LunarDay(year, 1, 1);
        for (var day = year >= FirstYearOfRevision ? -1 : 0; day <= 2; day++)
            yield return springFestival.AddDays(day);
        yield return LunarDay(year, 5, 5);
        yield return LunarDay(year, 8, 15);
    }

    private static DateOnly LunarDay(int year, int month, int day)
    {
        // A leap month shifts the index of every month after it.
        var leap = Lunar.GetLeapMonth(year);
        var index = leap > 0 && month >= leap ? month + 1 : month;
        return DateOnly.FromDateTime(Lunar.ToDateTime(year, index, day, 0, 0, 0, 0));
    }

    /// <summary>The customary formula for the solar term; its constant is per century.</summary>
    private static int Qingming(int year)
    {
        var inCentury = year % 100;
        var constant = year < 2000 ? 5.59 : 4.81;
        return (int)((inCentury * 0.2422) + constant) - (inCentury / 4);
    }
}
