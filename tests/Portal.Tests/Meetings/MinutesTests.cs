using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Meeting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Meetings;

/// <summary>What minutes have to say before they can decide anything: who was there, who withdrew, how it was voted.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class MinutesTests(Provider provider)
{
    private Office office = null!;
    private MeetingId list;
    private MeetingSheet sheet = null!;
    private MinutesReport minutes = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        await office.WaitingAsync(2);
        list = await office.FrozenAsync();
        sheet = await office.SheetAsync(list);
    }

    [SetUp]
    public async Task MeetAsync() => minutes = await office.MinutesAsync(list);

    [OneTimeTearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task Everything_that_the_paper_lacks_is_told_at_once()
    {
        var refused = (await Assert.ThrowsAsync<RefusedException>(() => office.EnterAsync(list, new MinutesReport(" ", LocalDay.Today(office.Clock).AddDays(1), Scan: null))))!;

        Assert.That(refused.Others.Prepend(refused).Select(one => one.Code), Is.EquivalentTo(new[]
        {
            "meeting.minutes-number-missing", "meeting.held-in-future", "meeting.scan-missing", "meeting.members-missing", "meeting.chair-missing", "meeting.result-missing", "meeting.result-missing",
        }));
    }

    [Test]
    public Task A_meeting_is_not_older_than_its_sheet() => RefusedAsync("meeting.held-before-sheet", minutes with { HeldOn = minutes.HeldOn.AddDays(-1) });

    [Test]
    public Task Fewer_than_two_thirds_there_decide_nothing() =>
        RefusedAsync("meeting.attendance-short", minutes with { Members = [new("陈局长", null, true, true), new("刘副局长", null, false), new("赵副局长", null, false)], Once = new(1, 0) });

    [Test]
    public async Task A_refusal_is_entered_as_the_paper_has_it_and_a_carried_case_was_not_refused()
    {
        var task = sheet.Lines[0].Task;
        await RefusedAsync("meeting.refused-though-carried", minutes.With(task, result => result with { Outcome = MeetingOutcome.Refuse, Reason = "未达标准。", Votes = new(3, 0) }));

        Assert.That(await office.EnterAsync(list, minutes.With(task, result => result with { Outcome = MeetingOutcome.Refuse, Reason = "未达标准。", Votes = new(0, 3) })), Does.StartWith("sha256:"));
    }

    [Test]
    public Task Fewer_than_two_thirds_for_it_decide_nothing() => RefusedAsync("meeting.agreement-short", minutes with { Once = new(1, 2) });

    [Test]
    public async Task What_stands_in_the_way_of_every_case_is_told_once_with_their_numbers_and_what_one_case_lacks_at_its_own()
    {
        var (first, second) = (sheet.Lines[0], sheet.Lines[1]);
        MinutesReport absent = minutes with { Members = [new("陈局长", null, true, true), new("刘副局长", null, false), new("赵副局长", null, false)], Once = new(1, 0) };

        var fewThere = await WhyAsync(absent);
        var fewFor = await WhyAsync(minutes with { Once = new(1, 2) });
        var unvoted = await WhyAsync(minutes with { Once = null });
        var both = await WhyAsync((minutes with { Once = new(1, 2) }).With(second.Task, result => result with { Votes = new(1, 2) }));
        var one = await WhyAsync(minutes.With(second.Task, result => result with { Withdrew = [0, 1, 2], Votes = new(0, 0) }));
        var deferred = await WhyAsync(absent.With(first.Task, result => result with { Outcome = MeetingOutcome.Defer }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fewThere, Is.EqualTo(new[] { ("meeting.attendance-short", "members", "1、2") }));
            Assert.That(fewFor, Is.EqualTo(new[] { ("meeting.agreement-short", "once", "1、2") }));
            Assert.That(unvoted, Is.EqualTo(new[] { ("meeting.votes-missing", "once", "1、2") }));
            Assert.That(both, Is.EqualTo(new[] { ("meeting.agreement-short", "results[1]", "1"), ("meeting.agreement-short", "results[2]", "2") }), "the second was voted on by itself");
            Assert.That(one, Is.EqualTo(new[] { ("meeting.attendance-short", "results[2]", "2") }));
            Assert.That(deferred, Is.EqualTo(new[] { ("meeting.attendance-short", "results[2]", "2") }));
        }

        async Task<IEnumerable<(string, string?, string?)>> WhyAsync(MinutesReport said)
        {
            var refused = (await Assert.ThrowsAsync<RefusedException>(() => office.EnterAsync(list, said)))!;
            return refused.Others.Prepend(refused).Select(one => (one.Code, one.Field, ((LocalText?)one.Values["number"])?.Zh));
        }
    }

    [Test]
    public async Task Two_thirds_are_enough() => Assert.That(await office.EnterAsync(list, minutes with { Members = [.. Sitting.Members[..2], new("赵副局长", null, false)], Once = new(2, 0) }), Does.StartWith("sha256:"));

    [Test]
    public Task More_votes_than_people_are_a_slip() => RefusedAsync("meeting.votes-exceed", minutes with { Once = new(3, 1) });

    [Test]
    public Task Without_votes_nothing_is_decided() => RefusedAsync("meeting.votes-missing", minutes with { Once = null });

    [Test]
    public async Task Putting_off_needs_no_quorum() =>
        Assert.That(await office.EnterAsync(list, minutes with { Once = null, Results = [.. minutes.Results.Select(result => result with { Outcome = MeetingOutcome.Defer })] }), Does.StartWith("sha256:"));

    [Test]
    public async Task Where_somebody_withdrew_the_case_is_voted_on_by_itself_and_counted_without_them()
    {
        var task = sheet.Lines[0].Task;
        await RefusedAsync("meeting.own-votes-missing", minutes.With(task, result => result with { Withdrew = [2] }));
        await RefusedAsync("meeting.votes-exceed", minutes.With(task, result => result with { Withdrew = [2], Votes = new(3, 0) }));
        await RefusedAsync("meeting.agreement-short", minutes.With(task, result => result with { Withdrew = [2], Votes = new(1, 0) })); // one of two
        await RefusedAsync("meeting.withdrew-unknown", minutes.With(task, result => result with { Withdrew = [7] }));
        await RefusedAsync("meeting.attendance-short", minutes.With(task, result => result with { Withdrew = [0, 1, 2], Votes = new(0, 0) }));

        Assert.That(await office.EnterAsync(list, minutes.With(task, result => result with { Withdrew = [2], Votes = new(2, 0) })), Does.StartWith("sha256:"));
    }

    [TestCase(MeetingOutcome.Refuse, null, null, "meeting.case-reason-missing")]
    [TestCase(MeetingOutcome.OtherAmount, 1_000_00L, null, "meeting.case-reason-missing")]
    [TestCase(MeetingOutcome.OtherAmount, null, "核减", "meeting.amount-missing")]
    [TestCase(MeetingOutcome.OtherAmount, 0L, "核减", "meeting.amount-missing")]
    [TestCase(MeetingOutcome.OtherAmount, 900_000_00L, "增加", "meeting.amount-above-rules")]
    public Task A_result_says_what_it_has_to(MeetingOutcome outcome, long? cents, string? reason, string code) =>
        RefusedAsync(code, minutes.With(sheet.Lines[1].Task, result => result with { Outcome = outcome, Cents = cents, Reason = reason }));

    [Test]
    public Task Somebody_who_was_there_chaired() => RefusedAsync("meeting.chair-missing", minutes with { Members = [new("陈局长", null, false, true), .. Sitting.Members[1..]] });

    [Test]
    public Task Nobody_is_counted_twice() => RefusedAsync("meeting.member-twice", minutes with { Members = [.. Sitting.Members, new("陈局长", null, true)] });

    [Test]
    public async Task A_unit_has_rules_of_its_own_from_their_day_on()
    {
        await using var own = await Office.OpenAsync(provider);
        await own.WaitingAsync(1);
        var unit = await own.UnitAsync(UnitLevel.District, "370402");
        var today = LocalDay.Today(own.Clock);
        var admin = await own.AsAsync("admin1");
        Task SetAsync(DateOnly from, string agreement, Actor actor) =>
            own.DoAsync((SetMeetingRule act, CancellationToken token) => act.SetAsync(new(unit, from, "1/2", agreement, "区局党组议事规则"), actor, token));
        await Casework.RefusedAsync("meeting.rule-not-yours", async () => await SetAsync(today, "1/1", await own.AsAsync("decider1")));
        await Casework.RefusedAsync("meeting.share-unreadable", () => SetAsync(today, "3/2", admin));
        await Casework.RefusedAsync("meeting.rule-past", () => SetAsync(today.AddDays(-1), "1/1", admin));
        await SetAsync(today, "1/1", admin);
        await SetAsync(today.AddDays(1), "1/2", admin);
        var frozen = await own.FrozenAsync();
        var report = await own.MinutesAsync(frozen) with { Once = new(2, 1) };

        await Casework.RefusedAsync("meeting.agreement-short", () => own.EnterAsync(frozen, report));
        own.Clock.Advance(TimeSpan.FromDays(1));
        await own.EnterAsync(frozen, report with { HeldOn = today.AddDays(1) });
    }

    [Test]
    public async Task Whoever_is_close_to_an_applicant_must_have_withdrawn()
    {
        await using var own = await Office.OpenAsync(provider);
        var answers = own.Answers();
        answers[FormKeys.StaffRelative] = "yes";
        answers[FormKeys.StaffRelativeDetail] = "赵副局长，区退役军人事务局，表兄";
        var related = await own.SubmitAsync(answers, "hardship-aid", "identityCard", "dischargePapers", "bankCard", "signedPromise", "hardshipStatement", "householdRegister");
        await own.UntilAsync(related.Id, "DistrictDecision");
        var applicant = await own.ReadAsync(db => db.Set<Person>().Where(person => person.Id == related.ApplicantId).Select(person => person.Id).SingleAsync());
        var self = await own.HireAsync("member", Role.DistrictReviewer, UnitLevel.District, "370402", applicant);
        await own.HireAsync("decider3", Role.DistrictDecider, UnitLevel.District, "370402", applicant);
        var frozen = await own.FrozenAsync();
        var task = (await own.ItemsAsync(frozen)).Single().TaskId;
        var report = await own.MinutesAsync(frozen) with { Members = [.. Sitting.Members, new("张科长", self.Account, true)], Once = new(4, 0) };

        var refused = (await Assert.ThrowsAsync<RefusedException>(() => own.EnterAsync(frozen, report)))!;
        await Casework.RefusedAsync("meeting.enterer-close", () => own.EnterAsync(frozen, Withdrawn(report, task), "decider3"));

        Assert.That((refused.Code, refused.Values["name"]), Is.EqualTo(("meeting.must-withdraw", (object)"赵副局长")), "named by the applicant; the account of the applicant is told with the next try");
        Assert.That(await own.EnterAsync(frozen, Withdrawn(report, task)), Does.StartWith("sha256:"));

        static MinutesReport Withdrawn(MinutesReport report, TaskId task) => report.With(task, result => result with { Withdrew = [2, 3], Votes = new(2, 0) });
    }

    private Task RefusedAsync(string code, MinutesReport said) => Casework.RefusedAsync(code, () => office.EnterAsync(list, said));
}
