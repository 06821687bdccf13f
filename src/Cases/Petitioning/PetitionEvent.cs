namespace AidWorkflow.Cases.Petitioning;

/// <summary>What happened to a petition. Events are only ever added; where a petition stands and every date of it follow from them.</summary>
public enum PetitionEventKind
{
    Received,

    /// <summary>Sent on to the body that is in charge (转送).</summary>
    Forwarded,

    /// <summary>Sent on with a day by which to report (交办).</summary>
    Assigned,

    /// <summary>It came to the body.</summary>
    Arrived,

    /// <summary>The body says that it is not in charge.</summary>
    Objected,

    /// <summary>Whoever sent it takes it back.</summary>
    ObjectionAllowed,

    /// <summary>It stays with the body.</summary>
    ObjectionDenied,

    /// <summary>Name or address are unclear, so no notice is owed (art. 23).</summary>
    NoticeWaived,

    Accepted,
    NotAccepted,

    /// <summary>Another procedure is the way for it: the petitioner was told where to go.</summary>
    Routed,

    HearingCalled,
    HearingHeld,
    Extended,
    Answered,
    Delivered,
    ReviewAsked,
    ReviewAnswered,
    ReviewDelivered,
    ReReviewAsked,
    ReReviewAnswered,
    ReReviewDelivered,
    Withdrawn,

    /// <summary>The time for asking for review, or re-review, ended and nobody had asked.</summary>
    Lapsed,

    /// <summary>A step of the house between those of the law: whoever had to look at it agreed.</summary>
    CheckAgreed,

    /// <summary>The same: they sent it back.</summary>
    CheckSentBack,

    /// <summary>It goes on in another petition of the same people about the same facts (并案).</summary>
    Merged,

    /// <summary>It goes on by itself again, as if it had not been merged.</summary>
    MergeUndone,
}

/// <param name="On">The local day on which it happened, which may lie before the day on which it was entered.</param>
/// <param name="Days">Of an extension: by how many calendar days.</param>
public sealed record PetitionEvent(PetitionEventKind Kind, DateOnly On, int Days = 0);

/// <summary>Where a petition stands.</summary>
public enum PetitionStatus
{
    Registered,
    OnItsWay,
    AtBody,
    Objected,
    Handling,
    Answered,
    MayAskReview,
    Reviewing,
    ReviewAnswered,
    MayAskReReview,
    ReReviewing,

    /// <summary>The third word was said; the same facts are not accepted again (art. 36).</summary>
    Final,
    NotAccepted,
    Routed,
    Withdrawn,

    /// <summary>Nobody asked for review, or for re-review, in time, or the answer cannot be reviewed: the word that was said stands.</summary>
    Settled,

    /// <summary>It goes on in another petition.</summary>
    Merged,
}
