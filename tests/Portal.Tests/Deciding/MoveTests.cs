using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>The applicant's household registration moves: docs/life-events.md, row by row.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class MoveTests(Provider provider)
{
    private Office office = null!;

    [OneTimeSetUp]
    public async Task Open() => office = await Office.OpenAsync(provider);

    [OneTimeTearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task Within_the_city_a_case_not_yet_accepted_is_handed_over_with_its_task()
    {
        var opened = await office.SubmitCompleteAsync();
        var old = (await office.TasksAsync(opened.Id)).Single();

        var there = await MoveAsync(opened.Id, "370402002001");

        var task = (await office.TasksAsync(opened.Id)).Single();
        await Casework.RefusedAsync("task.not-yours", () => office.DecideAsync("station1", new(task.Id, Verdict.Complete, "齐全") { IdentityProved = true }));
        await office.DecideAsync("station-370402-002", new(task.Id, Verdict.Complete, "齐全") { IdentityProved = true });
        var moved = await office.CaseAsync(opened.Id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(moved.UnitId, Is.EqualTo(there));
            Assert.That(moved.ReceiptNumber, Is.Not.Null);
            Assert.That(task.PreviousId, Is.EqualTo(old.Id));
            Assert.That(await office.ReadAsync(db => db.Set<ReviewTask>().Where(one => one.Id == old.Id).Select(one => one.CancelledBecause).SingleAsync()), Is.EqualTo("moved"));
            Assert.That(await office.ReadAsync(db => db.Set<Person>().Where(person => person.Id == opened.ApplicantId).Select(person => person.UnitId).SingleAsync()), Is.EqualTo(there));
            Assert.That((await office.MessagesAsync(opened.Id, Occasions.HandedOver)).Single().In("zh-CN").Body, Does.Contain("东湖东街道"));
            Assert.That((await office.TasksAsync(opened.Id)).Single().UnitId, Is.EqualTo(there), "the village opinion is asked at the new village");
        }
    }

    [Test]
    public async Task Within_the_city_an_accepted_case_goes_on_where_it_is_unless_the_deciding_level_hands_it_over()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "HomeVisit");
        await office.StepAsync(opened.Id); // one of the two investigators has signed
        var there = await MoveAsync(opened.Id, "370402002001");
        var before = (await office.TasksAsync(opened.Id)).Single();
        var stayed = await office.CaseAsync(opened.Id);

        await Casework.RefusedAsync("case.not-yours", () => HandAsync("station1", opened.Id, there));
        await Casework.RefusedAsync("case.not-yours", () => HandAsync("decider-370403", opened.Id, there));
        await Casework.RefusedAsync("opinion.missing", () => HandAsync("decider1", opened.Id, there, " "));
        await HandAsync("decider1", opened.Id, there);

        var after = (await office.TasksAsync(opened.Id)).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(stayed.UnitId, Is.EqualTo(opened.UnitId));
            Assert.That((after.PreviousId, after.RoundId), Is.EqualTo(((TaskId?)before.Id, before.RoundId)));
            Assert.That(after.UnitId, Is.Not.EqualTo(before.UnitId));
            Assert.That(await office.ReadAsync(db => db.Set<Decision>().CountAsync(decision => decision.RoundId == before.RoundId)), Is.EqualTo(1), "what was done stays");
            Assert.That(await office.AuditAsync(opened.Id), Does.Contain("case.handed-over"));
        }

        await office.DecideAsync("township-370402-002", new(after.Id, Verdict.Complete));
        Assert.That((await office.TasksAsync(opened.Id)).Single().Step, Is.EqualTo("TownshipReview"));
    }

    [Test]
    public async Task A_decided_case_is_not_handed_over()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "CityCheck");
        var there = await VillageAsync("370402002001");

        await Casework.RefusedAsync("case.decided", () => HandAsync("decider1", opened.Id, there));
    }

    [TestCase("DistrictDecision")]
    [TestCase("DistrictDecision", "TownshipReview")]
    public async Task A_case_sent_back_before_its_decision_is_no_longer_decided_however_often_it_was_sent_back(params string[] back)
    {
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "CityCheck");
        var decided = await office.CaseAsync(opened.Id);
        foreach (var step in back)
        {
            await office.DecideAsync(await office.HolderAsync(task), new(task.Id, Verdict.Return, "请重新核定") { ReturnTo = step });
            task = (await office.TasksAsync(opened.Id)).Single();
        }

        var returned = await office.CaseAsync(opened.Id);
        await HandAsync("decider1", opened.Id, await VillageAsync("370402002001"));
        var moved = await office.CaseAsync(opened.Id);
        await office.UntilAsync(opened.Id, "CityCheck");
        var anew = await office.CaseAsync(opened.Id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((EndApplication.IsDecided(decided), EndApplication.IsDecided(returned), EndApplication.IsDecided(anew)), Is.EqualTo((true, false, true)));
            Assert.That((returned.DecidedOn, returned.DecidedCents), Is.EqualTo(((DateOnly?)null, (long?)null)));
            Assert.That(moved.ApprovedCents, Is.Null, "what was granted goes back to the purse");
            Assert.That((await office.HeldAsync(opened.Id)).Reserved, Is.EqualTo(anew.ApprovedCents));
        }

        await office.BooksAgreeAsync();
    }

    [Test]
    public async Task Away_from_the_city_a_case_sent_back_before_its_decision_may_be_ended()
    {
        var opened = await office.SubmitCompleteAsync();
        var check = await office.ReachAsync(opened.Id, "CityCheck");
        await AwayAsync(opened.Id, "济宁市任城区退役军人服务站");
        await Casework.RefusedAsync("case.decided", () => EndAsync(opened.Id));
        await office.DecideAsync(await office.HolderAsync(check), new(check.Id, Verdict.Return, "请重新核定") { ReturnTo = "DistrictDecision" });

        await EndAsync(opened.Id);

        Assert.That((await office.CaseAsync(opened.Id)).Outcome, Is.EqualTo(CaseOutcome.Ended));
        Assert.That(await office.HeldAsync(opened.Id), Is.EqualTo((0L, 0L, 0L, 0L)));
    }

    [Test]
    public async Task Away_from_the_city_before_a_decision_a_person_may_end_the_case_with_a_document_of_where_to_apply()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "VillageOpinion");
        await Casework.RefusedAsync("case.move-not-recorded", () => office.AsAsync("station1", (EndApplication act, Actor actor, CancellationToken token) =>
            act.EndAsync(opened.Id, EndReason.MovedAway, "", actor, token)));
        await Casework.RefusedAsync("move.where-missing", () => AwayAsync(opened.Id, " "));

        await AwayAsync(opened.Id, "济宁市任城区退役军人服务站");
        var recorded = await office.CaseAsync(opened.Id);
        await office.AsAsync("station1", (EndApplication act, Actor actor, CancellationToken token) => act.EndAsync(opened.Id, EndReason.MovedAway, "济宁市任城区退役军人服务站", actor, token));

        var person = await office.ReadAsync(db => db.Set<Person>().AsNoTracking().SingleAsync(person => person.Id == opened.ApplicantId));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(recorded.IsOpen, Is.True, "the register does not decide");
            Assert.That((await office.CaseAsync(opened.Id)).Outcome, Is.EqualTo(CaseOutcome.Ended));
            Assert.That(await office.ReadAsync(db => db.Set<IssuedDocument>().Where(document => document.CaseId == opened.Id).Select(document => document.Kind).SingleAsync()), Is.EqualTo(DocumentKind.Ending));
            Assert.That((person.MovedOn, person.MovedTo), Is.EqualTo(((DateOnly?)LocalDay.Today(office.Clock), "济宁市任城区退役军人服务站")));
            Assert.That((await office.MessagesAsync(opened.Id, Occasions.Ended)).Single().In("zh-CN").Body, Does.Contain("济宁市任城区退役军人服务站"));
            Assert.That(await office.TasksAsync(opened.Id), Is.Empty);
        }
    }

    [Test]
    public async Task Away_from_the_city_after_a_decision_it_is_paid_as_decided()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "CityCheck");

        await AwayAsync(opened.Id, "济宁市任城区退役军人服务站");
        await office.UntilAsync(opened.Id, "Payout");
        await office.PayAsync(opened.Id);

        Assert.That((await office.CaseAsync(opened.Id)).Outcome, Is.EqualTo(CaseOutcome.Paid));
    }

    private Task<UnitId> VillageAsync(string code) => office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.DivisionCode == code && unit.Level == UnitLevel.Village).Select(unit => unit.Id).SingleAsync());

    private async Task<UnitId> MoveAsync(CaseId id, string village)
    {
        var there = await VillageAsync(village);
        await office.AsAsync("station1", (RecordMove act, Actor actor, CancellationToken token) => act.RecordAsync(new(id, LocalDay.Today(office.Clock), there, null), actor, token));
        return there;
    }

    private Task<PersonId> AwayAsync(CaseId id, string where) => office.AsAsync("station1", (RecordMove act, Actor actor, CancellationToken token) =>
        act.RecordAsync(new(id, LocalDay.Today(office.Clock), null, where), actor, token));

    private Task<CaseId> EndAsync(CaseId id) => office.AsAsync("station1", (EndApplication act, Actor actor, CancellationToken token) =>
        act.EndAsync(id, EndReason.MovedAway, "济宁市任城区退役军人服务站", actor, token));

    private Task<CaseId> HandAsync(string userName, CaseId id, UnitId to, string why = "申请人已迁居") => office.AsAsync(userName, (MoveCase act, Actor actor, CancellationToken token) =>
        act.MoveAsync(id, to, why, actor, token));
}
