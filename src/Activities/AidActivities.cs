using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Activities;

/// <summary>Everything this room puts on the canvas.</summary>
public static class AidActivities
{
    public static IReadOnlyList<Activity> All { get; } =
    [
        new Completeness(), new Supplement(), new Review(), new HomeVisit(), new CorrectPayee(), new PublicNotice(),
        new Decide(), new ExternalDecision(), new Payout(), new Notify(), new IssueDocument(), new Close(), new Copy(), new Branch(),
        .. PetitionActivities.All,
        .. VisitActivities.All,
    ];
}
