using System.Collections.Frozen;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Portal.Petitioning;

/// <summary>What may be done about a matter beside the steps of its law, by the last part of its page's address.</summary>
/// <param name="Name">On the button that leads to the page, and its title.</param>
/// <param name="Done">What is said on the page of the matter afterwards.</param>
/// <param name="Number">By which the page of the matter knows what to say.</param>
internal sealed record MatterAct(string Key, LocalText Name, LocalText Done, int Number)
{
    public const string Send = "send";
    public const string Supervise = "supervise";
    public const string Reply = "reply";
    public const string EndDuty = "end-duty";
    public const string Merge = "merge";
    public const string UndoMerge = "undo-merge";
    public const string Split = "split";
    public const string Recuse = "recuse";
    public const string EndRecusal = "end-recusal";
    public const string Visit = "visit";
    public const string Begin = "begin";
}

internal static class MatterActs
{
    /// <summary>Of a route, the acts by their keys.</summary>
    public const string Route = "{act:regex(^(send|supervise|reply|end-duty|merge|undo-merge|split|recuse|end-recusal|visit|begin)$)}";

    private static readonly MatterAct[] All =
    [
        new(MatterAct.Send, new("转送、交办", "Send on"), new("已送出，去向已留存。", "It is sent on; where to is kept."), 11),
        new(MatterAct.Supervise, new("列入督办", "Supervise"), new("已列入督办，已通知经办人。", "It is supervised; whoever handles it was told."), 12),
        new(MatterAct.Reply, new("登记回复", "Record a reply"), new("已登记回复。", "The reply is recorded."), 13),
        new(MatterAct.EndDuty, new("结束督办或收回交办", "End it, or take it back"), new("已结束。", "It is ended."), 14),
        new(MatterAct.Merge, new("并案", "Merge into another"), new("已并案，本件期限停止计算，材料照旧保存。", "It is merged: its limits stopped, and everything of it stays."), 15),
        new(MatterAct.UndoMerge, new("撤销并案", "Undo the merge"), new("已撤销并案，期限按原来计算。", "The merge is undone; the limits run as they did."), 16),
        new(MatterAct.Split, new("分案", "Split off a request"), new("已分案，新的一件自原收到之日计算期限。", "It is split: the new matter's limits run from the day on which this one was received."), 17),
        new(MatterAct.Recuse, new("回避", "Stand aside"), new("已登记回避。", "The recusal is recorded."), 18),
        new(MatterAct.EndRecusal, new("结束回避", "End the recusal"), new("已结束回避。", "The recusal is ended."), 19),
        new(MatterAct.Visit, new("登记办理情况", "Enter what happened"), new("已登记。", "It is entered."), 20),
        new(MatterAct.Begin, new("转为信访事项", "Begin a petition"), new("已转为信访事项，期限自原收到之日计算。", "The petition is begun; its limits run from the day on which this was received."), 21),
    ];

    private static readonly FrozenDictionary<string, MatterAct> ByKey = All.ToFrozenDictionary(act => act.Key, StringComparer.Ordinal);

    public static MatterAct Of(string key) => ByKey[key];

    public static LocalText? DoneWords(int? number) => Array.Find(All, act => act.Number == number)?.Done;
}
