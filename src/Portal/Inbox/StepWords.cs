using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Portal.Inbox;

/// <summary>Steps and verdicts as officials name them.</summary>
internal static class StepWords
{
    /// <summary>A step that an author named anew is shown by that name.</summary>
    public static LocalText Of(string step) => SpokenSteps.Of(step);

    /// <summary>A refusal to pay in advance refuses nothing else.</summary>
    public static LocalText Of(Verdict verdict, Part part) => (verdict, part) switch
    {
        (Verdict.Approve, Part.First) => new("先行发放", "pay in advance"),
        (Verdict.Refuse, Part.First) => new("不先行发放，案件继续办理", "do not pay in advance; the case goes on"),
        _ => Of(verdict),
    };

    public static LocalText Of(VisitSeat seat) => seat.Number == 1 ? new("第一调查员", "first investigator") : new("第二调查员", "second investigator");

    public static LocalText Of(Verdict verdict) => verdict switch
    {
        Verdict.Approve => new("同意", "agreed"),
        Verdict.Refuse => new("不同意", "refused"),
        Verdict.Return => new("退回", "returned"),
        Verdict.Complete => new("办结", "completed"),
        Verdict.Incomplete => new("要求补正", "asked for more"),
        Verdict.Extend => new("延长补正时间", "gave more time"),
        _ => new("不予受理", "not accepted"),
    };
}
