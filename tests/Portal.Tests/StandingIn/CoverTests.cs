using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.StandingIn;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.StandingIn;

/// <summary>A station with one clerk is covered by its neighbour or the township, and what becomes of open tasks where units merge.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class CoverTests(Provider provider)
{
    private const string Neighbour = "station-370402-002";

    private Office office = null!;

    [SetUp]
    public async Task OpenAsync() => office = await Office.OpenAsync(provider);

    [TearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task The_neighbour_does_the_work_for_the_time_and_sees_whose_it_is()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = (await office.TasksAsync(opened.Id)).Single();
        await Casework.RefusedAsync("task.not-yours", () => office.DecideAsync(Neighbour, new(task.Id, Verdict.Complete, "齐全") { IdentityProved = true }));
        await CoverAsync(Role.StationClerk, Role.StationClerk, "370402002");
        var team = await office.InboxAsync(Neighbour, InboxTab.Team);
        var other = await office.SubmitCompleteAsync();

        await office.DecideAsync(Neighbour, new(task.Id, Verdict.Complete, "齐全") { IdentityProved = true });
        office.Clock.Advance(TimeSpan.FromDays(10));

        var late = (await office.TasksAsync(other.Id)).Single();
        await Casework.RefusedAsync("task.not-yours", () => office.DecideAsync(Neighbour, new(late.Id, Verdict.Complete, "齐全") { IdentityProved = true }));
        var decision = await office.ReadAsync(db => db.Set<Decision>().SingleAsync(decision => decision.TaskId == task.Id));
        var neighbour = await office.AsAsync(Neighbour);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(team.Rows.Single().Covers?.Zh, Is.EqualTo("东湖街道"));
            Assert.That((decision.AccountId, decision.OnBehalfOfId), Is.EqualTo((neighbour.Account!.Value, (AccountId?)null)), "they act as themselves");
            Assert.That(await office.ReadAsync(db => db.Set<Cases.Notifying.Notification>().CountAsync(message => message.Account == neighbour.Account && message.Case == other.Id)), Is.EqualTo(1), "new tasks are told to them");
        }
    }

    [Test]
    public async Task The_township_covers_its_station_and_a_task_nobody_else_may_do_is_not_stuck()
    {
        var clerk = await office.ReadAsync(db => db.Set<RoleAssignment>().AsNoTracking()
            .Where(held => held.Role == Role.StationClerk && db.Set<Account>().Any(account => account.Id == held.AccountId && account.UserName == "station1")).SingleAsync());
        await office.DoAsync((EndRole act, CancellationToken token) => act.RunAsync(clerk.Id, LocalDay.Today(office.Clock), Actor.System, token));
        await CoverAsync(Role.StationClerk, Role.TownshipReviewer, "370402001");
        var opened = await office.SubmitCompleteAsync();
        var task = (await office.TasksAsync(opened.Id)).Single();

        await office.DecideAsync("township1", new(task.Id, Verdict.Complete, "齐全") { IdentityProved = true });

        Assert.That(await office.MessagesAsync(opened.Id, "task.unheld"), Is.Empty);
    }

    [Test]
    public async Task Whoever_reviewed_a_case_is_not_found_for_a_decision_on_its_money_that_they_only_cover()
    {
        var flow = System.Text.Json.Nodes.JsonNode.Parse(Intervening.Flows.Hardship().Files["workflow.json"])!;
        flow["root"]!["activities"]!.AsArray().Single(one => one!["id"]!.GetValue<string>() == "districtDecision")!.AsObject().Remove("notDecidersOf");
        await Intervening.Flows.PublishAsync(office, ("workflow.json", Ruled.WithRules(flow.ToJsonString(), """[{"of":"role","role":"DistrictDecider","level":"District","take":"all"}]""", "districtDecision")));
        var (own, other, today) = (await office.UnitAsync("370402", UnitLevel.District), await office.UnitAsync("370403", UnitLevel.District), LocalDay.Today(office.Clock));
        var both = (await office.HireAsync("both", Role.DistrictReviewer, UnitLevel.District, "370402")).Account!.Value;
        await office.DoAsync((AssignRole act, CancellationToken token) => act.RunAsync(both, Role.DistrictDecider, other, today, null, Actor.System, token));
        await office.DoAsync((ArrangeCover act, CancellationToken token) => act.RunAsync(new(Role.DistrictDecider, own, Role.DistrictDecider, other, today, today.AddDays(60), "缺人"), Actor.System, token));
        var (reviewed, plain) = (await office.SubmitCompleteAsync(), await office.SubmitCompleteAsync());
        await office.DecideAsync("both", await office.YesAsync(await office.ReachAsync(reviewed.Id, "DistrictReview")));
        await office.DecideAsync("district1", await office.YesAsync(await office.ReachAsync(plain.Id, "DistrictReview")));
        await office.UntilAsync(reviewed.Id, "DistrictDecision");
        await office.UntilAsync(plain.Id, "DistrictDecision");

        Assert.That((await office.AskedAsync(reviewed.Id, "DistrictDecision")).Select(one => one.Who), Does.Not.Contain("both").And.Not.Empty);
        Assert.That((await office.AskedAsync(plain.Id, "DistrictDecision")).Select(one => one.Who), Does.Contain("both"));
    }

    [Test]
    public async Task What_would_mix_duties_or_come_from_below_is_refused()
    {
        await Casework.RefusedAsync("cover.same", () => CoverAsync(Role.StationClerk, Role.StationClerk, "370402001"));
        await Casework.RefusedAsync("cover.role", () => CoverAsync(Role.TownshipReviewer, Role.StationClerk, "370402002"));
        await Casework.RefusedAsync("role.wrong-level", () => CoverAsync(Role.StationClerk, Role.DistrictReviewer, "370402001"));
        await CoverAsync(Role.StationClerk, Role.StationClerk, "370402002");
        await Casework.RefusedAsync("cover.overlaps", () => CoverAsync(Role.StationClerk, Role.StationClerk, "370402002"));
        var city = await office.UnitAsync("370400", UnitLevel.City);
        var (today, district) = (LocalDay.Today(office.Clock), await office.UnitAsync("370402", UnitLevel.District));
        await Casework.RefusedAsync("cover.duties", () => office.DoAsync((ArrangeCover act, CancellationToken token) =>
            act.RunAsync(new(Role.FinanceMaker, district, Role.FinanceMaker, city, today, today.AddDays(3), "缺人"), Actor.System, token)));
    }

    [Test]
    public async Task After_a_merger_open_tasks_lie_with_the_unit_that_carries_on_and_its_covers_are_over()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = (await office.TasksAsync(opened.Id)).Single();
        await office.AsAsync("station1", (ClaimTask act, Actor actor, CancellationToken token) => act.ClaimAsync(task.Id, actor, token));
        var cover = await CoverAsync(Role.StationClerk, Role.StationClerk, "370402100");
        var (closing, heir) = (await office.UnitAsync("370402001", UnitLevel.Township), await office.UnitAsync("370402002", UnitLevel.Township));
        office.Clock.Advance(TimeSpan.FromDays(1));

        await office.DoAsync(async (MergeUnits act, CancellationToken token) => (await act.RunAsync([closing], heir, LocalDay.Today(office.Clock), Actor.System, token)).Id);
        await office.SweepAsync(DisplacedTaskSweep.Key);

        var now = (await office.TasksAsync(opened.Id)).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((now.UnitId, now.AssigneeId, now.PreviousId), Is.EqualTo((heir, (AccountId?)null, (TaskId?)task.Id)), "whoever had claimed it has no role there");
            Assert.That((await office.InboxAsync(Neighbour, InboxTab.Team)).Rows.Select(row => row.Id), Does.Contain(now.Id));
            Assert.That(await office.ReadAsync(db => db.Set<Cover>().Where(one => one.Id == cover).Select(one => one.ValidTo).SingleAsync()), Is.EqualTo(LocalDay.Today(office.Clock)));
        }
    }

    private async Task<CoverId> CoverAsync(Role role, Role byRole, string by)
    {
        var (covered, neighbour, today) = (await office.UnitAsync("370402001", UnitLevel.Township), await office.UnitAsync(by, UnitLevel.Township), LocalDay.Today(office.Clock));
        return await office.DoAsync((ArrangeCover act, CancellationToken token) => act.RunAsync(new(role, covered, byRole, neighbour, today, today.AddDays(10), "只有一名经办人"), Actor.System, token));
    }
}
