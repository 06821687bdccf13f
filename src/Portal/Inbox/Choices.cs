using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Portal.Inbox;

/// <summary>A button of a decision.</summary>
/// <param name="Look">"main" for the one that is expected, "grave" for what cannot be taken back.</param>
internal sealed record ChoiceButton(Verdict Verdict, LocalText Words, string? Look = null, string? Key = null);

/// <summary>What can be chosen at a task, as its buttons say it; sending back and asking for papers come beside these.</summary>
internal static class Choices
{
    public static IEnumerable<ChoiceButton> Of(TaskView view) => view.Task.Purpose == TaskPurpose.Advise
        ? [new(Verdict.Advise, new("答复", "Answer"), "main", "a")]
        : view.Round.Plan.Agreement == Agreement.Vote ? [.. ToDecide(view), new(Verdict.Abstain, new("弃权", "Abstain"))] : ToDecide(view);

    private static ChoiceButton[] ToDecide(TaskView view) => view.Task.Kind switch
    {
        RoundKind.Completeness when IsAccepted(view) => [new(Verdict.Complete, new("材料已齐，继续办理", "Complete: go on"), "main", "a")],
        RoundKind.Completeness => [new(Verdict.Complete, new("受理", "Accept"), "main", "a"), new(Verdict.NotAccept, new("不予受理", "Do not accept"), "grave")],
        RoundKind.HomeVisit => [new(Verdict.Complete, view.VisitWaitsForSecond ? new("核对无误，签字", "Read and signed") : new("提交调查记录", "Send the record"), "main", "a")],
        RoundKind.Supplement when IsAccepted(view) => MoreTime,
        RoundKind.Supplement => [.. MoreTime, new(Verdict.NotAccept, new("不予受理", "Do not accept"), "grave")],
        RoundKind.Payout => [new(Verdict.Complete, new("已核定领取人", "The payee is named"), "main", "a")],
        RoundKind.Correction => [new(Verdict.Complete, new("已核对，重新发放", "Verified: pay again"), "main", "a")],
        RoundKind.Decision when view.Round.Plan.Part == Part.First =>
            [new(Verdict.Approve, new("先行发放", "Pay in advance"), "main", "a"), new(Verdict.Refuse, new("不先行发放，案件继续办理", "Do not pay in advance; the case goes on"))],
        RoundKind.Decision => [new(Verdict.Approve, new("批准", "Approve"), "main", "a"), new(Verdict.Refuse, new("不予批准", "Refuse"), "grave")],
        RoundKind.Review when view.Task.Step == "AcceptanceReview" =>
            [new(Verdict.Approve, new("应予受理", "It is to be accepted"), "main", "a"), new(Verdict.Refuse, new("维持不予受理", "The non-acceptance stands"), "grave")],
        _ => [new(Verdict.Approve, new("同意", "Agree"), "main", "a"), new(Verdict.Refuse, new("不同意", "Disagree"), "grave")],
    };

    private static ChoiceButton[] MoreTime => [new(Verdict.Extend, new("再给时间", "Give more time"), "main"), new(Verdict.Complete, new("按现有材料继续", "Go on with what is there"))];

    /// <summary>Sent back from the review: it can no longer be turned away.</summary>
    private static bool IsAccepted(TaskView view) => view.Case.AcceptedOn is not null;
}
