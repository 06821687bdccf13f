using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Cases.Tests.Reviewing;

[TestFixture]
internal sealed class TallyTests
{
    private static readonly AccountId Somebody = new(Guid.Parse("01920000-0000-7000-8000-000000000001"));

    [Test]
    public void Any_one_of_several_settles_it_and_nobody_else_is_asked()
    {
        var plan = Plan(Agreement.AnyOne, Seats(3));
        Assert.That(Tally.Of(plan, []).Asked, Is.EqualTo(new[] { "1", "2", "3" }));
        var one = Tally.Of(plan, [new("2", Verdict.Approve)]);
        Assert.That((one.State, one.Asked.IsEmpty), Is.EqualTo((TallyState.Passed, true)));
        Assert.That(Tally.Of(plan, [new("3", Verdict.Refuse)]).State, Is.EqualTo(TallyState.Refused));
    }

    [Test]
    public void All_must_agree_and_one_refusal_ends_the_round()
    {
        var plan = Plan(Agreement.All, Seats(3));
        var two = Tally.Of(plan, [new("1", Verdict.Approve), new("3", Verdict.Approve)]);
        Assert.That((two.State, two.Asked.Single()), Is.EqualTo((TallyState.Open, "2")));
        Assert.That(Tally.Of(plan, [new("1", Verdict.Approve), new("3", Verdict.Refuse)]).State, Is.EqualTo(TallyState.Refused));
        Assert.That(Tally.Of(plan, [new("1", Verdict.Approve), new("3", Verdict.Approve), new("2", Verdict.Approve)]).State, Is.EqualTo(TallyState.Passed));
    }

    [Test]
    public void One_after_the_other_asks_the_next_only_when_the_one_before_agreed()
    {
        var plan = Plan(Agreement.All, [.. Seats(3).Select((seat, at) => seat with { Stage = at })]);
        Assert.That(Tally.Of(plan, []).Asked, Is.EqualTo(new[] { "1" }));
        Assert.That(Tally.Of(plan, [new("1", Verdict.Approve)]).Asked, Is.EqualTo(new[] { "2" }));
        Assert.That(Tally.Of(plan, [new("1", Verdict.Refuse)]).State, Is.EqualTo(TallyState.Refused));
    }

    [TestCase(3, "2/3", 2, 0, 0, TallyState.Passed, TestName = "Two of three are two thirds")]
    [TestCase(3, "67%", 2, 0, 0, TallyState.Open, TestName = "Two of three are not 67 per cent")]
    [TestCase(3, "2/3", 1, 1, 0, TallyState.Open, TestName = "One for and one against of three is open")]
    [TestCase(3, "2/3", 1, 2, 0, TallyState.Refused, TestName = "Two against of three can no longer be passed")]
    [TestCase(4, "1/2", 2, 0, 0, TallyState.Passed, TestName = "Half is enough where half is asked for")]
    [TestCase(4, "1/2", 1, 2, 1, TallyState.Refused, TestName = "An abstention counts among those who could have agreed")]
    [TestCase(4, "1/2", 1, 1, 1, TallyState.Open, TestName = "The last vote can still pass it")]
    [TestCase(5, "1/2", 0, 0, 5, TallyState.Refused, TestName = "Nobody for it is not agreement")]
    public void A_vote_is_passed_at_its_share_and_refused_once_that_is_out_of_reach(int voters, string share, int agreed, int refused, int abstained, TallyState state)
    {
        var plan = Plan(Agreement.Vote, Seats(voters)) with { PassesAt = Share.TryRead(share)!.Value };
        Assert.That(Tally.Of(plan, Votes(agreed, refused, abstained)).State, Is.EqualTo(state));
    }

    [Test]
    public void Weights_count_and_not_heads()
    {
        var seats = Seats(3);
        var plan = Plan(Agreement.Vote, [seats[0] with { Weight = 5 }, seats[1], seats[2]]);
        Assert.That(Tally.Of(plan, [new("1", Verdict.Approve)]).State, Is.EqualTo(TallyState.Passed));
        Assert.That(Tally.Of(plan, [new("2", Verdict.Refuse), new("3", Verdict.Refuse)]).State, Is.EqualTo(TallyState.Open));
    }

    [Test]
    public void Without_its_quorum_no_vote_counts()
    {
        var plan = Plan(Agreement.Vote, Seats(6)) with { PassesAt = new(1, 3), Quorum = new(2, 3) };
        Assert.That(Tally.Of(plan, Votes(3, 0, 0)).State, Is.EqualTo(TallyState.Open));
        Assert.That(Tally.Of(plan, Votes(3, 0, 1)).State, Is.EqualTo(TallyState.Passed));
    }

    [Test]
    public void Whoever_stands_aside_is_not_counted_and_no_quorum_is_lost_by_it()
    {
        var plan = Plan(Agreement.Vote, Seats(3)) with { PassesAt = new(2, 3), Quorum = new(2, 3) };
        Assert.That(Tally.MayStandAside(plan, "1", []), Is.True);
        Assert.That(Tally.Of(plan, [new("1", Verdict.Recuse), new("2", Verdict.Approve), new("3", Verdict.Approve)]).State, Is.EqualTo(TallyState.Passed));
        Assert.That(Tally.MayStandAside(plan, "2", [new("1", Verdict.Recuse)]), Is.False, "one of three is no quorum of two thirds");
        Assert.That(Tally.MayStandAside(Plan(Agreement.All, Seats(3)), "1", []), Is.False, "everybody has to agree: the seat is somebody else's then");
    }

    [Test]
    public void A_signer_before_is_asked_first_and_whoever_added_them_waits()
    {
        var plan = Plan(Agreement.All, [.. Seats(2), Added("+1") with { Before = "1" }]);
        var opened = Tally.Of(plan, []);
        Assert.That(opened.Asked, Is.EquivalentTo(new[] { "2", "+1" }));
        Assert.That(opened.Waiting, Is.EqualTo(new[] { "1" }));
        Assert.That(Tally.Of(plan, [new("+1", Verdict.Approve)]).Asked, Is.EquivalentTo(new[] { "1", "2" }));
        Assert.That(Tally.Of(plan, [new("+1", Verdict.Refuse)]).State, Is.EqualTo(TallyState.Refused));
    }

    [Test]
    public void An_added_signer_must_agree_though_any_one_would_have_settled_it()
    {
        var plan = Plan(Agreement.AnyOne, [.. Seats(2), Added("+1")]);
        var one = Tally.Of(plan, [new("1", Verdict.Approve)]);
        Assert.That((one.State, one.Asked.Single()), Is.EqualTo((TallyState.Open, "+1")));
        Assert.That(Tally.Of(plan, [new("1", Verdict.Approve), new("+1", Verdict.Approve)]).State, Is.EqualTo(TallyState.Passed));
    }

    [Test]
    public void A_signer_after_is_asked_once_the_others_have_agreed()
    {
        var plan = Plan(Agreement.All, [.. Seats(2), Added("+1") with { Stage = 1 }]);
        Assert.That(Tally.Of(plan, [new("1", Verdict.Approve)]).Asked, Is.EqualTo(new[] { "2" }));
        Assert.That(Tally.Of(plan, [new("1", Verdict.Approve), new("2", Verdict.Approve)]).Asked, Is.EqualTo(new[] { "+1" }));
    }

    [Test]
    public void A_signer_beside_the_others_votes_with_them()
    {
        var plan = Plan(Agreement.Vote, [.. Seats(3), Added("+1")]) with { PassesAt = new(3, 4) };
        Assert.That(Tally.Of(plan, Votes(3, 0, 0)).State, Is.EqualTo(TallyState.Passed));
        Assert.That(Tally.Of(plan, [new("+1", Verdict.Refuse)]).State, Is.EqualTo(TallyState.Open));
    }

    /// <summary>Whatever is said in whatever order: a round is open exactly as long as somebody is asked, and whoever is asked can always bring it to an end.</summary>
    [Test]
    public void No_round_waits_for_nobody_and_every_round_comes_to_an_end([Range(1, 400)] int seed)
    {
        var random = new Random(seed);
        var plan = Invented(random);
        var said = new List<Ballot>();
        for (var turn = 0; turn <= plan.Seats.Length; turn++)
        {
            var tally = Tally.Of(plan, said);
            Assert.That(tally.Asked.IsEmpty, Is.EqualTo(tally.State != TallyState.Open), $"seed {seed}, turn {turn}");
            Assert.That(tally.Asked.Intersect(said.Select(ballot => ballot.Seat)), Is.Empty);
            if (tally.State != TallyState.Open)
                return;
            var seat = tally.Asked[random.Next(tally.Asked.Length)];
            var choices = new List<Verdict> { Verdict.Approve, Verdict.Approve, Verdict.Refuse };
            var votes = plan.Agreement == Agreement.Vote && plan.SeatOf(seat)!.Before is null;
            if (votes)
                choices.Add(Verdict.Abstain);
            if (votes && Tally.MayStandAside(plan, seat, said))
                choices.Add(Verdict.Recuse);
            said.Add(new(seat, choices[random.Next(choices.Count)]));
        }

        Assert.Fail($"seed {seed}: everybody has spoken and the round is open");
    }

    private static ReviewPlan Invented(Random random)
    {
        var agreement = (Agreement)random.Next(3);
        var seats = Seats(random.Next(1, 6)).Select(seat => seat with { Weight = random.Next(1, 4), Stage = agreement == Agreement.All ? random.Next(3) : 0 }).ToList();
        for (var more = random.Next(3); more > 0; more--)
        {
            var beside = seats[random.Next(seats.Count)];
            seats.Add(Added($"+{more}") with { Stage = beside.Stage + (random.Next(3) == 0 ? 1 : 0), Before = random.Next(2) == 0 ? beside.Key : null });
        }

        // A signer before somebody is in that one's stage.
        seats = [.. seats.Select(seat => seat.Before is { } before ? seat with { Stage = seats.Find(one => one.Key == before)!.Stage } : seat)];
        return Plan(agreement, seats) with { PassesAt = new(random.Next(1, 101), 100), Quorum = new(random.Next(0, 101), 100) };
    }

    private static List<Ballot> Votes(int agreed, int refused, int abstained) =>
    [
        .. Enumerable.Repeat(Verdict.Approve, agreed).Concat(Enumerable.Repeat(Verdict.Refuse, refused)).Concat(Enumerable.Repeat(Verdict.Abstain, abstained)).Select((verdict, at) => new Ballot($"{at + 1}", verdict)),
    ];

    private static List<Seat> Seats(int count) => [.. Enumerable.Range(1, count).Select(number => new Seat(Role.DistrictReviewer, UnitLevel.District) { Key = $"{number}" })];

    private static Seat Added(string key) => new(Role.DistrictReviewer, UnitLevel.District) { Key = key, AddedBy = Somebody, Person = Somebody };

    private static ReviewPlan Plan(Agreement agreement, List<Seat> seats) => new() { Agreement = agreement, Seats = [.. seats] };
}
