using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Portal.Inbox;

/// <summary>Steps and verdicts as officials name them.</summary>
internal static class StepWords
{
    /// <summary>A step that an author named anew is shown by that name.</summary>
    public static LocalText Of(string step) => SpokenSteps.Of(step);

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
