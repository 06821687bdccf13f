using System.Globalization;
using System.Text.RegularExpressions;

namespace AidWorkflow.Engine.Expressions.JavaScript.Builtins;

/// <summary>
/// Dates in text: ISO 8601 as ECMAScript reads it (a date alone is UTC, a date with time and no zone is local), and what people write
/// (2024/3/5, 2024-3-5 14:30), which is local.
/// </summary>
internal static partial class DateReader
{
    public static double Read(string text)
    {
        text = Blank.Trim(text).ToString();
        if (Iso().Match(text) is { Success: true } iso)
        {
            var hasZone = iso.Groups["zone"].Success;
            var isLocal = iso.Groups["hour"].Success && !hasZone;
            return Assemble(iso, isLocal);
        }
        return Plain().Match(text) is { Success: true } plain ? Assemble(plain, !plain.Groups["zone"].Success) : ReadEnglish(text);
    }

    private static double Assemble(Match match, bool isLocal)
    {
        var year = Number(match, "year", 1970);
        var month = Number(match, "month", 1);
        var day = Number(match, "day", 1);
        var hour = Number(match, "hour", 0);
        var minute = Number(match, "minute", 0);
        var second = Number(match, "second", 0);
        var fraction = match.Groups["fraction"].Success ? Math.Truncate(double.Parse("0." + match.Groups["fraction"].Value, CultureInfo.InvariantCulture) * 1000) : 0;
        var isMidnight = hour == 24 && minute == 0 && second == 0 && fraction == 0;
        if (match.Groups["year"].ValueSpan is "-000000" || month is < 1 or > 12 || day is < 1 or > 31 || (hour > 23 && !isMidnight) || minute > 59 || second > 59)
            return double.NaN;
        var utc = DateBuiltins.Together([year, month - 1, day, hour, minute, second, fraction]);
        return DateBuiltins.Clip(utc - (isLocal ? DateParts.LocalOffset : Zone(match.Groups["zone"].Value)));
    }

    /// <summary>What toString and toUTCString write, and "February 29, 2024 3:04 PM".</summary>
    private static double ReadEnglish(string text)
    {
        if (English().Match(text) is not { Success: true } match)
            return double.NaN;
        var month = "JanFebMarAprMayJunJulAugSepOctNovDec".IndexOf(match.Groups["name"].Value[..3], StringComparison.OrdinalIgnoreCase);
        var hour = Number(match, "hour", 0);
        if (month < 0 || month % 3 != 0 || (match.Groups["half"].Success && hour is < 1 or > 12))
            return double.NaN;
        if (match.Groups["half"].Success)
            hour = (hour % 12) + (match.Groups["half"].ValueSpan is "P" or "p" ? 12 : 0);
        var zone = match.Groups["zone"].Value;
        var utc = DateBuiltins.Together(
            [Number(match, "year", 0), month / 3, Number(match, "day", 1), hour, Number(match, "minute", 0), Number(match, "second", 0), 0]);
        return DateBuiltins.Clip(utc - (match.Groups["gmt"].Success || zone.Length > 0 ? Zone(zone) : DateParts.LocalOffset));
    }

    private static double Number(Match match, string group, double missing) =>
        match.Groups[group].Success ? double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) : missing;

    private static double Zone(string zone)
    {
        if (zone.Length == 0 || zone is "Z" or "z")
            return 0;
        var digits = zone.Replace(":", "", StringComparison.Ordinal);
        var minutes = (int.Parse(digits.AsSpan(1, 2), CultureInfo.InvariantCulture) * 60) + (digits.Length > 3 ? int.Parse(digits.AsSpan(3, 2), CultureInfo.InvariantCulture) : 0);
        return (digits[0] == '-' ? -60_000.0 : 60_000.0) * minutes;
    }

    [GeneratedRegex(@"^(?<year>\d{4}|[+-]\d{6})(-(?<month>\d{2})(-(?<day>\d{2}))?)?([Tt](?<hour>\d{2}):(?<minute>\d{2})(:(?<second>\d{2})(\.(?<fraction>\d+))?)?(?<zone>[Zz]|[+-]\d{2}:?\d{2})?)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 200)]
    private static partial Regex Iso();

    [GeneratedRegex(@"^(?<year>\d{4})[-/](?<month>\d{1,2})([-/](?<day>\d{1,2}))?(\s+(?<hour>\d{1,2}):(?<minute>\d{2})(:(?<second>\d{2})(\.(?<fraction>\d+))?)?\s*(?<zone>Z|[+-]\d{2}:?\d{2})?)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 200)]
    private static partial Regex Plain();

    [GeneratedRegex(@"^([A-Za-z]{3},?\s+)?((?<name>[A-Za-z]{3,9})\s+(?<day>\d{1,2}),?|(?<day>\d{1,2})\s+(?<name>[A-Za-z]{3,9}))\s+(?<year>\d{4})(\s+(?<hour>\d{1,2}):(?<minute>\d{2})(:(?<second>\d{2}))?(\s*(?<half>[AaPp])[Mm])?)?(\s*(?<gmt>GMT|UTC)?(?<zone>[+-]\d{4})?(\s*\([^()]*\))?)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 200)]
    private static partial Regex English();
}
