using System.Collections.Frozen;
using AidWorkflow.Cases.Acting;
using static AidWorkflow.Cases.Petitioning.PetitionEventKind;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>What may happen next to a petition, and why not what may not.</summary>
public static class PetitionSteps
{
    /// <summary>After which standings each event may come. Hearings, delivery of the third word and the waiver of a notice are looked at below.</summary>
    private static readonly FrozenDictionary<PetitionEventKind, PetitionStatus[]> After = new Dictionary<PetitionEventKind, PetitionStatus[]>
    {
        [Forwarded] = [PetitionStatus.Registered],
        [Assigned] = [PetitionStatus.Registered],
        [Arrived] = [PetitionStatus.Registered, PetitionStatus.OnItsWay],
        [Objected] = [PetitionStatus.AtBody],
        [ObjectionAllowed] = [PetitionStatus.Objected],
        [ObjectionDenied] = [PetitionStatus.Objected],
        [NoticeWaived] = [PetitionStatus.AtBody],
        [Accepted] = [PetitionStatus.AtBody],
        [NotAccepted] = [PetitionStatus.AtBody],
        [Routed] = [PetitionStatus.Registered, PetitionStatus.AtBody],
        [HearingCalled] = [PetitionStatus.Handling, PetitionStatus.Reviewing, PetitionStatus.ReReviewing],
        [HearingHeld] = [PetitionStatus.Handling, PetitionStatus.Reviewing, PetitionStatus.ReReviewing],
        [Extended] = [PetitionStatus.Handling],
        [Answered] = [PetitionStatus.Handling],
        [Delivered] = [PetitionStatus.Answered],
        [ReviewAsked] = [PetitionStatus.MayAskReview],
        [ReviewAnswered] = [PetitionStatus.Reviewing],
        [ReviewDelivered] = [PetitionStatus.ReviewAnswered],
        [ReReviewAsked] = [PetitionStatus.MayAskReReview],
        [ReReviewAnswered] = [PetitionStatus.ReReviewing],
        [ReReviewDelivered] = [PetitionStatus.Final],
        [Withdrawn] = [PetitionStatus.Registered, PetitionStatus.OnItsWay, PetitionStatus.AtBody, PetitionStatus.Objected, PetitionStatus.Handling, PetitionStatus.Reviewing, PetitionStatus.ReReviewing],
        [Lapsed] = [PetitionStatus.MayAskReview, PetitionStatus.MayAskReReview],
        [Merged] = [PetitionStatus.Registered, PetitionStatus.OnItsWay, PetitionStatus.AtBody, PetitionStatus.Objected, PetitionStatus.Handling],
        [MergeUndone] = [PetitionStatus.Merged],
        [CheckAgreed] = Enum.GetValues<PetitionStatus>(),
        [CheckSentBack] = Enum.GetValues<PetitionStatus>(),
    }.ToFrozenDictionary();

    /// <summary>Why an event cannot come next; null where it can.</summary>
    public static RefusedException? Refusal(PetitionStory story, PetitionEvent next)
    {
        if (story.Events.Count == 0)
            return next.Kind == Received ? null : new("petition.not-received");
        if (next.On < story.LastDay)
            return new("petition.before-last", "on", ("on", next.On), ("last", story.LastDay));
        if (next.Kind == Received || !After[next.Kind].Contains(story.Status))
            return Misplaced(story, next);
        return next.Kind switch
        {
            Objected when IsLate(story.Open(LimitKind.Objecting), next.On) is { } due => new("petition.objection-late", "on", ("on", next.On), ("due", due)),
            Objected when story.Open(LimitKind.Objecting) is null => new("petition.objected-before", "on"),
            HearingCalled when story.AwaitsHearing => new("petition.hearing-pending"),
            HearingHeld when !story.AwaitsHearing => new("petition.hearing-not-called"),
            Answered or ReviewAnswered or ReReviewAnswered when story.AwaitsHearing => new("petition.hearing-pending"),
            Extended => Extension(story, next),
            NoticeWaived when story.Open(LimitKind.Notifying) is null => new("petition.notice-waived"),
            ReviewAsked when IsLate(story.Open(LimitKind.AskingReview), next.On) is { } due => new("petition.review-late", "on", ("on", next.On), ("due", due)),
            ReReviewAsked when IsLate(story.Open(LimitKind.AskingReReview), next.On) is { } due => new("petition.re-review-late", "on", ("on", next.On), ("due", due)),
            Lapsed when (story.Open(LimitKind.AskingReview) ?? story.Open(LimitKind.AskingReReview)) is { } open && (open.Due.Provisional || next.On <= open.Due.On) => new("petition.not-lapsed", "on", ("due", open.Due.On)),
            ReReviewDelivered when story.Events.Any(one => one.Kind == ReReviewDelivered) => new("petition.delivered-before", "on"),
            _ => null,
        };
    }

    private static RefusedException? Extension(PetitionStory story, PetitionEvent next)
    {
        var rule = story.Law[LimitKind.Handling];
        if (story.Open(LimitKind.Handling) is not { } open)
            return new("petition.extension-none", "kind");
        if (story.WasExtended)
            return new("petition.extended-before", "days");
        if (next.On > open.Due.On)
            return new("petition.extension-late", "on", ("on", next.On), ("due", open.Due.On));
        return next.Days < 1 || next.Days > rule.Extension ? new("petition.extension-long", "days", ("most", rule.Extension)) : null;
    }

    /// <summary>A word that says what is missing, where that can be said.</summary>
    private static RefusedException Misplaced(PetitionStory story, PetitionEvent next) => (next.Kind, story.Status) switch
    {
        (ReviewAsked, PetitionStatus.Answered) or (ReReviewAsked, PetitionStatus.ReviewAnswered) => new("petition.delivery-missing", "deliveredOn"),
        (_, PetitionStatus.Final) => new("petition.final"),
        _ => new("petition.not-now", null, ("what", PetitionWords.Of(next.Kind)), ("status", PetitionWords.Of(story.Status))),
    };

    /// <summary>The day until which it would have been in time. What rests on a calendar that is not published takes nothing from anybody.</summary>
    private static DateOnly? IsLate(PetitionLimit? limit, DateOnly on) => limit is { Due.Provisional: false } && on > limit.Due.On ? limit.Due.On : null;
}
