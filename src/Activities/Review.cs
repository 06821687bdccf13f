using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Activities;

/// <summary>An opinion by a role of the unit the case belongs to, at some level above it.</summary>
public sealed class Review : RoundActivity
{
    private static readonly Input<CaseStage> Stage = new("stage", CaseStage.Reviewing)
    {
        DisplayName = ("阶段", "Stage"),
        Description = ("申请人看到的办理阶段", "The stage an applicant sees"),
        Options = [.. Enum.GetNames<CaseStage>()],
        UiHint = "dropdown",
    };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Aid.Review",
        Category = "Aid",
        DisplayName = ("审核", "Review"),
        Description = ("由指定角色提出同意或不同意的意见，可退回前面的步骤", "A role gives an opinion, or returns the case to an earlier step"),
        Inputs = [Seats.Role, Seats.Level, Seats.ReturnTo, Seats.NotDecidersOf, Stage, .. Seats.OfSeveral, Reviewers.Rules, Reviewers.NobodyFound, Reviewers.ApplicantFound, Reviewers.Repeated],
        Ports = [new("Approve") { DisplayName = ("同意", "Agree") }, new("Refuse") { DisplayName = ("不同意", "Disagree") }],
        CanWait = true,
    };

    protected override RoundOpening Opening(ActivityContext context) => new(RoundKind.Review, Reviewers.Into(context, Seats.PlanOfSeveral(context), context.Get(Seats.Role), context.Get(Seats.Level)), context.Get(Stage));
}

/// <summary>Two investigators visit; both and the family sign.</summary>
public sealed class HomeVisit : RoundActivity
{
    private static readonly Input<bool> RelativesOnly = new("relativesOnly", false)
    {
        DisplayName = ("仅限工作人员近亲属", "Relatives of staff only"),
        Description = ("其他申请直接通过，不入户", "Other cases pass without a visit"),
    };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Aid.HomeVisit",
        Category = "Aid",
        DisplayName = ("入户调查", "Home visit"),
        Description = ("两名不同的调查员入户，调查员和家属签字", "Two different investigators visit; they and the family sign"),
        Inputs = [Seats.Role, Seats.Level, RelativesOnly],
        Ports = [new("Done") { DisplayName = ("完成", "Done") }],
        CanWait = true,
    };

    /// <summary>Asked when the step is reached: a relative may be named only in a supplement.</summary>
    protected override async ValueTask<Outcome> ExecuteAsync(ActivityContext context) =>
        context.Get(RelativesOnly) && !context.Subject<CaseAtHand>().File.Case.RelativeOfStaff ? Outcome.With("Done") : await base.ExecuteAsync(context);

    protected override RoundOpening Opening(ActivityContext context) => new(
        RoundKind.HomeVisit,
        Seats.Plan(context, seats: 2) with { Agreement = Agreement.All, DifferentPeople = true },
        CaseStage.Reviewing);
}

/// <summary>The station makes sure of the payee's account after the bank returned a payment.</summary>
public sealed class CorrectPayee : RoundActivity
{
    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Aid.CorrectPayee",
        Category = "Aid",
        DisplayName = ("核对收款账户", "Correct the payee"),
        Description = ("银行退票后由服务站与申请人核对账户", "After a returned payment the station verifies the account with the applicant"),
        Inputs = [Seats.Role, Seats.Level],
        Ports = [new("Done") { DisplayName = ("已核对", "Verified") }],
        CanWait = true,
    };

    protected override RoundOpening Opening(ActivityContext context) => new(RoundKind.Correction, Seats.Plan(context), CaseStage.Paying);
}
