using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Portal.Dossiers;

/// <summary>Steps and verdicts as officials name them.</summary>
internal static class StepWords
{
    /// <summary>A step that an author named anew is shown by that name.</summary>
    public static LocalText Of(string step) => SpokenSteps.Of(step);

    /// <summary>What somebody did by a verdict; which words fit depends on what the round asked for. In Chinese they follow "已" as well as a step's name.</summary>
    /// <param name="again">The case was accepted before, or the first investigator has written the visit down.</param>
    public static LocalText Did(RoundKind kind, Verdict verdict, Part part, bool again) => (verdict, kind) switch
    {
        (Verdict.Incomplete, _) => new("请申请人补正", "asked the applicant for what is missing"),
        (Verdict.Return, _) => new("退回", "sent back"),
        (Verdict.Advise, _) => new("答复委派", "answered what was asked"),
        (Verdict.Recuse, _) => new("回避", "stood aside"),
        (Verdict.Abstain, _) => new("弃权", "abstained"),
        (Verdict.Extend, _) => new("延长补正时间", "gave more time"),
        (Verdict.NotAccept, _) => new("决定不予受理", "not accepted"),
        (Verdict.Complete, RoundKind.Completeness) => again ? new("确认材料齐全，继续办理", "papers complete, goes on") : new("受理", "accepted"),
        (Verdict.Complete, RoundKind.HomeVisit) => again ? new("核对调查记录并签字", "read and signed the record of the visit") : new("填写调查记录", "wrote down the visit"),
        (Verdict.Complete, RoundKind.Supplement) => new("按现有材料继续办理", "goes on with what is there"),
        (Verdict.Complete, RoundKind.Payout) => new("核定领取人", "named the payee"),
        (Verdict.Complete, RoundKind.Correction) => new("核对账户，重新发放", "verified the account, to be paid again"),
        (Verdict.Approve, RoundKind.Decision) => part == Part.First ? new("同意先行发放", "pay in advance") : new("批准", "granted"),
        (Verdict.Refuse, RoundKind.Decision) => part == Part.First
            ? new("决定不先行发放，案件继续办理", "do not pay in advance; the case goes on") // refusing that refuses nothing else
            : new("决定不予批准", "refused"),
        (Verdict.Approve, RoundKind.ExternalDecision) => new("登记上级批复：同意", "recorded the decision of the level above: agreed"),
        (Verdict.Refuse, RoundKind.ExternalDecision) => new("登记上级批复：不同意", "recorded the decision of the level above: refused"),
        (Verdict.Approve, _) => new("提出意见，同意", "agreed"),
        (Verdict.Refuse, _) => new("提出意见，不同意", "disagreed"),
        _ => throw new InvalidOperationException($"{kind} knows no {verdict}."),
    };
}
