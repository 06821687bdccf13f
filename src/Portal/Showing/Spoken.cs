using System.Globalization;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Serving;
using Microsoft.AspNetCore.Components;

namespace AidWorkflow.Portal.Showing;

/// <summary>
/// A component that speaks. Both languages of a sentence stand side by side where it is said, so that neither can be missing; dates and money
/// are written as the reader writes them.
/// </summary>
public abstract class Spoken : ComponentBase
{
    protected string Language { get; } = Speech.Of(CultureInfo.CurrentUICulture);

    protected bool IsEnglish => Language == "en";

    protected string Say(string chinese, string english) => IsEnglish ? english : chinese;

    protected string Say(LocalText text) => text.In(Language);

    internal string Say(Said words) => words.In(Language);

    /// <summary>In a sentence: 9 月 26 日, or 26 September; with the year where it is another one. A line does not break within it.</summary>
    protected string Day(DateOnly day, DateOnly? today = null)
    {
        var sameYear = today is { } now && now.Year == day.Year;
        var words = IsEnglish
            ? day.ToString(sameYear ? "d MMMM" : "d MMMM yyyy", CultureInfo.InvariantCulture)
            : day.ToString(sameYear ? "M 月 d 日" : "yyyy 年 M 月 d 日", CultureInfo.InvariantCulture);
        return words.Replace(' ', '\u00a0');
    }

    /// <summary>In a table: 2022-09-26.</summary>
    protected static string Short(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Local time in a table: 2022-09-26 09:12.</summary>
    protected static string Moment(DateTimeOffset? moment) => moment?.ToOffset(LocalDay.Offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";

    /// <summary>10,000.00, without a unit.</summary>
    protected static string Amount(long cents) => (cents / 100m).ToString("#,##0.00", CultureInfo.InvariantCulture);

    protected string Yuan(long cents) => IsEnglish ? $"{Amount(cents)} yuan" : $"{Amount(cents)} 元";

    /// <summary>An English number with its noun: 1 row, 2 rows.</summary>
    protected static string Counted(long count, string one, string? many = null) => count == 1 ? $"1 {one}" : $"{count} {many ?? one + "s"}";

    protected string Term(int count, TimeUnit unit) => unit switch
    {
        TimeUnit.WorkingDays => Say($"{count} 个工作日", Counted(count, "working day")),
        TimeUnit.CalendarDays => Say($"{count} 天", Counted(count, "calendar day")),
        _ => Say($"{count} 个月", Counted(count, "month")),
    };
}
