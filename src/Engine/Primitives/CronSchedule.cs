using System.Globalization;
using System.Numerics;

namespace AidWorkflow.Engine.Primitives;

/// <summary>
/// A cron expression of five fields, or six with seconds first, as Elsa reads them: lists, ranges, steps, names of months and
/// days, Sunday as 0 or 7. Where both day fields are limited, a day must satisfy both. Times are UTC.
/// </summary>
internal sealed class CronSchedule
{
    private const int YearsAhead = 100;

    private static readonly Field[] Fields =
    [
        new("seconds", 0, 59, []), new("minutes", 0, 59, []), new("hours", 0, 23, []), new("days of month", 1, 31, []),
        new("months", 1, 12, ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]),
        new("days of week", 0, 7, ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]),
    ];

    private readonly ulong[] sets;
    private readonly bool lastDay;

    private CronSchedule(ulong[] sets, bool lastDay)
    {
        this.sets = sets;
        this.lastDay = lastDay;
    }

    private sealed record Field(string Name, int Least, int Most, string[] Names);

    /// <exception cref="FormatException">It is no cron expression; the message names the field.</exception>
    internal static CronSchedule Parse(string text)
    {
        var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is not (5 or 6))
            throw new FormatException($"a cron expression has 5 fields, or 6 with seconds; this has {parts.Length}");
        var read = new ulong[Fields.Length];
        var offset = Fields.Length - parts.Length;
        read[0] = 1;
        var onLastDay = false;
        for (var index = 0; index < parts.Length; index++)
        {
            var field = Fields[index + offset];
            if (field.Least == 1 && field.Most == 31 && parts[index] == "L")
            {
                onLastDay = true;
                continue;
            }

            foreach (var part in parts[index].Split(','))
                read[index + offset] |= Read(part, field);
        }

        if ((read[5] & (1ul << 7)) != 0)
            read[5] = (read[5] | 1) & ~(1ul << 7);
        return new(read, onLastDay);
    }

    /// <summary>The first moment after the given one; null when there is none in a hundred years (30 February).</summary>
    internal DateTimeOffset? Next(DateTimeOffset after)
    {
        var start = after.ToUniversalTime();
        start = new DateTimeOffset(start.Year, start.Month, start.Day, start.Hour, start.Minute, start.Second, TimeSpan.Zero).AddSeconds(1);
        var day = DateOnly.FromDateTime(start.UtcDateTime);
        var time = start.TimeOfDay;
        for (var last = day.AddYears(YearsAhead); day < last; day = day.AddDays(1), time = TimeSpan.Zero)
        {
            if (!Has(4, day.Month))
            {
                day = new DateOnly(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month));
                continue;
            }

            if (IsOn(day) && At(time) is { } found)
                return new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) + found;
        }

        return null;
    }

    private bool IsOn(DateOnly day) =>
        (lastDay ? day.Day == DateTime.DaysInMonth(day.Year, day.Month) : Has(3, day.Day)) && Has(5, (int)day.DayOfWeek);

    private TimeSpan? At(TimeSpan from)
    {
        for (var hour = From(2, from.Hours); hour >= 0; hour = From(2, hour + 1))
        {
            var isHour = hour == from.Hours;
            for (var minute = From(1, isHour ? from.Minutes : 0); minute >= 0; minute = From(1, minute + 1))
            {
                if (From(0, isHour && minute == from.Minutes ? from.Seconds : 0) is var second and >= 0)
                    return new TimeSpan(hour, minute, second);
            }
        }

        return null;
    }

    /// <summary>The least member that is not below; -1 when there is none.</summary>
    private int From(int field, int least)
    {
        var rest = least > 63 ? 0 : sets[field] >> least << least;
        return rest == 0 ? -1 : BitOperations.TrailingZeroCount(rest);
    }

    private bool Has(int field, int value) => (sets[field] & (1ul << value)) != 0;

    private static ulong Read(string part, Field field)
    {
        var (range, step) = part.Split('/') switch
        {
            [var all] => (all, 1),
            [var some, var every] when int.TryParse(every, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => (some, number),
            _ => throw Bad(field, part),
        };
        var (first, last) = range switch
        {
            "*" or "?" => (field.Least, field.Most == 7 ? 6 : field.Most),
            _ when range.Split('-') is [var from, var to] => (Value(from, field, part), Value(to, field, part)),
            _ => Value(range, field, part) is var one && part.Contains('/', StringComparison.Ordinal) ? (one, field.Most == 7 ? 6 : field.Most) : (one, one),
        };
        if (first > last)
            throw Bad(field, part);
        var set = 0ul;
        for (var value = first; value <= last; value += step)
            set |= 1ul << value;
        return set;
    }

    private static int Value(string text, Field field, string part)
    {
        var named = Array.FindIndex(field.Names, name => string.Equals(name, text, StringComparison.OrdinalIgnoreCase));
        if (named >= 0)
            return named + (field.Least == 1 ? 1 : 0);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= field.Least && value <= field.Most
            ? value
            : throw Bad(field, part);
    }

    private static FormatException Bad(Field field, string part) => new($"{field.Name}: '{part}' is not a value between {field.Least} and {field.Most}");
}
