using System.Collections.Frozen;
using System.Collections.Immutable;
using AidWorkflow.Cases.Forms;
using static AidWorkflow.Cases.Petitioning.PetitionEventKind;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>
/// A step of the law as an activity of a workflow: what has to happen before the flow goes on, by which port, the limits that run meanwhile, and which steps of the law may come behind each port. An author puts
/// other steps between them; what the law asks for, and until when, is not theirs to change (<see cref="PetitionLint"/>).
/// </summary>
/// <param name="Type">Of the activity, as definitions have it for ever.</param>
public sealed record StatutoryStep(string Type, LocalText Name, LocalText About, ImmutableArray<LimitKind> Limits, ImmutableArray<WayOut> Ways)
{
    public const string Prefix = "Petition.";

    /// <summary>The limit at whose end nothing more can happen here: the petitioner did not ask. Null where the step waits for whoever has to act, however late.</summary>
    public LimitKind? Window { get; init; }

    /// <summary>In the order of the law.</summary>
    public static ImmutableArray<StatutoryStep> All { get; } =
    [
        new("Petition.Registration", new("登记与去向", "Registration"), new("登记后转送、交办、就地受理，或者告知其他途径", "Registered, then sent on, taken up here, or shown another way"), [LimitKind.Registering],
            [new("Sent", new("转送、交办", "Sent on"), [Forwarded, Assigned], ["Petition.Arrival"]), new("Here", new("本机关有权处理", "Ours to handle"), [Arrived], ["Petition.Acceptance"]), new("Routed", new("告知其他途径", "Another way"), [PetitionEventKind.Routed], [])]),
        new("Petition.Arrival", new("送达有权处理机关", "Arrival at the body in charge"), new("有权处理机关收到转送、交办的事项", "The body in charge has what was sent on"), [],
            [new("Arrived", new("收到", "Arrived"), [Arrived], ["Petition.Acceptance"])]),
        new("Petition.Acceptance", new("告知是否受理", "Acceptance"), new("书面告知是否受理；无权处理的，五个工作日内提出异议", "Says in writing whether it accepts; objects within five working days where it is not in charge"), [LimitKind.Notifying, LimitKind.Objecting],
            [
                new("Accepted", new("受理", "Accepted"), [Accepted], ["Petition.Handling"]), new("NotAccepted", new("不予受理", "Not accepted"), [NotAccepted], []),
                new("Routed", new("告知其他途径", "Another way"), [PetitionEventKind.Routed], []), new("SentBack", new("异议成立，退回", "Sent back"), [ObjectionAllowed], ["Petition.Registration"]),
            ]),
        new("Petition.Handling", new("办理", "Handling"), new("受理后作出处理意见；可以延长一次", "The opinion on the petition; may be extended once"), [LimitKind.Handling],
            [new("Answered", new("作出处理意见", "Answered"), [Answered], ["Petition.Delivery"])]),
        new("Petition.Delivery", new("处理意见送达", "Delivery of the answer"), new("送达之日起算申请复查的期限", "The time for asking for review runs from it"), [],
            [new("Delivered", new("送达", "Delivered"), [Delivered], ["Petition.ReviewWindow"])]),
        new("Petition.ReviewWindow", new("申请复查", "Asking for review"), new("等待信访人申请复查；期满未申请的，到此为止", "Waits for the petitioner to ask for review; ends where they do not"), [LimitKind.AskingReview],
            [new("Asked", new("申请复查", "Asked"), [ReviewAsked], ["Petition.Review"]), new("Lapsed", new("期满未申请", "Not asked"), [Lapsed], [])])
        { Window = LimitKind.AskingReview },
        new("Petition.Review", new("复查", "Review"), new("上级机关作出复查意见", "The superior body answers the request for review"), [LimitKind.Reviewing],
            [new("Answered", new("作出复查意见", "Answered"), [ReviewAnswered], ["Petition.ReviewDelivery"])]),
        new("Petition.ReviewDelivery", new("复查意见送达", "Delivery of the review"), new("送达之日起算申请复核的期限", "The time for asking for re-review runs from it"), [],
            [new("Delivered", new("送达", "Delivered"), [ReviewDelivered], ["Petition.ReReviewWindow"])]),
        new("Petition.ReReviewWindow", new("申请复核", "Asking for re-review"), new("等待信访人申请复核；期满未申请的，到此为止", "Waits for the petitioner to ask for re-review; ends where they do not"), [LimitKind.AskingReReview],
            [new("Asked", new("申请复核", "Asked"), [ReReviewAsked], ["Petition.ReReview"]), new("Lapsed", new("期满未申请", "Not asked"), [Lapsed], [])])
        { Window = LimitKind.AskingReReview },
        new("Petition.ReReview", new("复核", "Re-review"), new("再上一级机关作出复核意见；听证时间不计入", "The body above answers the request for re-review; hearings do not count"), [LimitKind.ReReviewing],
            [new("Answered", new("作出复核意见", "Answered"), [ReReviewAnswered], ["Petition.ReReviewDelivery"])]),
        new("Petition.ReReviewDelivery", new("复核意见送达", "Delivery of the re-review"), new("三级终结；同一事实和理由不再受理", "Final; the same facts and reasons are not accepted again"), [],
            [new("Delivered", new("送达", "Delivered"), [ReReviewDelivered], [])]),
    ];

    private static readonly FrozenDictionary<string, StatutoryStep> ByType = All.ToFrozenDictionary(step => step.Type, StringComparer.Ordinal);

    /// <summary>What brings a petition from one step of the law to the next, wherever it stands; other events happen within a step.</summary>
    private static readonly FrozenSet<PetitionEventKind> Moving = All.SelectMany(step => step.Ways).SelectMany(way => way.Events).ToFrozenSet();

    public static StatutoryStep? Of(string type) => ByType.GetValueOrDefault(type);

    /// <summary>Whether the flow has to stand where it waits for the event.</summary>
    public static bool Moves(PetitionEventKind kind) => Moving.Contains(kind) || kind is CheckAgreed or CheckSentBack;

    /// <summary>The port by which the flow leaves an activity of the type after an event; null where it does not wait for it there.</summary>
    public static string? PortAfter(string type, PetitionEventKind kind) => (type, kind) switch
    {
        (CheckType, CheckAgreed) => "Agreed",
        (CheckType, CheckSentBack) => "SentBack",
        _ => Of(type)?.Ways.FirstOrDefault(way => way.Events.Contains(kind))?.Port,
    };

    /// <summary>A step between those of the law: somebody of the house agrees before it goes on.</summary>
    public const string CheckType = "Petition.Check";
}

/// <param name="Events">Any of which leads out here.</param>
/// <param name="Next">The steps of the law that may come behind; none where the petition ends.</param>
public sealed record WayOut(string Port, LocalText Name, ImmutableArray<PetitionEventKind> Events, ImmutableArray<string> Next);
