using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Activities;

/// <summary>The station looks whether everything is there and says everything that is missing at once (一次性告知).</summary>
public sealed class Completeness : RoundActivity
{
    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Aid.Completeness",
        Category = "Aid",
        DisplayName = ("受理审查", "Completeness check"),
        Description = ("材料齐全则受理，不齐则一次性告知全部缺项", "Accept when complete; otherwise tell everything that is missing once"),
        Ports = [new("Complete") { DisplayName = ("受理", "Accepted") }, new("Incomplete") { DisplayName = ("补正", "To supplement") }, new("NotAccepted") { DisplayName = ("不予受理", "Not accepted") }],
        CanWait = true,
    };

    protected override RoundOpening Opening(ActivityContext context) =>
        new(RoundKind.Completeness, Seats.PlanOf(Role.StationClerk, UnitLevel.Township), CaseStage.Checking);
}

/// <summary>Waits for the applicant to supply what the completion notice lists; the office's clocks stand still meanwhile.</summary>
public sealed class Supplement : RoundActivity
{
    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Aid.Supplement",
        Category = "Aid",
        DisplayName = ("申请人补正", "Applicant supplements"),
        Description = ("等待申请人补齐所列材料，期间办理时限中止；逾期由服务站决定延期、继续或不予受理", "Waits for the listed items; the office's clocks pause. Once the time has run out the station decides: more time, go on, or not accept"),
        Ports = [new("Supplied") { DisplayName = ("已补正", "Supplied") }, new("NotAccepted") { DisplayName = ("逾期不予受理", "Not accepted after its time") }],
        CanWait = true,
    };

    protected override RoundOpening Opening(ActivityContext context) => new(RoundKind.Supplement, ReviewPlan.Nobody, CaseStage.Supplementing);
}
