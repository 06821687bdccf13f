using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Meeting;
using AidWorkflow.Cases.Reviewing;
using FsCheck;
using FsCheck.Fluent;

namespace AidWorkflow.Cases.Tests.Meeting;

/// <summary>Whether enough were there and agreed, for any meeting: counted in whole numbers.</summary>
[TestFixture]
internal sealed class QuorumTests
{
    private static readonly Share TwoThirds = new(2, 3);

    [TestCase(2, 3, true)]
    [TestCase(1, 3, false)]
    [TestCase(3, 4, true)]
    [TestCase(3, 5, false)]
    [TestCase(4, 6, true)]
    [TestCase(66, 99, true)]
    [TestCase(66, 100, false)]
    [TestCase(0, 0, true)]
    public void Two_thirds_are_two_of_each_three(int count, int of, bool reached) => Assert.That(TwoThirds.IsReachedBy(count, of), Is.EqualTo(reached));

    [FsCheck.NUnit.Property]
    public Property A_share_is_reached_exactly_from_the_fewest_that_it_names_on() => Prop.ForAll(Shares(), Gen.Choose(0, 3000).ToArbitrary(), (share, all) =>
        Enumerable.Range(0, all + 1).All(count => share.IsReachedBy(count, all) == (count >= share.Fewest(all)))
        && new System.Numerics.BigInteger(share.Fewest(all)) * share.Of >= new System.Numerics.BigInteger(share.Parts) * all);

    [FsCheck.NUnit.Property]
    public Property A_meeting_decides_exactly_where_both_shares_are_reached_by_whoever_did_not_withdraw() => Prop.ForAll(Meetings(), Shares(), Shares(), (meeting, attendance, agreement) =>
    {
        var tally = Turnout.Of(meeting.Minutes, meeting.Result);
        var counted = meeting.Minutes.Members.Where((_, place) => !meeting.Result.Withdrew.Contains(place)).ToList();
        var present = counted.Count(member => member.Attended);
        var (votes, why) = (meeting.Minutes.Once!, Quorum.WhyNot(tally, meeting.Result.Outcome, own: true, attendance, agreement, "results[1]"));
        var may = present > 0 && (long)present * attendance.Of >= (long)attendance.Parts * counted.Count
            && votes.For + votes.Against <= present && ((long)votes.For * agreement.Of >= (long)agreement.Parts * present) == (meeting.Result.Outcome != MeetingOutcome.Refuse);
        return (why is null) == (may || meeting.Result.Outcome == MeetingOutcome.Defer);
    });

    [FsCheck.NUnit.Property]
    public Property One_more_vote_for_it_never_undoes_a_decision() => Prop.ForAll(Meetings(), Shares(), (meeting, share) =>
    {
        var tally = Turnout.Of(meeting.Minutes, meeting.Result);
        var more = tally with { Votes = tally.Votes! with { For = tally.Votes.For + 1 } };
        return more.Votes!.For + more.Votes.Against > tally.Present || Quorum.WhyNot(tally, MeetingOutcome.Approve, own: false, share, share, "") is not null || Quorum.WhyNot(more, MeetingOutcome.Approve, own: false, share, share, "") is null;
    });

    [TestCase(0, 3, true, null)]
    [TestCase(1, 2, true, null)]
    [TestCase(2, 1, true, "meeting.refused-though-carried")]
    [TestCase(3, 0, false, null, Description = "the whole list was agreed to, with what it refuses")]
    [TestCase(0, 3, false, null)]
    public void A_refusal_follows_where_too_few_are_for_granting(int agreed, int against, bool own, string? code) =>
        Assert.That(Quorum.WhyNot(new Turnout(3, 3, new(agreed, against)), MeetingOutcome.Refuse, own, TwoThirds, TwoThirds, "results[1]")?.Code, Is.EqualTo(code));

    [TestCase("2/3", 2, 3)]
    [TestCase(" 1/2 ", 1, 2)]
    [TestCase("1/1", 1, 1)]
    public void A_share_is_read_as_it_is_written(string text, int part, int whole) => Assert.That(MeetingRule.ReadShare(text, "agreement"), Is.EqualTo(new Share(part, whole)));

    [TestCase("0/3")]
    [TestCase("4/3")]
    [TestCase("2/0")]
    [TestCase("0.667")]
    [TestCase("2/3/4")]
    [TestCase("-1/2")]
    [TestCase("")]
    public void What_is_no_share_is_refused(string text) => Assert.That(Assert.Throws<RefusedException>(() => MeetingRule.ReadShare(text, "agreement"))!.Code, Is.EqualTo("meeting.share-unreadable"));

    private static Arbitrary<Share> Shares() => Gen.Choose(1, 12).SelectMany(whole => Gen.Choose(1, whole).Select(part => new Share(part, whole))).ToArbitrary();

    private static Arbitrary<(MinutesReport Minutes, CaseResult Result)> Meetings() =>
        (from invited in Gen.Choose(1, 15)
         from there in Gen.Elements(true, true, true, false).ListOf(invited)
         from away in Gen.Elements(true, false, false, false, false).ListOf(invited)
         from agreed in Gen.Choose(0, 16)
         from against in Gen.Choose(0, 4)
         from outcome in Gen.Elements(Enum.GetValues<MeetingOutcome>())
         let minutes = new MinutesReport("1", new DateOnly(2022, 3, 10), null) { Members = [.. there.Select((attended, place) => new Member($"m{place}", null, attended))], Once = new(agreed, against) }
         select (minutes, new CaseResult(TaskId.Of(Guid.Empty), outcome) { Withdrew = [.. away.Select((withdrew, place) => (withdrew, place)).Where(one => one.withdrew).Select(one => one.place)] })).ToArbitrary();
}
