using System.Collections.Immutable;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>How the last day of a limit was found, sentence by sentence, for whoever has to stand by it.</summary>
public static class LimitExplanation
{
    /// <param name="of">The petition the limit belongs to.</param>
    public static ImmutableArray<LocalText> Of(PetitionLimit limit, PetitionStory of, WorkingCalendar calendar)
    {
        var said = ImmutableArray.CreateBuilder<LocalText>();
        var (law, rule) = (of.Law, limit.Rule);
        said.Add(LocalText.Of($"依据《{law.Name.Zh}》第{rule.Article}条：{PetitionWords.Of(rule.Term).Zh}，由{PetitionWords.Of(rule.Holder).Zh}遵守。", $"{law.Name.En}, art. {rule.Article.Replace("、", ", ", StringComparison.Ordinal)}: {PetitionWords.Of(rule.Term).En}, for {PetitionWords.Of(rule.Holder).En} to keep."));
        var first = limit.StartedOn.AddDays(1);
        said.Add(LocalText.Of($"起算事由发生在 {limit.StartedOn:yyyy-MM-dd}，当日不计，自 {first:yyyy-MM-dd} 起算（民法典第201条）。", $"It begins with what happened on {limit.StartedOn:yyyy-MM-dd}; that day is not counted, so counting starts on {first:yyyy-MM-dd} (Civil Code, art. 201)."));
        if (limit.ExtendedBy > 0)
            said.Add(LocalText.Of($"经负责人批准延长 {limit.ExtendedBy} 日。", $"The head extended it by {limit.ExtendedBy} days."));
        foreach (var pause in limit.Pauses)
            said.Add(pause.Until is { } same && same == pause.From
                ? LocalText.Of($"听证当日（{same:yyyy-MM-dd}）结束，期限没有停止。", $"The hearing was held on the day it was called, {same:yyyy-MM-dd}: the limit never stood still.")
                : pause.Until is { } until
                ? LocalText.Of($"听证期间 {pause.From.AddDays(1):yyyy-MM-dd} 至 {until:yyyy-MM-dd}（{until.DayNumber - pause.From.DayNumber} 日）不计。", $"The hearing, {pause.From.AddDays(1):yyyy-MM-dd} to {until:yyyy-MM-dd} ({until.DayNumber - pause.From.DayNumber} days), is not counted.")
                : LocalText.Of($"{pause.From:yyyy-MM-dd} 决定听证，期限停止计算，听证结束后继续。", $"A hearing was called on {pause.From:yyyy-MM-dd}: the limit stands still until it was held."));
        if (rule.Term.Unit == TimeUnit.WorkingDays)
            said.Add(Off(limit, calendar));
        if (rule.Roll == Roll.ToNextWorkingDay)
            said.Add(Rolled(limit));
        else if (rule.Term.Unit != TimeUnit.WorkingDays)
            said.Add(new("机关自己的期限遇休息日不顺延。", "A limit of the authority ends on a day of rest all the same."));
        said.Add(LocalText.Of($"届满日：{limit.Due.On:yyyy-MM-dd}{(limit.Due.Provisional ? "（所涉年份的工作日历尚未公布，暂定）" : "")}。", $"Last day: {limit.Due.On:yyyy-MM-dd}{(limit.Due.Provisional ? " (provisional: it rests on a year whose calendar is not published)" : "")}."));
        return said.ToImmutable();
    }

    private static LocalText Off(PetitionLimit limit, WorkingCalendar calendar)
    {
        var off = Enumerable.Range(1, limit.Due.On.DayNumber - limit.StartedOn.DayNumber).Select(limit.StartedOn.AddDays).Where(day => !calendar.IsWorkingDay(day).IsWorking).ToList();
        var days = string.Join("、", off.Select(day => $"{day:MM-dd}"));
        return off.Count == 0 ? new("其间没有休息日。", "There is no day of rest within it.")
            : LocalText.Of($"其间 {off.Count} 个休息日不计：{days}。", $"{off.Count} days of rest within it are not counted: {days.Replace('、', ',')}.");
    }

    private static LocalText Rolled(PetitionLimit limit)
    {
        var last = WorkingCalendar.Empty.After(limit.StartedOn, limit.Rule.Term).On;
        return last == limit.Due.On
            ? new("信访人的期限末日是工作日，不需顺延。", "The petitioner's last day is a working day, so it stays.")
            : LocalText.Of($"末日 {last:yyyy-MM-dd} 为休息日，顺延至其后第一个工作日（民法典第203条）。", $"The last day, {last:yyyy-MM-dd}, is a day of rest: it ends on the next working day (Civil Code, art. 203).");
    }
}
