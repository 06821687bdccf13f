using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Administering;

/// <summary>What an administrator writes of a year: days a line or separated, a span as "2027-02-05 至 2027-02-11".</summary>
public sealed record WrittenYear(string Year, string Off, string MakeUp, string Source);

/// <summary>A deadline that loading the year would move or confirm.</summary>
public sealed record MovedRow(CaseId Case, string? Number, string Kind, Deadline Was, Deadline Now);

/// <summary>The years that are loaded, and what the missing one costs.</summary>
/// <param name="Missing">The year that should be there by now.</param>
/// <param name="Provisional">Open deadlines that rest on a year which is not loaded.</param>
public sealed record CalendarView(ImmutableArray<NoticedYear> Years, int? Missing, int Provisional);

/// <summary>Reads the calendar of working days for whoever keeps it, and works out what a new year would change before it is loaded.</summary>
public sealed class CalendarDesk(IUnitOfWork work, LoadCalendarYear load, TimeProvider time)
{
    /// <summary>How many deadlines are listed; all of them are counted.</summary>
    public const int MostListed = 200;

    /// <summary>Characters of one field: a year's days written out one by one are half of it.</summary>
    private const int Longest = 5000;

    /// <summary>The State Council's notice for the next year has come by then.</summary>
    private const int MonthOfNotice = 11;

    /// <summary>A source that was written in both languages, the Chinese first.</summary>
    public static LocalText Named(string source) => source.Split(" / ") is [var chinese, var english] ? new(chinese, english) : LocalText.Same(source);

    /// <summary>The year whose notice should be loaded by now; null while none is late.</summary>
    public async Task<int?> MissingAsync(CancellationToken cancellation) =>
        Missing(LocalDay.Today(time), await work.Db.Set<CalendarYear>().AsNoTracking().Select(year => year.Year).ToListAsync(cancellation));

    public async Task<CalendarView> ReadAsync(CancellationToken cancellation)
    {
        var years = (await work.Db.Set<CalendarYear>().AsNoTracking().OrderByDescending(year => year.Year).ToListAsync(cancellation)).ConvertAll(year => year.ToNoticed());
        var provisional = await work.Db.Set<CaseClock>().CountAsync(clock => (clock.State == ClockState.Running || clock.State == ClockState.Paused) && clock.Provisional, cancellation);
        return new([.. years], Missing(LocalDay.Today(time), years.ConvertAll(year => year.Year)), provisional);
    }

    /// <summary>What loading would move. Nothing is written: the scope of the page is never committed.</summary>
    public async Task<(int Count, ImmutableArray<MovedRow> Rows)> PreviewAsync(NoticedYear year, Actor actor, CancellationToken cancellation)
    {
        var moved = await load.RunAsync([year], actor, cancellation);
        var listed = moved.OrderBy(one => one.Now.On).Take(MostListed).ToList();
        var cases = listed.Select(one => one.CaseId).Distinct().ToArray();
        var numbers = await work.Db.Set<AidCase>().AsNoTracking().Where(one => cases.Contains(one.Id)).ToDictionaryAsync(one => one.Id, one => one.ReceiptNumber, cancellation);
        return (moved.Count, [.. listed.Select(one => new MovedRow(one.CaseId, numbers.GetValueOrDefault(one.CaseId), one.Kind, one.Was, one.Now))]);
    }

    /// <exception cref="RefusedException">calendar.too-long, calendar.day-unreadable, calendar.source-missing, and what <see cref="CalendarFile"/> finds.</exception>
    public static NoticedYear Read(WrittenYear written, string whence)
    {
        foreach (var (field, text) in new[] { ("year", written.Year), ("off", written.Off), ("makeUp", written.MakeUp), ("source", written.Source) })
            if (text.Length > Longest)
                throw new RefusedException("calendar.too-long", field, ("most", Longest));
        var (refusals, off, makeUp) = (new Refusals(), new JsonArray(), new JsonArray());
        refusals.Try(() => off = Days(written.Off, "off"));
        refusals.Try(() => makeUp = Days(written.MakeUp, "makeUp"));
        refusals.Require(written.Source is not { Length: 0 }, new RefusedException("calendar.source-missing", "source"));
        refusals.ThrowIfAny();
        var json = new JsonObject
        {
            ["source"] = written.Source,
            ["years"] = new JsonObject { [written.Year] = new JsonObject { ["offDays"] = off, ["makeUpWorkdays"] = makeUp } },
        };
        try
        {
            return CalendarFile.Read(json.ToJsonString(), whence).OrRefuse().Single();
        }
        catch (RefusedException refused) when (refused.Field is null)
        {
            throw new RefusedException(refused.Code, refused.Code switch { "calendar.year-name" => "year", "calendar.make-up-on-weekday" => "makeUp", _ => "off" }, [.. refused.Values.Select(value => (value.Key, value.Value))]);
        }
    }

    /// <summary>A loaded year as it would be written, to be corrected.</summary>
    public static WrittenYear Write(NoticedYear year) => new($"{year.Year}", Lines(year.OffDays), Lines(year.MakeUpDays), year.Source);

    /// <summary>A day or a span a line.</summary>
    private static string Lines(IEnumerable<DateOnly> days)
    {
        var spans = new List<(DateOnly From, DateOnly To)>();
        foreach (var day in days.Order())
        {
            if (spans is [.., var last] && last.To.AddDays(1) == day)
                spans[^1] = (last.From, day);
            else
                spans.Add((day, day));
        }

        return string.Join('\n', spans.Select(span => span.From == span.To ? $"{span.From:yyyy-MM-dd}" : $"{span.From:yyyy-MM-dd} ~ {span.To:yyyy-MM-dd}"));
    }

    private static int? Missing(DateOnly today, List<int> years)
    {
        bool IsMissing(int year) => !years.Contains(year);
        return IsMissing(today.Year) ? today.Year : today.Month >= MonthOfNotice && IsMissing(today.Year + 1) ? today.Year + 1 : null;
    }

    private static JsonArray Days(string text, string field)
    {
        var days = new JsonArray();
        foreach (var part in text.Replace("至", "~", StringComparison.Ordinal).Replace(" ~", "~", StringComparison.Ordinal).Replace("~ ", "~", StringComparison.Ordinal)
                     .Split([',', '，', '、', ';', '；', ' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('~');
            var (from, to) = (Day(ends[0]), Day(ends[^1]));
            if (ends.Length > 2 || from is not { } first || to is not { } last || last < first || last.DayNumber - first.DayNumber > 31)
                throw new RefusedException("calendar.day-unreadable", field, ("day", part));
            for (var day = first; day <= last; day = day.AddDays(1))
                days.Add(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }

        return days;
    }

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text.Trim(), ["yyyy-MM-dd", "yyyy-M-d", "yyyy/M/d"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
