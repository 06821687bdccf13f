using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Activities;

/// <summary>A person decides on the proposed amount; what is approved is reserved in the fund in the same commit.</summary>
public sealed class Decide : RoundActivity
{
    private static readonly Input<Part> PartInput = new("part", Part.All)
    {
        DisplayName = ("决定范围", "What is decided"),
        Description = ("First：先行救助的首笔款；All：全部", "First: the first payment before formalities; All: the whole amount"),
        Options = [nameof(Part.All), nameof(Part.First)],
        UiHint = "dropdown",
    };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Aid.Decide",
        Category = "Aid",
        DisplayName = ("审批", "Decision"),
        Description = ("按规则测算建议金额，由人决定；批准即预留资金", "The rules propose an amount, a person decides; approval reserves the money"),
        Inputs = [Seats.Role, Seats.Level, Seats.ReturnTo, Seats.NotDecidersOf, PartInput, .. Seats.OfSeveral, Reviewers.Rules, Reviewers.NobodyFound, Reviewers.ApplicantFound],
        Ports = [new("Approve") { DisplayName = ("批准", "Approved") }, new("Refuse") { DisplayName = ("不批准", "Refused") }],
        CanWait = true,
    };

    protected override RoundOpening Opening(ActivityContext context) => new(RoundKind.Decision, Reviewers.Into(context, Seats.PlanOfSeveral(context), context.Get(Seats.Role), context.Get(Seats.Level)), CaseStage.Deciding) { Part = context.Get(PartInput) };

    protected override async ValueTask OpenedAsync(ActivityContext context, CaseAtHand atHand, Round round) =>
        await atHand.Proposals.ProposeAsync(atHand.File, context.Cancellation);
}

/// <summary>The province's approval of a summary list, recorded from its paper: number, date, amount per person, scan.</summary>
public sealed class ExternalDecision : RoundActivity
{
    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Aid.ExternalDecision",
        Category = "Aid",
        DisplayName = ("上级审批结果登记", "External decision"),
        Description = ("登记系统外机关的审批：文号、日期、金额（可低于上报）或不批准、扫描件", "Records the decision of a body outside the system: number, date, amount (possibly lower) or refusal, scan"),
        Inputs = [Seats.Role, Seats.Level],
        Ports = [new("Approve") { DisplayName = ("批准", "Approved") }, new("Refuse") { DisplayName = ("不批准", "Refused") }],
        CanWait = true,
    };

    protected override RoundOpening Opening(ActivityContext context) => new(RoundKind.ExternalDecision, Seats.Plan(context), CaseStage.AwaitingProvince);
}
