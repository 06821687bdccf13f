using AidWorkflow.Cases.Forms;
using AidWorkflow.Portal.Showing;

namespace AidWorkflow.Portal.Inbox;

/// <summary>How long is left, in the unit that the limit is counted in.</summary>
internal static class LeftWords
{
    public static LocalText Of(DaysLeft left)
    {
        var (count, unit) = (Math.Abs(left.Days), left.Working ? "working day" : "day");
        var (zh, en) = (left.Working ? $"{count} 个工作日" : $"{count} 天", count == 1 ? $"1 {unit}" : $"{count} {unit}s");
        var told = left switch
        {
            { Paused: true } => new LocalText("计时暂停", "time stands still"),
            { Days: < 0 } => new($"超 {zh}", $"{en} late"),
            { IsJustPast: true } => new("已过期限", "past its limit"),
            { Days: 0 } => new("今天到期", "due today"),
            _ => new($"剩 {zh}", $"{en} left"),
        };
        if (PressureWords.Of(left.Pressure, left.IsJustPast ? -1 : left.Days) is { } pressing)
            told = new($"{told.Zh}（{pressing.Zh}）", $"{told.En} ({pressing.En})");
        return left.Provisional ? new($"{told.Zh}（暂定）", $"{told.En} (provisional)") : told;
    }
}
