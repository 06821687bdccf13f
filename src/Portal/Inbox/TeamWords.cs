using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Portal.Inbox;

/// <summary>What the numbers of a team's work are called.</summary>
internal static class TeamWords
{
    public static LocalText Of(TeamCount count) => count switch
    {
        TeamCount.Open => new("在办", "open"),
        TeamCount.Claimed => new("已认领", "claimed"),
        TeamCount.Named => new("指名", "by name"),
        TeamCount.Waiting => new("等待他人", "waiting"),
        TeamCount.Overdue => new("已超期", "overdue"),
        TeamCount.Soon => new("即将到期", "due soon"),
        _ => new("本周已办", "done this week"),
    };

    public static readonly LocalText Nobodys = new("无人认领", "Nobody's yet");
}
