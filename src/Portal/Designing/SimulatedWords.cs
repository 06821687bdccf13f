using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Rehearsing;
using AidWorkflow.Cases.Services;

namespace AidWorkflow.Portal.Designing;

/// <summary>What becomes of limits in a simulated case, in words. Days are told as the page counts them, from the application on, and by their date.</summary>
internal static class SimulatedWords
{
    public static LocalText Of(FundRoute fund) => fund == FundRoute.District ? new("区（市）资金", "district money") : new("省级资金", "provincial money");

    /// <param name="from">The day of the application.</param>
    /// <param name="waits">Nothing has ended it yet: it tells what will be.</param>
    public static LocalText Of(SimulatedLimit limit, DateOnly from, bool waits)
    {
        var (term, due) = (Term(limit.Term), Day(limit.Due.On, from));
        var words = new List<LocalText> { LocalText.Of($"时限 {term.Zh}，应在{due.Zh}前办完{(limit.Due.Provisional ? "（暂定）" : "")}", $"limit {term.En}, to be done by {due.En}{(limit.Due.Provisional ? " (provisional)" : "")}") };
        if (limit.IsLate)
            words.Add(limit.Late == 0 ? new("超过时限", "late") : LocalText.Of($"逾期 {Count(limit).Zh}", $"{Count(limit).En} late"));
        else if (!waits)
            words.Add(new("按时", "in time"));
        if (limit.Amber is { } amber)
            words.Add(LocalText.Of($"{Day(amber, from).Zh}起标黄", $"amber from {Day(amber, from).En}"));
        if (limit.Red is { } red)
            words.Add(LocalText.Of($"{Day(red, from).Zh}起标红", $"red from {Day(red, from).En}"));
        return new(string.Join("；", words.Select(one => one.Zh)), string.Join("; ", words.Select(one => one.En)));
    }

    public static LocalText Of(SimulatedRung rung, DateOnly from)
    {
        var (day, to) = (Day(rung.On, from), To(rung.To));
        var did = rung.Does switch
        {
            RungDoes.Remind => LocalText.Of($"提醒{to.Zh}", $"reminds {to.En}"),
            RungDoes.Inform => LocalText.Of($"告知{to.Zh}", $"informs {to.En}"),
            _ => LocalText.Of($"任务转给{to.Zh}", $"gives the task to {to.En}"),
        };
        return new($"{day.Zh}：{did.Zh}", $"{day.En}: {did.En}");
    }

    public static LocalText Day(DateOnly day, DateOnly from) => LocalText.Of($"第 {day.DayNumber - from.DayNumber} 天（{day:yyyy-MM-dd}）", $"day {day.DayNumber - from.DayNumber} ({day:yyyy-MM-dd})");

    public static LocalText Term(ServiceTerm term) => term.Unit switch
    {
        "working-days" => LocalText.Of($"{term.Count} 个工作日", $"{term.Count} {(term.Count == 1 ? "working day" : "working days")}"),
        "calendar-days" => LocalText.Of($"{term.Count} 天", $"{term.Count} {(term.Count == 1 ? "day" : "days")}"),
        "years" => LocalText.Of($"{term.Count} 年", $"{term.Count} {(term.Count == 1 ? "year" : "years")}"),
        _ => LocalText.Of($"{term.Count} 个月", $"{term.Count} {(term.Count == 1 ? "month" : "months")}"),
    };

    private static LocalText Count(SimulatedLimit limit) => Term(new(limit.Late, limit.Term.Unit == "working-days" ? "working-days" : "calendar-days"));

    private static LocalText To(RungTo to) => to switch
    {
        RungTo.Assignee => new("承办人", "whoever has the task"),
        RungTo.Holders => new("该岗位的全部人员", "everybody with the role"),
        RungTo.Deputy => new("代办人", "their deputy"),
        RungTo.Head => new("单位负责人", "the head of the unit"),
        _ => new("上一级", "the level above"),
    };
}
