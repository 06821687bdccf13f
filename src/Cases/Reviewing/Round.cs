using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>What a round asks of people; each kind has its own answers.</summary>
public enum RoundKind
{
    Completeness,
    Supplement,
    Review,
    HomeVisit,
    Notice,
    Decision,
    ExternalDecision,
    Payout,
    Correction,
}

public enum RoundState
{
    Open,
    Settled,

    /// <summary>The flow went back over it; its decisions stay as history.</summary>
    Returned,
    Cancelled,
}

/// <summary>
/// One passage of a case through a step that waits for people. It has one bookmark; only the act that settles it resumes that bookmark.
/// </summary>
public sealed class Round : IRevised
{
    private Round()
    {
    }

    public RoundId Id { get; private init; }
    public CaseId CaseId { get; private init; }
    public InstanceId InstanceId { get; private init; }
    public BookmarkId BookmarkId { get; private set; }

    /// <summary>The step's id on the canvas.</summary>
    public string ActivityId { get; private set; } = "";

    /// <summary>The step's name, stable over visits: "TownshipReview".</summary>
    public string Step { get; private init; } = "";
    public RoundKind Kind { get; private init; }

    /// <summary>The case's own copy of who decides and how.</summary>
    public ReviewPlan Plan { get; private set; } = ReviewPlan.Nobody;

    /// <summary>The how-manieth passage through the step: a second opinion after an objection is version 2.</summary>
    public int Visit { get; private init; }
    public RoundState State { get; private set; }

    /// <summary>The port the flow left by; null while open or when the flow went back.</summary>
    public string? Outcome { get; private set; }
    public DateTimeOffset OpenedAt { get; private init; }
    public DateTimeOffset? ClosedAt { get; private set; }
    public long Revision { get; private set; }

    public static Round Open(RoundId id, CaseId aidCase, InstanceId instance, BookmarkId bookmark, string activityId, string step,
        RoundKind kind, ReviewPlan plan, int visit, DateTimeOffset at) => new()
        {
            Id = id,
            CaseId = aidCase,
            InstanceId = instance,
            BookmarkId = bookmark,
            ActivityId = activityId,
            Step = step,
            Kind = kind,
            Plan = plan.Named(),
            Visit = visit,
            OpenedAt = at,
            State = RoundState.Open,
        };

    /// <summary>How many have decided. Raised with each decision, so that two deciders at once do not both believe to be the last.</summary>
    public int Decisions { get; private set; }

    internal void Count() => Decisions++;

    /// <summary>A signer was added or removed, in this case only.</summary>
    internal void Replan(ReviewPlan plan) => Plan = plan;

    /// <summary>The step that sent the case back here and gets it again straight away once it is done (<see cref="Resubmission.StraightBack"/>).</summary>
    public string? BackTo { get; private set; }

    /// <summary>Who sent it back, and is asked again.</summary>
    public AccountId? BackToPerson { get; private set; }

    internal void SentBackBy(string activityId, AccountId person) => (BackTo, BackToPerson) = (activityId, person);

    /// <summary>It waits on under another bookmark.</summary>
    public void WaitOn(BookmarkId bookmark) => BookmarkId = bookmark;

    /// <summary>The step is called otherwise in the version that the run has moved to.</summary>
    internal void StandAt(string activityId) => ActivityId = activityId;

    internal void Settle(string outcome, DateTimeOffset at)
    {
        Outcome = outcome;
        State = RoundState.Settled;
        ClosedAt = at;
    }

    internal void End(RoundState state, DateTimeOffset at)
    {
        State = state;
        ClosedAt = at;
    }
}
