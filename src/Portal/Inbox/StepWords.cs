using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Portal.Inbox;

/// <summary>Steps and verdicts as officials name them.</summary>
internal static class StepWords
{
    private static readonly Dictionary<string, LocalText> Steps = new(StringComparer.Ordinal)
    {
        ["Completeness"] = new("受理审查", "Completeness check"),
        ["Supplement"] = new("申请人补正", "Applicant supplements"),
        ["VillageOpinion"] = new("村级意见", "Village opinion"),
        ["HomeVisit"] = new("入户调查", "Home visit"),
        ["DistrictVisit"] = new("区级入户调查", "Visit by the district"),
        ["TownshipReview"] = new("镇街审核", "Township review"),
        ["PublicNotice"] = new("公示", "Public notice"),
        ["DistrictReview"] = new("区级审核", "District review"),
        ["DistrictDecision"] = new("区级审批", "District decision"),
        ["EmergencyAuthorise"] = new("先行救助审批", "Authorising a first payment"),
        ["CityCheck"] = new("市级汇总审核", "City check"),
        ["ProvincialDecision"] = new("省级审批登记", "Provincial decision"),
        ["Payout"] = new("发放", "Payout"),
        ["FirstPayout"] = new("先行发放", "First payout"),
        ["CorrectPayee"] = new("核对收款账户", "Correct the payee"),
        ["CorrectFirstPayee"] = new("核对收款账户", "Correct the payee"),
        ["ReconsiderReview"] = new("复核审查", "Reconsideration review"),
        ["ReconsiderDecision"] = new("复核决定", "Reconsideration decision"),
    };

    /// <summary>A step that an author named anew is shown by that name.</summary>
    public static LocalText Of(string step) => Steps.GetValueOrDefault(step) ?? LocalText.Same(step);

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
