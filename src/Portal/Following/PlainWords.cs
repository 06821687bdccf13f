using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Portal.Following;

/// <summary>What goes on with a case in words that need no office behind them.</summary>
internal static class PlainWords
{
    public static LocalText Of(RoundKind kind, string step) => (kind, step) switch
    {
        (RoundKind.Completeness, _) => new("服务站核对材料", "The station checks your papers"),
        (RoundKind.Supplement, _) => new("等您补充材料", "Waiting for you"),
        (RoundKind.HomeVisit, _) => new("两位工作人员上门了解情况", "Two officials visit you"),
        (RoundKind.Notice, _) => new("公示，只公布姓名、家庭人数和金额", "Public notice, with name, household size and amount only"),
        (RoundKind.Decision, "EmergencyAuthorise") => new("决定是否先行救助", "Deciding whether to pay something at once"),
        (RoundKind.Decision, _) => new("决定是否给予帮扶", "The decision"),
        (RoundKind.ExternalDecision, _) => new("省里审批", "The province decides"),
        (RoundKind.Payout, _) => new("发放到您的银行账户", "Payment to your account"),
        (RoundKind.Correction, _) => new("核对收款账户", "Making sure of your account"),
        (RoundKind.Review, "VillageOpinion") => new("村（社区）提出意见", "The village gives its opinion"),
        (RoundKind.Review, "TownshipReview") => new("镇（街）提出意见", "The township gives its opinion"),
        (RoundKind.Review, "CityCheck") => new("市里汇总核对", "The city checks"),
        (RoundKind.Review, _) => new("区（市）核对", "The district checks"),
        _ => new("办理中", "In hand"),
    };

    public static LocalText Of(CaseStage stage) => stage switch
    {
        CaseStage.Received => new("已收到", "Received"),
        CaseStage.Checking => new("核对材料", "Papers are checked"),
        CaseStage.Supplementing => new("等您补充材料", "Waiting for you"),
        CaseStage.Reviewing => new("村、镇核实情况，上门走访", "Village and township look into it and visit"),
        CaseStage.Publicising => new("公示", "Public notice"),
        CaseStage.Deciding => new("区（市）作出决定", "The district decides"),
        CaseStage.AwaitingProvince => new("市里汇总、省里审批", "City and province"),
        CaseStage.Paying => new("发放到银行账户", "Payment"),
        _ => new("办结", "Finished"),
    };

    public static LocalText Of(CaseOutcome outcome) => outcome switch
    {
        CaseOutcome.Paid => new("已发放", "Paid"),
        CaseOutcome.Refused => new("未予批准", "Refused"),
        CaseOutcome.NotAccepted => new("未予受理", "Not accepted"),
        CaseOutcome.Withdrawn => new("已撤回", "Withdrawn"),
        CaseOutcome.Recovering => new("需退回先行救助款", "First payment to be returned"),
        _ => new("已结束", "Ended"),
    };

    public static LocalText Of(DocumentKind kind) => kind switch
    {
        DocumentKind.Approval => new("批准通知书", "Approval"),
        DocumentKind.Refusal => new("不予批准通知书", "Refusal"),
        DocumentKind.CompletionNotice => new("补正材料通知书", "Request for missing papers"),
        _ => new("不予受理通知书", "Notice of non-acceptance"),
    };
}
