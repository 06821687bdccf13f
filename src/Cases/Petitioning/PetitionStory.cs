using System.Collections.Immutable;
using AidWorkflow.Cases.Clocks;
using static AidWorkflow.Cases.Petitioning.PetitionEventKind;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>
/// Where a petition stands and every limit of it, from its events alone: a pure function of the law of its day, the events in their order and the calendar. What may happen next is
/// asked of <see cref="PetitionSteps"/>.
/// </summary>
public sealed class PetitionStory
{
    private readonly PetitionLaw law;
    private readonly WorkingCalendar calendar;
    private readonly List<PetitionEvent> events = [];
    private readonly List<Running> limits = [];
    private (PetitionStatus Status, bool AwaitsHearing, Running[] Open) beforeMerging;

    private PetitionStory(PetitionLaw law, WorkingCalendar calendar, bool isReviewable) => (this.law, this.calendar, IsReviewable) = (law, calendar, isReviewable);

    public PetitionStatus Status { get; private set; }

    public PetitionLaw Law => law;

    /// <summary>Answering has a limit of the law, and the answer can be looked at again by the bodies above.</summary>
    public bool IsReviewable { get; }

    public IReadOnlyList<PetitionEvent> Events => events;

    /// <summary>In the order in which they began.</summary>
    public ImmutableArray<PetitionLimit> Limits => [.. limits.Select(limit => limit.Seen(calendar))];

    public bool IsOver => Status is PetitionStatus.Final or PetitionStatus.NotAccepted or PetitionStatus.Routed or PetitionStatus.Withdrawn or PetitionStatus.Settled or PetitionStatus.Merged;

    public DateOnly LastDay => events[^1].On;

    /// <summary>A hearing was called and not held yet.</summary>
    public bool AwaitsHearing { get; private set; }

    public bool WasExtended => events.Exists(one => one.Kind == Extended);

    /// <param name="events">In their order; the first is the receipt.</param>
    /// <param name="isReviewable">What <see cref="PetitionLaw.IsReviewable"/> said when it was received. Where it is not, answering has no limit of this law, and the petition ends with the delivery of the answer.</param>
    /// <exception cref="ArgumentException">They cannot follow one another.</exception>
    public static PetitionStory Of(PetitionLaw law, IEnumerable<PetitionEvent> events, WorkingCalendar calendar, bool isReviewable = true)
    {
        var story = new PetitionStory(law, calendar, isReviewable);
        foreach (var next in events)
        {
            if (PetitionSteps.Refusal(story, next) is { } refusal)
                throw new ArgumentException($"{next.Kind} on {next.On:yyyy-MM-dd} cannot follow: {refusal.Code}", nameof(events), refusal);
            story.Take(next);
        }

        return story;
    }

    /// <summary>The same petition after one more event.</summary>
    /// <exception cref="Acting.RefusedException">What <see cref="PetitionSteps.Refusal"/> says.</exception>
    public PetitionStory Then(PetitionEvent next)
    {
        if (PetitionSteps.Refusal(this, next) is { } refusal)
            throw refusal;
        var after = Of(law, events, calendar, IsReviewable);
        after.Take(next);
        return after;
    }

    /// <summary>The open limit of a kind; null where none runs.</summary>
    public PetitionLimit? Open(LimitKind kind) => limits.FindLast(limit => limit.Rule.Kind == kind && limit.StoppedOn is null)?.Seen(calendar);

    private void Take(PetitionEvent next)
    {
        events.Add(next);
        switch (next.Kind)
        {
            case Received:
                (Status, _) = (PetitionStatus.Registered, Begin(LimitKind.Registering, next.On));
                break;
            case Forwarded or Assigned:
                Stop(LimitKind.Registering, next.On, isMet: true);
                Status = PetitionStatus.OnItsWay;
                break;
            case Arrived:
                Begin(LimitKind.Notifying, next.On);
                Begin(LimitKind.Objecting, next.On);
                Status = PetitionStatus.AtBody;
                break;
            case Objected:
                Stop(LimitKind.Objecting, next.On, isMet: true);
                Status = PetitionStatus.Objected;
                break;
            case ObjectionAllowed:
                // The Regulation names no new limit for whoever has it back: the same one begins again, as nothing longer can be meant.
                foreach (var kind in (LimitKind[])[LimitKind.Notifying, LimitKind.Registering]) // the first of registering runs still where it came to the body without being sent on
                    Stop(kind, next.On, isMet: false);
                Begin(LimitKind.Registering, next.On);
                Status = PetitionStatus.Registered;
                break;
            case ObjectionDenied:
                Status = PetitionStatus.AtBody;
                break;
            case NoticeWaived:
                Stop(LimitKind.Notifying, next.On, isMet: false);
                break;
            case Accepted:
                foreach (var kind in (LimitKind[])[LimitKind.Registering, LimitKind.Notifying])
                    Stop(kind, next.On, isMet: true);
                Stop(LimitKind.Objecting, next.On, isMet: false);
                if (IsReviewable)
                    Begin(LimitKind.Handling, next.On);
                Status = PetitionStatus.Handling;
                break;
            case NotAccepted or Routed:
                foreach (var kind in (LimitKind[])[LimitKind.Registering, LimitKind.Notifying])
                    Stop(kind, next.On, isMet: true);
                EndAll(next.On);
                Status = next.Kind == Routed ? PetitionStatus.Routed : PetitionStatus.NotAccepted;
                break;
            case HearingCalled:
                AwaitsHearing = true;
                foreach (var limit in limits.Where(limit => limit.StoppedOn is null && limit.Rule.HearingsPause))
                    limit.Pauses.Add(new(next.On, null, Holder.Hearing));
                break;
            case HearingHeld:
                AwaitsHearing = false;
                foreach (var limit in limits.Where(limit => limit.StoppedOn is null && limit.Pauses is [.., { Until: null }]))
                    limit.Pauses[^1] = limit.Pauses[^1] with { Until = next.On };
                break;
            case Extended:
                limits.FindLast(limit => limit.Rule.Kind == LimitKind.Handling)!.ExtendedBy += next.Days;
                break;
            case Answered:
                Stop(LimitKind.Handling, next.On, isMet: true);
                Status = PetitionStatus.Answered;
                break;
            case Delivered when IsReviewable:
                Begin(LimitKind.AskingReview, next.On);
                Status = PetitionStatus.MayAskReview;
                break;
            case Delivered:
                EndAll(next.On);
                Status = PetitionStatus.Settled;
                break;
            case ReviewAsked:
                Stop(LimitKind.AskingReview, next.On, isMet: true);
                Begin(LimitKind.Reviewing, next.On);
                Status = PetitionStatus.Reviewing;
                break;
            case ReviewAnswered:
                Stop(LimitKind.Reviewing, next.On, isMet: true);
                Status = PetitionStatus.ReviewAnswered;
                break;
            case ReviewDelivered:
                Begin(LimitKind.AskingReReview, next.On);
                Status = PetitionStatus.MayAskReReview;
                break;
            case ReReviewAsked:
                Stop(LimitKind.AskingReReview, next.On, isMet: true);
                Begin(LimitKind.ReReviewing, next.On);
                Status = PetitionStatus.ReReviewing;
                break;
            case ReReviewAnswered:
                Stop(LimitKind.ReReviewing, next.On, isMet: true);
                Status = PetitionStatus.Final;
                break;
            case ReReviewDelivered:
                break; // nothing begins with it: the third word is the last
            case Withdrawn:
                EndAll(next.On);
                Status = PetitionStatus.Withdrawn;
                break;
            case Lapsed:
                EndAll(next.On);
                Status = PetitionStatus.Settled;
                break;
            case Merged:
                beforeMerging = (Status, AwaitsHearing, [.. limits.Where(limit => limit.StoppedOn is null)]);
                EndAll(next.On);
                Status = PetitionStatus.Merged;
                break;
            case MergeUndone:
                (Status, AwaitsHearing, var stopped) = beforeMerging;
                foreach (var limit in stopped)
                    limit.StoppedOn = null; // no day is won by it
                break;
            case CheckAgreed or CheckSentBack:
                break; // between the steps of the law: no limit begins or stops
            default:
                throw new ArgumentOutOfRangeException(nameof(next), next.Kind, "There is no such event.");
        }
    }

    private bool Begin(LimitKind kind, DateOnly on)
    {
        limits.Add(new(law[kind], on));
        return true;
    }

    private void Stop(LimitKind kind, DateOnly on, bool isMet)
    {
        if (limits.FindLast(limit => limit.Rule.Kind == kind && limit.StoppedOn is null) is { } running)
            (running.StoppedOn, running.IsMet) = (on, isMet);
    }

    private void EndAll(DateOnly on)
    {
        AwaitsHearing = false;
        foreach (var limit in limits.Where(limit => limit.StoppedOn is null))
            limit.StoppedOn = on;
    }

    private sealed class Running(StatutoryLimit rule, DateOnly startedOn)
    {
        public StatutoryLimit Rule { get; } = rule;

        public int ExtendedBy { get; set; }

        public DateOnly? StoppedOn { get; set; }

        public bool IsMet { get; set; }

        public List<Pause> Pauses { get; } = [];

        public PetitionLimit Seen(WorkingCalendar calendar)
        {
            var term = Rule.Term with { Count = Rule.Term.Count + (Rule.Term.Unit == TimeUnit.CalendarDays ? ExtendedBy : 0) };
            return new(Rule, startedOn, ExtendedBy, [.. Pauses], calendar.After(startedOn, term, Rule.Roll, [.. Pauses.Where(pause => pause.Until is not null)]), StoppedOn, IsMet);
        }
    }
}
