using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Portal.Following;

/// <summary>What goes on with a case in words that need no office behind them.</summary>
internal static class PlainWords
{
    private static readonly LocalText NotAccepted = new("不予受理", "Not accepted");
    private static readonly LocalText NotSupplied = new("没有补齐，不予受理", "Not accepted, because papers were missing");

    public static LocalText Of(RoundKind kind, string step) => (kind, step) switch
    {
        (RoundKind.Completeness, _) => new("服务站核对材料", "The station checks your papers"),
        (RoundKind.Supplement, _) => new("等您补充材料", "Waiting for you"),
        (RoundKind.HomeVisit, _) => new("两位工作人员上门了解情况", "Two officials visit you"),
        (RoundKind.Notice, _) => new("公示，只公布姓名、家庭人数和金额", "Public notice, with name, household size and amount only"),
        (RoundKind.Decision, "EmergencyAuthorise") => new("决定是否先行救助", "Deciding whether to pay something at once"),
        (RoundKind.Decision, "ReconsiderDecision") => new("作出复核决定", "The decision on reconsideration"),
        (RoundKind.Decision, _) => new("决定是否给予帮扶", "The decision"),
        (RoundKind.ExternalDecision, _) => new("省里审批", "The province decides"),
        (RoundKind.Payout, _) => new("发放到您的银行账户", "Payment to your account"),
        (RoundKind.Correction, _) => new("核对收款账户", "Making sure of your account"),
        (RoundKind.Review, "VillageOpinion") => new("村（社区）提出意见", "The village gives its opinion"),
        (RoundKind.Review, "TownshipReview") => new("镇（街）提出意见", "The township gives its opinion"),
        (RoundKind.Review, "AcceptanceReview") => new("区（市）复核是否受理", "The district looks again at whether to accept it"),
        (RoundKind.Review, "ReconsiderReview") => new("复核审查", "Other people look at it again"),
        (RoundKind.Review, "CityCheck") => new("市里汇总核对", "The city checks"),
        (RoundKind.Review, _) => new("区（市）核对", "The district checks"),
        _ => new("办理中", "In hand"),
    };

    /// <summary>What came of a step that is over, as its applicant is told; null where something else of the story says it.</summary>
    /// <param name="acceptedOn">When the case was accepted: what is checked later is only what was added.</param>
    /// <param name="cents">What the step decided to pay.</param>
    /// <param name="supplied">A supplement that ended because the applicant supplied.</param>
    public static LocalText? Happened(Round round, DateOnly? acceptedOn, long? cents, bool supplied) => round switch
    {
        { State: RoundState.Returned, Kind: RoundKind.Supplement } => null,
        { State: RoundState.Returned } => new("退回前面的环节，再核实一次", "It went back a step, to be looked at once more"),
        { State: RoundState.Cancelled } => null, // the case ended, and that is told
        { Kind: RoundKind.Completeness, Outcome: "Complete" } => acceptedOn is { } on && LocalDay.Of(round.ClosedAt!.Value) > on
            ? new("您补交的材料已核对", "What you added was checked")
            : new("已受理，材料齐全", "Accepted: your papers are complete"),
        { Kind: RoundKind.Completeness, Outcome: "NotAccepted" } => NotAccepted,
        { Kind: RoundKind.Completeness } => null,
        { Kind: RoundKind.Supplement, Outcome: "NotAccepted" } => NotSupplied,
        { Kind: RoundKind.Supplement } => supplied ? null : new("服务站按现有材料继续办理", "The station goes on with the papers that are there"),
        { Kind: RoundKind.HomeVisit, Step: "DistrictVisit" } => new("区（市）已入户调查", "The district visited you"),
        { Kind: RoundKind.HomeVisit } => new("镇街已入户调查", "The township visited you"),
        { Kind: RoundKind.Notice, Outcome: "Objected" } => null,
        { Kind: RoundKind.Notice } => new("已公示，没有人提出异议", "The public notice is over; nobody objected"),
        { Kind: RoundKind.Decision, Plan.Part: Part.First, Outcome: "Approve" } => Granted("已批准先行救助", "A first payment was authorised", cents),
        { Kind: RoundKind.Decision, Plan.Part: Part.First } => new("决定不先行发放，申请继续办理", "Nothing is paid in advance; your application goes on"),
        { Kind: RoundKind.Decision, Step: "ReconsiderDecision", Outcome: "Approve" } => Granted("复核决定：批准", "Decided on reconsideration: granted", cents),
        { Kind: RoundKind.Decision, Step: "ReconsiderDecision" } => new("复核决定：维持不予批准", "Decided on reconsideration: not granted"),
        { Kind: RoundKind.Decision, Outcome: "Approve" } => Granted("区（市）已批准", "The district granted it", cents),
        { Kind: RoundKind.Decision } => new("区（市）决定不予批准", "The district did not grant it"),
        { Kind: RoundKind.ExternalDecision, Outcome: "Approve" } => Granted("省里已批准", "The province granted it", cents),
        { Kind: RoundKind.ExternalDecision } => new("省里没有批准", "The province did not grant it"),
        { Kind: RoundKind.Correction } => new("收款账户已核对", "The account was checked"),
        { Kind: RoundKind.Payout } => null, // each payment is told with its days
        { Step: "VillageOpinion" } => new("村（社区）已提出意见", "The village gave its opinion"),
        { Step: "TownshipReview", Visit: > 1 } => new("镇街已重新审核", "The township reviewed it again"),
        { Step: "TownshipReview" } => new("镇街已审核", "The township reviewed it"),
        { Step: "CityCheck" } => new("市里已核对", "The city checked it"),
        { Step: "AcceptanceReview", Outcome: "Approve" } => new("复核决定：应予受理", "Decided on reconsideration: accepted after all"),
        { Step: "AcceptanceReview" } => new("复核决定：维持不予受理", "Decided on reconsideration: not accepted"),
        { Step: "ReconsiderReview" } => new("复核已审查", "The reconsideration was reviewed"),
        _ => new("区（市）已审核", "The district reviewed it"),
    };

    /// <summary>The step by which it was turned away: that the application ended so is told with it.</summary>
    public static bool IsNonAcceptance(LocalText what) => what == NotAccepted || what == NotSupplied;

    /// <summary>A payment, with whether it is the one before formalities.</summary>
    public static LocalText Money(bool first, long cents) =>
        first ? new($"先行救助款 {Yuan.Said(cents)} 元", $"The first payment of {Yuan.Said(cents)} yuan") : new($"帮扶款 {Yuan.Said(cents)} 元", $"The payment of {Yuan.Said(cents)} yuan");

    private static LocalText Granted(string zh, string en, long? cents) => cents is { } sum ? new($"{zh} {Yuan.Said(sum)} 元", $"{en}: {Yuan.Said(sum)} yuan") : new(zh, en);

    public static LocalText Of(CaseStage stage) => stage switch
    {
        CaseStage.Received => new("已收到", "Received"),
        CaseStage.Checking => new("核对材料", "Papers are checked"),
        CaseStage.Supplementing => new("等您补充材料", "Waiting for you"),
        CaseStage.Reviewing => new("村、镇核实情况，上门走访", "Village and township look into it and visit"),
        CaseStage.Publicising => new("公示", "Public notice"),
        CaseStage.Deciding => new("区（市）作出决定", "The district decides"),
        CaseStage.AwaitingProvince => new("市里汇总、省里审批", "City and province"),
        CaseStage.Reconsidering => new("复核，由其他人员重新审查", "Reconsideration, by other people"),
        CaseStage.Paying => new("发放到银行账户", "Payment"),
        _ => new("已结束", "Ended"),
    };

    public static LocalText Of(CaseOutcome outcome) => SpokenOutcomes.Of(outcome);

    /// <summary>A paper by the name that it bears itself.</summary>
    public static LocalText Of(DocumentKind kind) => kind switch
    {
        DocumentKind.Approval => new("困难帮扶援助审批决定书", "Decision to grant aid"),
        DocumentKind.Refusal => new("困难帮扶援助不予批准决定书", "Decision to refuse aid"),
        DocumentKind.CompletionNotice => new("补正材料一次性告知书", "Notice of what is missing"),
        DocumentKind.Ending => new("终止办理告知书", "Notice that an application ended"),
        _ => new("不予受理告知书", "Notice of non-acceptance"),
    };
}
