using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>Steps as people speak of them; what a clock or a task is called in a message.</summary>
public static class SpokenSteps
{
    private static readonly Dictionary<string, LocalText> Steps = new(StringComparer.Ordinal)
    {
        [Rounds.WholeCase] = new("整件办理", "the whole case"),
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
        ["AcceptanceReview"] = new("受理复核", "Acceptance looked at again"),
        ["ReconsiderReview"] = new("复核审查", "Reconsideration review"),
        ["ReconsiderDecision"] = new("复核决定", "Reconsideration decision"),
        ["IssueApproval"] = new("批准决定书", "Notice of approval"),
        ["IssueRefusal"] = new("不予批准决定书", "Notice of refusal"),
        ["IssueNonAcceptance"] = new("不予受理告知书", "Notice of non-acceptance"),
    };

    /// <summary>As officials name it. A step that an author named anew is called by that name, which may have both languages: "第二审核 / Second review".</summary>
    public static LocalText Of(string step) => Steps.GetValueOrDefault(step) ?? (step.Split(" / ") is [{ Length: > 0 } zh, { Length: > 0 } en] ? new(zh, en) : LocalText.Same(step));

    public static LocalText Of(IEnumerable<string> steps)
    {
        var spoken = steps.Select(Of).ToArray();
        return new(string.Join("、", spoken.Select(step => step.Zh)), string.Join(", ", spoken.Select(step => step.En)));
    }

    /// <summary>As the applicant is told of what waits for them.</summary>
    public static LocalText ToApplicant(string step) => step switch
    {
        StepNames.Supplement => new("补充材料", "supplying what is missing"),
        ConfirmDelivery.ReconsiderationClock => new("申请复核", "asking for reconsideration"),
        _ => Of(step),
    };
}
