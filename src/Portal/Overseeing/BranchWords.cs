using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Portal.Overseeing;

/// <summary>The rules of branches as the trail keeps them, "Proposed at-least 5000.00 and age below 60", in words. A question keeps its key: the form of the case says how it reads.</summary>
internal static class BranchWords
{
    private static readonly Dictionary<string, LocalText> Words = new(StringComparer.Ordinal)
    {
        ["and"] = new("并且", "and"),
        ["or"] = new("或者", "or"),
        ["Proposed"] = new("建议金额", "amount proposed"),
        ["Approved"] = new("批准金额", "amount granted"),
        ["equal"] = new("等于", "is"),
        ["not-equal"] = new("不等于", "is not"),
        ["in"] = new("是其中之一：", "is one of"),
        ["not-in"] = new("不是以下任何一个：", "is none of"),
        ["above"] = new("高于", "is above"),
        ["at-least"] = new("不低于", "is at least"),
        ["below"] = new("低于", "is below"),
        ["at-most"] = new("不高于", "is at most"),
        ["filled"] = new("已填写", "is filled in"),
        ["empty"] = new("没有填写", "is not filled in"),
        ["contains"] = new("包含", "contains"),
    };

    public static LocalText Of(string rule) => new(string.Join(' ', rule.Split(' ').Select(word => Word(word).Zh)), string.Join(' ', rule.Split(' ').Select(word => Word(word).En)));

    private static LocalText Word(string word) => Words.GetValueOrDefault(word) ?? LocalText.Same(word);
}
