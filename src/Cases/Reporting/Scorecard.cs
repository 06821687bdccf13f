using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Rating;

namespace AidWorkflow.Cases.Reporting;

/// <summary>What a visit desk is measured by. Satisfaction with petitions and the rating of the service are two schemes: no figure counts both.</summary>
public enum ScoreFigure
{
    /// <summary>及时受理率.</summary>
    TimelyAcceptance,

    /// <summary>按期办结率.</summary>
    OnTimeConclusion,

    /// <summary>重复信访.</summary>
    Repeats,

    /// <summary>信访参评率.</summary>
    Participation,

    /// <summary>信访满意率.</summary>
    Satisfaction,

    /// <summary>好差评参评率.</summary>
    ServiceParticipation,

    /// <summary>好差评满意率.</summary>
    ServiceSatisfaction,
}

/// <summary>A petition as the scorecard counts it.</summary>
/// <param name="Satisfaction">The level that was said, 1 to 5; null where nobody said any.</param>
public sealed record ScoredPetition(MatterId Id, string Number, UnitId Unit, DateOnly ReceivedOn, bool IsRepeat, bool IsAnonymous, int? Satisfaction, PetitionStory Story)
{
    /// <summary>When its answer was delivered.</summary>
    public DateOnly? DeliveredOn => Story.Events.Where(one => one.Kind == PetitionEventKind.Delivered).Select(one => (DateOnly?)one.On).FirstOrDefault();
}

/// <summary>A matter of the desk that has ended, as it was rated.</summary>
/// <param name="Stars">Null where nobody rated it, or an upheld appeal left the rating out.</param>
public sealed record ScoredService(MatterId Id, string Number, UnitId Unit, DateOnly EndedOn, int? Stars);

/// <summary>One of those that a figure is worked out of.</summary>
/// <param name="On">The day by which it falls into the period.</param>
/// <param name="Counts">It is in the numerator.</param>
public sealed record ScoreLine(MatterId Matter, string Number, UnitId Unit, DateOnly On, bool Counts);

/// <summary>A figure of a unit, or of all.</summary>
public sealed record Score(ScoreFigure Figure, int Numerator, int Denominator)
{
    /// <summary>Of fewer than so many one more or less moves the rate by tens: it is shown and marked.</summary>
    public const int FewestForRate = 10;

    /// <summary>In percent, one decimal, cut off and never rounded up: 100 only where all are in. Null where there is nothing to divide by.</summary>
    public decimal? Percent => Denominator == 0 ? null : Math.Floor(Numerator * 1000m / Denominator) / 10;

    public bool IsSmall => Denominator is > 0 and < FewestForRate;

    public static Score Of(ScoreFigure figure, IEnumerable<ScoreLine> lines)
    {
        var all = lines.ToList();
        return new(figure, all.Count(line => line.Counts), all.Count);
    }
}

/// <summary>Works out what each figure is made of: a pure function of petitions, ratings, the period and today. A petition whose time has not ended is not late, and not counted as in time either.</summary>
public static class Scorecard
{
    public static readonly ImmutableArray<ScoreFigure> Figures = [.. Enum.GetValues<ScoreFigure>()];

    /// <param name="from">The first day.</param>
    /// <param name="to">The last day.</param>
    public static IEnumerable<ScoreLine> Lines(ScoreFigure figure, IEnumerable<ScoredPetition> petitions, IEnumerable<ScoredService> services, DateOnly from, DateOnly to, DateOnly today)
    {
        var received = petitions.Where(one => one.ReceivedOn >= from && one.ReceivedOn <= to);
        var delivered = petitions.Where(one => !one.IsAnonymous && one.DeliveredOn is { } on && on >= from && on <= to);
        var ended = services.Where(one => one.EndedOn >= from && one.EndedOn <= to);
        return figure switch
        {
            ScoreFigure.TimelyAcceptance => received.Select(one => (one, InTime: Accepted(one.Story, today))).Where(pair => pair.InTime is not null).Select(pair => Line(pair.one, pair.one.ReceivedOn, pair.InTime == true)),
            ScoreFigure.OnTimeConclusion => received.Select(one => (one, InTime: Concluded(one.Story, today))).Where(pair => pair.InTime is not null).Select(pair => Line(pair.one, pair.one.ReceivedOn, pair.InTime == true)),
            ScoreFigure.Repeats => received.Select(one => Line(one, one.ReceivedOn, one.IsRepeat)),
            ScoreFigure.Participation => delivered.Select(one => Line(one, one.DeliveredOn!.Value, one.Satisfaction is not null)),
            ScoreFigure.Satisfaction => delivered.Where(one => one.Satisfaction is not null).Select(one => Line(one, one.DeliveredOn!.Value, one.Satisfaction >= PetitionSatisfaction.LowestSatisfied)),
            ScoreFigure.ServiceParticipation => ended.Select(one => new ScoreLine(one.Id, one.Number, one.Unit, one.EndedOn, one.Stars is not null)),
            _ => ended.Where(one => one.Stars is not null).Select(one => new ScoreLine(one.Id, one.Number, one.Unit, one.EndedOn, one.Stars > ServiceRating.HighestNegative)),
        };
    }

    private static ScoreLine Line(ScoredPetition one, DateOnly on, bool counts) => new(one.Id, one.Number, one.Unit, on, counts);

    /// <summary>Whether it was said in time if it is accepted: registered and sent on within its limit, and answered by the body in charge within its own. Null while neither is late nor done.</summary>
    private static bool? Accepted(PetitionStory story, DateOnly today)
    {
        var clocks = story.Limits.Where(limit => limit.Kind is LimitKind.Registering or LimitKind.Notifying && (limit.IsOpen || limit.IsMet)).ToList();
        if (clocks.Exists(limit => limit.LateBy(today) > 0))
            return false;
        return story.Events.Any(one => one.Kind is PetitionEventKind.Accepted or PetitionEventKind.NotAccepted or PetitionEventKind.Routed) ? true : null;
    }

    /// <summary>Whether the answer came within its limit, with what the head extended it by. Null where it has no such limit, while that runs, and where the petition was taken back.</summary>
    private static bool? Concluded(PetitionStory story, DateOnly today)
    {
        var clock = story.Limits.FirstOrDefault(limit => limit.Kind == LimitKind.Handling && (limit.IsOpen || limit.IsMet));
        return clock is null ? null : clock.LateBy(today) > 0 ? false : clock.IsMet ? true : null;
    }
}
