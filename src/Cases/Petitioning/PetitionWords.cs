using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using static AidWorkflow.Cases.Petitioning.PetitionEventKind;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>What the desk calls the events, standings and limits of a petition.</summary>
public static class PetitionWords
{
    public static LocalText Of(PetitionEventKind kind) => kind switch
    {
        Received => new("收到", "received"),
        Forwarded => new("转送", "forwarded"),
        Assigned => new("交办", "assigned"),
        Arrived => new("送达有权处理机关", "came to the body in charge"),
        Objected => new("提出管辖异议", "objected to by the body"),
        ObjectionAllowed => new("同意退回", "taken back"),
        ObjectionDenied => new("不同意退回", "left with the body"),
        NoticeWaived => new("姓名或住址不清，无需告知", "no notice owed: name or address unclear"),
        Accepted => new("受理", "accepted"),
        NotAccepted => new("不予受理", "not accepted"),
        Routed => new("告知其他途径", "shown another procedure"),
        HearingCalled => new("决定听证", "hearing called"),
        HearingHeld => new("听证结束", "hearing held"),
        Extended => new("延长办理期限", "extended"),
        Answered => new("作出处理意见", "answered"),
        Delivered => new("处理意见送达", "answer delivered"),
        ReviewAsked => new("申请复查", "review asked for"),
        ReviewAnswered => new("作出复查意见", "review answered"),
        ReviewDelivered => new("复查意见送达", "opinion of the review delivered"),
        ReReviewAsked => new("申请复核", "re-review asked for"),
        ReReviewAnswered => new("作出复核意见", "re-review answered"),
        ReReviewDelivered => new("复核意见送达", "opinion of the re-review delivered"),
        Lapsed => new("期满未申请", "time ended, nobody asked"),
        CheckAgreed => new("内部审核同意", "agreed to in the house"),
        CheckSentBack => new("内部审核退回", "sent back in the house"),
        Merged => new("并入其他事项", "merged into another"),
        MergeUndone => new("撤销并案", "taken out of the other again"),
        _ => new("撤回", "withdrawn"),
    };

    public static LocalText Of(PetitionStatus status) => status switch
    {
        PetitionStatus.Registered => new("已登记，待转送", "registered, to be sent on"),
        PetitionStatus.OnItsWay => new("转送途中", "on its way to the body in charge"),
        PetitionStatus.AtBody => new("待有权处理机关告知是否受理", "with the body in charge, acceptance open"),
        PetitionStatus.Objected => new("管辖异议待定", "objection to be settled"),
        PetitionStatus.Handling => new("办理中", "being handled"),
        PetitionStatus.Answered => new("已答复，待送达", "answered, to be delivered"),
        PetitionStatus.MayAskReview => new("已送达，可申请复查", "delivered; review may be asked for"),
        PetitionStatus.Reviewing => new("复查中", "under review"),
        PetitionStatus.ReviewAnswered => new("复查意见待送达", "opinion of the review to be delivered"),
        PetitionStatus.MayAskReReview => new("复查意见已送达，可申请复核", "delivered; re-review may be asked for"),
        PetitionStatus.ReReviewing => new("复核中", "under re-review"),
        PetitionStatus.Final => new("三级终结", "final after re-review"),
        PetitionStatus.NotAccepted => new("不予受理", "not accepted"),
        PetitionStatus.Routed => new("已告知其他途径", "shown another procedure"),
        PetitionStatus.Settled => new("已办结", "settled"),
        PetitionStatus.Merged => new("已并案", "goes on in another petition"),
        _ => new("已撤回", "withdrawn"),
    };

    /// <summary>What the Regulation of 2022 asks for where it names no limit for answering and no review (art. 29 to 31).</summary>
    public static LocalText CourseOf(PetitionClass @class, ClaimBranch? branch) => (@class, branch) switch
    {
        (PetitionClass.Suggestion, _) => new("建议意见类：研究论证并回复（第29条）；条例没有规定办理期限，也没有复查、复核，答复送达即办结。",
            "A suggestion is studied and replied to (art. 29). The Regulation names no limit for that and no review: it ends with the delivery of the reply."),
        (PetitionClass.Accusation, _) => new("检举控告类：依规依纪依法接收、受理、办理和反馈（第30条）；条例没有规定办理期限，也没有复查、复核，反馈即办结。",
            "An accusation is handled and answered by the rules of discipline and the law (art. 30). The Regulation names no limit for that and no review: it ends with the delivery of the answer."),
        (_, ClaimBranch.PerformDuty) => new("属于申请履行法定职责：按法定程序和期限履行或者答复（第31条第5项）；不出具信访处理意见书，没有复查、复核，答复送达即办结。",
            "A duty is asked for: it is performed or answered by the procedure and within the time of the law that gives it (art. 31, item 5). There is no petition opinion and no review: it ends with the delivery of the answer."),
        _ => new("应当通过其他法定途径处理（第31条）：告知信访人途径；不出具信访处理意见书，没有复查、复核，答复送达即办结。",
            "Another procedure is the way for it (art. 31): the petitioner is told which. There is no petition opinion and no review: it ends with the delivery of the answer."),
    };

    public static LocalText Of(LimitKind kind) => kind switch
    {
        LimitKind.Registering => new("登记并转送（或告知）", "registering and sending on"),
        LimitKind.Notifying => new("告知是否受理", "notice of acceptance"),
        LimitKind.Objecting => new("提出管辖异议", "objecting to the referral"),
        LimitKind.Handling => new("办结并答复", "answering"),
        LimitKind.AskingReview => new("申请复查", "asking for review"),
        LimitKind.Reviewing => new("作出复查意见", "answering the review"),
        LimitKind.AskingReReview => new("申请复核", "asking for re-review"),
        _ => new("作出复核意见", "answering the re-review"),
    };

    public static LocalText Of(LimitHolder holder) => holder switch
    {
        LimitHolder.Receiver => new("接收单位", "whoever received it"),
        LimitHolder.Body => new("有权处理机关", "the body in charge"),
        LimitHolder.Petitioner => new("信访人", "the petitioner"),
        LimitHolder.ReviewBody => new("复查机关", "the body that reviews"),
        _ => new("复核机关", "the body that reviews again"),
    };

    public static LocalText Of(PetitionClass of) => of switch
    {
        PetitionClass.Suggestion => new("建议意见", "suggestion"),
        PetitionClass.Accusation => new("检举控告", "accusation"),
        _ => new("申诉求决", "claim"),
    };

    public static LocalText Of(ClaimBranch branch) => branch switch
    {
        ClaimBranch.Litigation => new("诉讼", "litigation"),
        ClaimBranch.Arbitration => new("仲裁", "arbitration"),
        ClaimBranch.PartyAppeal => new("党内申诉", "appeal within the Party"),
        ClaimBranch.AdministrativeProcedure => new("行政程序", "administrative procedure"),
        ClaimBranch.PerformDuty => new("请求履职", "request to perform a duty"),
        _ => new("信访程序", "petition procedure"),
    };

    public static LocalText Of(Term term) => term.Unit switch
    {
        TimeUnit.WorkingDays => LocalText.Of($"{term.Count} 个工作日", $"{term.Count} working days"),
        TimeUnit.CalendarDays => LocalText.Of($"{term.Count} 日（自然日）", $"{term.Count} calendar days"),
        _ => LocalText.Of($"{term.Count} 个月", $"{term.Count} months"),
    };
}
