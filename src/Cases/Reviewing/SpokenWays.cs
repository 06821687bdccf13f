using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>Ways out of steps as people speak of them, on drawings, in histories and in the editor.</summary>
public static class SpokenWays
{
    private static readonly Dictionary<string, LocalText> Ways = new(StringComparer.Ordinal)
    {
        ["Approve"] = new("同意", "agreed"),
        ["Refuse"] = new("不同意", "refused"),
        ["Returned"] = new("退票", "came back"),
        ["Paid"] = new("到账", "paid"),
        ["Objected"] = new("有异议", "objected"),
        ["Ended"] = new("期满", "ended"),
        ["Provincial"] = new("省级资金", "provincial fund"),
        ["NotAccepted"] = new("不予受理", "not accepted"),
        ["Default"] = new("其他", "otherwise"),
        ["Otherwise"] = new("其他情况", "otherwise"),
        ["Supplied"] = new("已补正", "supplied"),
        ["Incomplete"] = new("须补正", "incomplete"),
        ["Complete"] = new("材料齐全", "complete"),
        ["True"] = new("是", "yes"),
        ["False"] = new("否", "no"),
        ["Done"] = new("办毕", "done"),
        ["Formalities"] = new("办理手续", "formalities"),
        ["FirstPayment"] = new("先行救助", "first payment"),
    };

    public static IReadOnlyDictionary<string, LocalText> All => Ways;

    /// <summary>One that an author named is called as the author did.</summary>
    public static LocalText Of(string way) => Ways.GetValueOrDefault(way) ?? LocalText.Same(way);
}
