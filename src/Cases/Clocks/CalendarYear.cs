using System.Globalization;

namespace AidWorkflow.Cases.Clocks;

/// <summary>A year of the calendar as it was loaded.</summary>
public sealed class CalendarYear
{
    private CalendarYear()
    {
    }

    public int Year { get; private init; }

    public string OffDays { get; private set; } = "";

    public string MakeUpDays { get; private set; } = "";

    /// <summary>The notice it was taken from.</summary>
    public string Source { get; private set; } = "";

    public DateTimeOffset LoadedAt { get; private set; }

    /// <summary>The number of loadings of the calendar so far, the same on every row: who knows it knows which calendar this is.</summary>
    public long Number { get; private set; }

    internal static CalendarYear From(NoticedYear noticed, DateTimeOffset at)
    {
        var row = new CalendarYear { Year = noticed.Year };
        row.Take(noticed, at);
        return row;
    }

    internal void Take(NoticedYear noticed, DateTimeOffset at)
    {
        (OffDays, MakeUpDays) = (Write(noticed.OffDays), Write(noticed.MakeUpDays));
        (Source, LoadedAt) = (noticed.Source, at);
    }

    internal void Renumber(long number) => Number = number;

    internal bool Says(NoticedYear noticed) =>
        OffDays == Write(noticed.OffDays) && MakeUpDays == Write(noticed.MakeUpDays) && Source == noticed.Source;

    public NoticedYear ToNoticed() => new(Year, Read(OffDays), Read(MakeUpDays), Source);

    private static string Write(IEnumerable<DateOnly> days) =>
        string.Join(' ', days.Order().Select(day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));

    private static IEnumerable<DateOnly> Read(string days) => days.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(day => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture));
}
