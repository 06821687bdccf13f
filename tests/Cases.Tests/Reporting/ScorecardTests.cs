using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Reporting;
using AidWorkflow.Cases.Tests.Clocks;
using AidWorkflow.Cases.Tests.Petitioning;
using FsCheck;
using FsCheck.Fluent;

namespace AidWorkflow.Cases.Tests.Reporting;

/// <summary>The figures of a visit desk, worked out by hand; and what holds of them whatever happened.</summary>
[TestFixture]
internal sealed class ScorecardTests
{
    private static readonly UnitId Desk = new(Guid.Parse("00000000-0000-7000-8000-000000000001"));

    private static readonly ScoredPetition Punctual = Petition(1, "Received 2022-05-05", "Forwarded 2022-05-06", "Arrived 2022-05-09", "Accepted 2022-05-20"); // to be answered by 19 July

    private static readonly ScoredPetition[] Petitions =
    [
        Punctual,
        Petition(2, "Received 2022-05-05", "Forwarded 2022-05-25", "Arrived 2022-05-26", "Accepted 2022-05-30", "Answered 2022-06-20", "Delivered 2022-06-22") with { Satisfaction = 2 }, // sent on five days late
        Petition(3, "Received 2022-05-31"), // to be sent on by 15 June
        Petition(4, "Received 2022-05-10", "Withdrawn 2022-05-12"),
        Petition(5, "Received 2022-05-16", "Arrived 2022-05-17", "NotAccepted 2022-05-20") with { IsRepeat = true },
        Petition(6, "Received 2022-04-20", "Arrived 2022-04-20", "Accepted 2022-04-22", "Answered 2022-05-10", "Delivered 2022-05-11") with { Satisfaction = 5 },
        Petition(7, "Received 2022-05-20", "Arrived 2022-05-20", "Accepted 2022-05-21", "Answered 2022-05-25", "Delivered 2022-05-26") with { IsAnonymous = true },
        Petition(8, "Received 2022-05-02", "Arrived 2022-05-02", "Accepted 2022-05-03", "Answered 2022-05-28", "Delivered 2022-05-30"),
    ];

    private static readonly ScoredService[] Services = [Service(11, "2022-05-03", 2), Service(12, "2022-05-04", null), Service(13, "2022-05-31", 3), Service(14, "2022-06-01", 5)];

    [TestCase(ScoreFigure.TimelyAcceptance, "2022-05-01", "2022-05-31", 4, 6)] // 1, 5, 7 and 8; 2 was late, 3 is; 4 was taken back before
    [TestCase(ScoreFigure.OnTimeConclusion, "2022-05-01", "2022-05-31", 3, 4)] // 2, 7 and 8; 1 is overdue; 5 was never accepted
    [TestCase(ScoreFigure.Repeats, "2022-05-01", "2022-05-31", 1, 7)] // all of May
    [TestCase(ScoreFigure.Participation, "2022-05-01", "2022-05-31", 1, 2)] // 6 said, 8 did not; nobody asks the anonymous 7
    [TestCase(ScoreFigure.Satisfaction, "2022-05-01", "2022-05-31", 1, 1)]
    [TestCase(ScoreFigure.Participation, "2022-06-01", "2022-06-30", 1, 1)]
    [TestCase(ScoreFigure.Satisfaction, "2022-06-01", "2022-06-30", 0, 1)] // 2 is dissatisfied
    [TestCase(ScoreFigure.ServiceParticipation, "2022-05-01", "2022-05-31", 2, 3)]
    [TestCase(ScoreFigure.ServiceSatisfaction, "2022-05-01", "2022-05-31", 1, 2)] // the third level counts as satisfied, the second does not
    [TestCase(ScoreFigure.TimelyAcceptance, "2022-07-01", "2022-07-31", 0, 0)]
    public void A_figure_is_what_counting_by_hand_gives(ScoreFigure figure, string from, string to, int numerator, int denominator) =>
        Assert.That(Of(figure, Petitions, from, to, "2022-07-31"), Is.EqualTo(new Score(figure, numerator, denominator)));

    [TestCase("2022-06-15", 0, 0, TestName = "On_its_last_day_a_petition_is_not_late")]
    [TestCase("2022-06-16", 0, 1, TestName = "The_day_after_it_is")]
    public void What_is_not_due_is_not_late(string today, int numerator, int denominator) =>
        Assert.That(Of(ScoreFigure.TimelyAcceptance, [Petitions[2]], "2022-05-01", "2022-05-31", today), Is.EqualTo(new Score(ScoreFigure.TimelyAcceptance, numerator, denominator)));

    [TestCase("2022-07-19", 0)]
    [TestCase("2022-07-20", 1)]
    public void An_answer_is_owed_from_the_sixtieth_day_on_and_not_before(string today, int denominator) =>
        Assert.That(Of(ScoreFigure.OnTimeConclusion, [Punctual], "2022-05-01", "2022-05-31", today).Denominator, Is.EqualTo(denominator));

    [TestCase(2, 3, "66.6", true)]
    [TestCase(999, 1000, "99.9", false)]
    [TestCase(1999, 2000, "99.9", false)] // never rounded up to all
    [TestCase(10, 10, "100.0", false)]
    [TestCase(0, 9, "0.0", true)]
    [TestCase(0, 0, null, false)]
    public void A_rate_is_cut_off_and_a_small_one_is_marked(int numerator, int denominator, string? percent, bool isSmall)
    {
        var score = new Score(ScoreFigure.Repeats, numerator, denominator);

        Assert.That((score.Percent?.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture), score.IsSmall), Is.EqualTo((percent, isSmall)));
    }

    [FsCheck.NUnit.Property(MaxTest = 100)]
    public Property Two_periods_that_meet_are_one_and_nothing_is_counted_twice() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var random = new Random(seed);
        var petitions = Enumerable.Range(1, 12).Select(number => Told(number, random)).ToArray();
        var (from, to, today) = (A.Day("2022-05-01"), A.Day("2024-12-31"), A.Day("2025-06-30"));
        var cut = from.AddDays(random.Next(1, to.DayNumber - from.DayNumber));
        return Scorecard.Figures.All(figure =>
        {
            var whole = Scorecard.Lines(figure, petitions, Services, from, to, today).ToList();
            var parts = Scorecard.Lines(figure, petitions, Services, from, cut, today).Concat(Scorecard.Lines(figure, petitions, Services, cut.AddDays(1), to, today)).ToList();
            return whole.Select(line => line.Matter).Distinct().Count() == whole.Count && whole.ToHashSet().SetEquals(parts) && whole.Count == parts.Count;
        });
    });

    [FsCheck.NUnit.Property(MaxTest = 100)]
    public Property Nothing_is_counted_as_late_whose_time_has_not_ended() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var random = new Random(seed);
        var petition = Told(1, random);
        var today = petition.Story.LastDay.AddDays(random.Next(0, 90));
        return ((ScoreFigure[])[ScoreFigure.TimelyAcceptance, ScoreFigure.OnTimeConclusion]).All(figure => Scorecard.Lines(figure, [petition], [], petition.ReceivedOn, petition.ReceivedOn, today)
            .All(line => line.Counts || petition.Story.Limits.Any(limit => !limit.IsRight && limit.Due.On < (limit.StoppedOn ?? today))));
    });

    private static ScoredPetition Told(int number, Random random)
    {
        var story = PetitionPropertyTests.Told(random);
        return new(new(Guid.Parse($"00000000-0000-7000-8000-{number:000000000000}")), $"XF{number}", Desk, story.Events[0].On, random.Next(2) == 0, random.Next(5) == 0, random.Next(2) == 0 ? null : random.Next(1, 6), story);
    }

    private static ScoredPetition Petition(int number, params string[] events)
    {
        var story = Laws.Story(events);
        return new(new(Guid.Parse($"00000000-0000-7000-8000-{number:000000000000}")), $"XF{number}", Desk, story.Events[0].On, IsRepeat: false, IsAnonymous: false, Satisfaction: null, story);
    }

    private static ScoredService Service(int number, string endedOn, int? stars) => new(new(Guid.Parse($"00000000-0000-7000-8000-{number:000000000000}")), $"XF{number}", Desk, A.Day(endedOn), stars);

    private static Score Of(ScoreFigure figure, ScoredPetition[] petitions, string from, string to, string today) => Score.Of(figure, Scorecard.Lines(figure, petitions, Services, A.Day(from), A.Day(to), A.Day(today)));
}
