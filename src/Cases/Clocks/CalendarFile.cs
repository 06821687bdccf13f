using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Clocks;

/// <summary>What a calendar file holds: the years that can be trusted, and what is wrong with the others, each naming file, year and reason.</summary>
public sealed record CalendarReading(ImmutableArray<NoticedYear> Years, ImmutableArray<RefusedException> Problems)
{
    /// <exception cref="RefusedException">The first problem, where there is one.</exception>
    public ImmutableArray<NoticedYear> OrRefuse() => Problems.IsEmpty ? Years : throw Problems[0];
}

/// <summary>
/// Reads <c>{ "source": "…", "years": { "2026": { "offDays": […], "makeUpWorkdays": […], "workingDays": 248 } } }</c>. A year that is empty, or that
/// lacks a holiday the law itself fixes, is unknown and never a year without holidays.
/// </summary>
public static class CalendarFile
{
    /// <param name="file">The name the problems say.</param>
    public static CalendarReading Read(string json, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return Read(document.RootElement, file);
        }
        catch (JsonException fault)
        {
            var line = (fault.LineNumber ?? 0) + 1;
            return new CalendarReading([], [new RefusedException("calendar.file-unreadable", null, ("file", file), ("line", line))]);
        }
    }

    private static CalendarReading Read(JsonElement root, string file)
    {
        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("years", out var years) || years.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("source", out var source) || source.ValueKind != JsonValueKind.String)
        {
            return new CalendarReading([], [new RefusedException("calendar.file-shape", null, ("file", file))]);
        }

        var good = ImmutableArray.CreateBuilder<NoticedYear>();
        var problems = ImmutableArray.CreateBuilder<RefusedException>();
        foreach (var year in years.EnumerateObject())
        {
            try
            {
                good.Add(new YearReader(file, year.Name).Read(year.Value, source.GetString()!));
            }
            catch (RefusedException problem)
            {
                problems.Add(problem);
            }
        }

        return new CalendarReading(good.ToImmutable(), problems.ToImmutable());
    }

    private sealed class YearReader(string file, string name)
    {
        public NoticedYear Read(JsonElement element, string source)
        {
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 1950 or > 2100)
                throw Problem("calendar.year-name");
            if (element.ValueKind != JsonValueKind.Object)
                throw Problem("calendar.year-empty");
            var off = Days(element, "offDays", year);
            if (off.Count == 0)
                throw Problem("calendar.year-empty");
            var makeUp = Days(element, "makeUpWorkdays", year);

            foreach (var day in makeUp)
            {
                if (!WorkingCalendar.IsWeekend(day))
                    throw Problem("calendar.make-up-on-weekday", ("day", Iso(day)));
                if (off.Contains(day))
                    throw Problem("calendar.day-twice", ("day", Iso(day)));
            }

            // A list that was cut off still looks like a list; the law's own holidays show it.
            if (StatutoryDays.Of(year).Where(day => !off.Contains(day)).Order().Select(Iso).FirstOrDefault() is { } missing)
                throw Problem("calendar.statutory-day-missing", ("day", missing));

            var noticed = new NoticedYear(year, off, makeUp, source);
            if (element.TryGetProperty("workingDays", out var stated)
                && (stated.ValueKind != JsonValueKind.Number || !stated.TryGetInt32(out var count) || count != noticed.WorkingDays))
            {
                throw Problem("calendar.working-days-differ", ("stated", stated.ToString()), ("counted", noticed.WorkingDays));
            }

            return noticed;
        }

        private HashSet<DateOnly> Days(JsonElement element, string property, int year)
        {
            if (!element.TryGetProperty(property, out var list))
                return [];
            if (list.ValueKind != JsonValueKind.Array)
                throw Problem("calendar.day-malformed", ("day", property));
            var days = new HashSet<DateOnly>();
            foreach (var item in list.EnumerateArray())
            {
                if (item.ValueKind != JsonValueKind.String
                    || !DateOnly.TryParseExact(item.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                {
                    throw Problem("calendar.day-malformed", ("day", item.ToString()));
                }

                if (day.Year != year)
                    throw Problem("calendar.day-outside-year", ("day", Iso(day)));
                if (!days.Add(day))
                    throw Problem("calendar.day-twice", ("day", Iso(day)));
            }

            return days;
        }

        private RefusedException Problem(string code, params (string Name, object? Value)[] values) =>
            new(code, null, [("file", file), ("year", name), .. values]);
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
