using System.Runtime.InteropServices;

namespace AidWorkflow.Engine.Expressions.JavaScript.Builtins;

/// <summary>A moment taken apart in the proleptic Gregorian calendar, over the whole range of ECMAScript. Months count from 0.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DateParts(long Year, int Month, int Day, int Hour, int Minute, int Second, int Millisecond, int Weekday)
{
    public const double DayLength = 86_400_000;

    /// <summary>China Standard Time; no summer time.</summary>
    public const double LocalOffset = 8 * 3_600_000;

    public static DateParts Of(double milliseconds)
    {
        var day = (long)Math.Floor(milliseconds / DayLength);
        var within = (int)(milliseconds - (day * DayLength));

        // Civil date from days, by eras of 400 years that start on 1 March.
        var shifted = day + 719_468;
        var era = (long)Math.Floor(shifted / 146_097.0);
        var dayOfEra = shifted - (era * 146_097);
        var yearOfEra = (dayOfEra - (dayOfEra / 1_460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var month = ((5 * dayOfYear) + 2) / 153;
        var dayOfMonth = (int)(dayOfYear - (((153 * month) + 2) / 5) + 1);
        var civilMonth = (int)(month < 10 ? month + 2 : month - 10);
        return new DateParts(
            yearOfEra + (era * 400) + (civilMonth <= 1 ? 1 : 0),
            civilMonth,
            dayOfMonth,
            within / 3_600_000,
            within / 60_000 % 60,
            within / 1_000 % 60,
            within % 1_000,
            (int)((((day + 4) % 7) + 7) % 7));
    }

    /// <summary>Days from 1970-01-01 to the first of a month; months may overflow into years.</summary>
    public static double DaysTo(double year, double month)
    {
        year += Math.Floor(month / 12);
        var civilMonth = (int)(((month % 12) + 12) % 12);
        if (Math.Abs(year) > 400_000)
            return double.NaN;
        var counted = (long)year - (civilMonth <= 1 ? 1 : 0);
        var era = (long)Math.Floor(counted / 400.0);
        var yearOfEra = counted - (era * 400);
        var shiftedMonth = civilMonth >= 2 ? civilMonth - 2 : civilMonth + 10;
        var dayOfYear = ((153 * shiftedMonth) + 2) / 5;
        return (era * 146_097) + ((yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear) - 719_468;
    }
}
