using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Serving;

namespace AidWorkflow.Portal.Intervening;

/// <summary>What happened to an instance, in words.</summary>
internal static class JournalWords
{
    private static readonly Dictionary<string, LocalText> Events = new(StringComparer.Ordinal)
    {
        ["start"] = new("流程启动", "the workflow was started"),
        ["resume"] = new("收到等待的内容", "what was waited for came"),
        ["rewind"] = new("流程退回", "the flow went to another step"),
        ["cancel"] = new("流程被取消", "the workflow was cancelled"),
        ["retry"] = new("重试出错的步骤", "a failed step was tried again"),
        ["skip"] = new("跳过出错的步骤", "a failed step was skipped"),
        ["cancel-activity"] = new("终止出错的步骤", "a failed step was taken away"),
        ["set-variable"] = new("修改变量", "a variable was changed from outside"),
        ["suspend"] = new("挂起", "put on hold"),
        ["activate"] = new("恢复", "activated"),
        ["migrate"] = new("迁移到另一版本", "moved to another version"),
        ["undo-migrate"] = new("撤销迁移", "the move was taken back"),
        ["Started"] = new("开始", "began"),
        ["Completed"] = new("完成", "completed"),
        ["Cancelled"] = new("取消", "was cancelled"),
        ["Rewound"] = new("因退回而撤下", "was taken away by going back"),
        ["Faulted"] = new("出错", "failed"),
        ["Helped"] = new("异常已处理", "the failure was settled"),
        ["Waiting"] = new("开始等待", "waits"),
        ["Burned"] = new("不再等待", "waits no more"),
        ["Variable"] = new("变量", "variable"),
        ["Output"] = new("输出", "output"),
        ["Line"] = new("输出一行", "wrote"),
        ["Message"] = new("发出消息", "sent a message"),
        ["Status"] = new("状态", "stands"),
        ["Moved"] = new("版本", "version"),
    };

    public static LocalText Of(HistoryEntry entry)
    {
        var what = Events.GetValueOrDefault(entry.Event) ?? LocalText.Same(entry.Event);
        return new(Sentence(entry with { Detail = Detail(entry, "zh-CN") }, what.Zh), Sentence(entry with { Detail = Detail(entry, "en") }, what.En));
    }

    /// <summary>The status by its name for people ("Running/OnHold" is on hold), and why something failed.</summary>
    private static string? Detail(HistoryEntry entry, string language) => entry switch
    {
        { Event: "Status", Detail: { } status } => StateWords.Of(status[(status.IndexOf('/', StringComparison.Ordinal) + 1)..]).In(language),
        { Event: "Faulted", Detail: { } reason } => Texts.SayReason(reason, language),
        _ => entry.Detail,
    };

    private static string Sentence(HistoryEntry entry, string what) =>
        string.Join(' ', new[] { entry.ActivityName is { } name && name != entry.ActivityId ? $"{name} ({entry.ActivityId})" : entry.ActivityId, what, entry.Detail is { Length: > 0 } detail ? $"· {detail}" : null }.Where(part => part is not null));
}
