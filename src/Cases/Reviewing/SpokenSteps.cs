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

        // Those that nobody decides.
        ["Start"] = new("开始", "Start"),
        ["StartFirst"] = new("开始", "Start"),
        ["StartFormalities"] = new("开始", "Start"),
        ["StartPapers"] = new("开始", "Start"),
        ["FundGate"] = new("资金来源", "Which fund pays"),
        ["Fork"] = new("先付后补", "First pay, then the formalities"),
        ["Join"] = new("两线汇合", "Both are done"),
        ["FirstPayment"] = new("先行发放", "First payment"),
        ["Formalities"] = new("补办手续", "Formalities afterwards"),
        ["LatePapers"] = new("补交材料", "Papers afterwards"),
        ["PapersFirst"] = new("退回补正时由此补材料", "Papers are still owed"),
        ["Granted"] = new("补办通过", "Formalities agreed"),
        ["IsGranted"] = new("补办是否通过", "Were the formalities agreed?"),
        ["NotifyApproved"] = new("告知申请人", "Tell the applicant"),
        ["NotifyRefused"] = new("告知申请人", "Tell the applicant"),
        ["NotifyNonAcceptance"] = new("告知申请人", "Tell the applicant"),
        ["NotifyAccepted"] = new("告知应予受理", "Tell that it is accepted"),
        ["NotifyPaid"] = new("到账告知", "Tell of the payment"),
        ["NotifyFirstPaid"] = new("先行到账告知", "Tell of the first payment"),
        ["NotifyReturned"] = new("退票告知", "Tell that it came back"),
        ["NotifyFirstReturned"] = new("退票告知", "Tell that it came back"),
        ["ClosePaid"] = new("发放完毕结案", "Close: paid"),
        ["CloseRefused"] = new("未批准结案", "Close: refused"),
        ["CloseNotAccepted"] = new("不予受理结案", "Close: not accepted"),
        ["CloseRecovering"] = new("未批准，已付款待追回", "Refused, paid money to come back"),
    };

    /// <summary>A second step of the same name on one drawing, by what is written at it.</summary>
    private static readonly Dictionary<string, LocalText> Others = new(StringComparer.Ordinal)
    {
        ["补公示（尚未公示的）"] = new("补公示（尚未公示的）", "Public notice where none was"),
        ["补交材料审查"] = new("补交材料审查", "Check of the papers afterwards"),
        ["重新发放"] = new("重新发放", "Paying again"),
    };

    /// <summary>What stood at steps on the drawings of earlier versions, which running cases keep.</summary>
    private static readonly Dictionary<string, string> Former = new(StringComparer.Ordinal)
    {
        ["Completeness"] = "受理审查（一次性告知）",
        ["VillageOpinion"] = "村（社区）意见",
        ["HomeVisit"] = "入户调查（两名调查员）",
        ["DistrictVisit"] = "区（市）入户核查（工作人员近亲属）",
        ["DistrictReview"] = "区（市）中心核实",
        ["DistrictDecision"] = "区（市）局审批",
        ["EmergencyAuthorise"] = "先行救助授权",
        ["CityCheck"] = "市中心汇总核对",
        ["ProvincialDecision"] = "省级审批结果登记",
    };

    /// <summary>The titles of the house, by the names of the steps: the same on drawings and at desks, in messages and comparisons.</summary>
    public static IReadOnlyDictionary<string, LocalText> All => Steps;

    /// <summary>Titles of second steps of a name, by what is written at them.</summary>
    public static IReadOnlyDictionary<string, LocalText> Seconds => Others;

    /// <summary>What may be written at a step that has no title of its own beside that of the house.</summary>
    public static IEnumerable<string> LabelsOf(string step) => [Steps[step].Zh, Steps[step].En, .. Former.TryGetValue(step, out var former) ? (string[])[former] : []];

    /// <summary>As officials name it. A step that an author named anew is called by that name, which may have both languages: "第二审核 / Second review".</summary>
    public static LocalText Of(string step) => Steps.GetValueOrDefault(step) ?? InBoth(step);

    /// <summary>The same on a drawing: where its author wrote another title at it than the house has for it, that one, in English beside the house's.</summary>
    /// <param name="label">What is written at it; its name where nothing is.</param>
    public static LocalText Of(string step, string label) =>
        Others.TryGetValue(label, out var other) ? other
        : Steps.TryGetValue(step, out var known) ? label == step || LabelsOf(step).Contains(label) ? known : InBoth(label) is var own && own.Zh != own.En ? own : new(label, known.En)
        : InBoth(label);

    private static LocalText InBoth(string name) => name.Split(" / ") is [{ Length: > 0 } zh, { Length: > 0 } en] ? new(zh, en) : LocalText.Same(name);

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
