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
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.StandingIn;

/// <summary>Whoever is away is stood in for: by name, in the pool of a role, and never by somebody who may not.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class DeputyTests(Provider provider)
{
    private const string Named = """[{"of":"people","people":["district1"]}]""";

    private Office office = null!;
    private Actor leader = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        leader = await office.AsAsync("leader1");
    }

    [TearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task A_task_given_by_name_goes_to_the_deputy_and_the_decision_names_both()
    {
        await office.RuleAsync(Named);
        await office.DeputeAsync("district1", "leader1");
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "DistrictReview");
        var (mine, theirs) = (await office.InboxAsync("leader1", InboxTab.Mine), await office.InboxAsync("district1", InboxTab.Waiting));

        await office.DecideAsync("leader1", new(task.Id, Verdict.Approve, "同意。"));

        var decision = await office.ReadAsync(db => db.Set<Decision>().SingleAsync(decision => decision.TaskId == task.Id));
        var principal = await office.AsAsync("district1");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((task.AssigneeId, task.ForId), Is.EqualTo((leader.Account, principal.Account)));
            Assert.That(mine.Rows.Single(row => row.Id == task.Id).For?.Zh, Is.EqualTo("市中区审核员"));
            Assert.That(theirs.Rows.Select(row => row.Id), Does.Contain(task.Id), "whoever is away sees where it is");
            Assert.That((decision.AccountId, decision.OnBehalfOfId), Is.EqualTo((leader.Account!.Value, principal.Account)));
        }
    }

    [Test]
    public async Task Who_is_back_early_decides_as_themselves_without_waiting_for_the_end()
    {
        await office.RuleAsync(Named);
        await office.DeputeAsync("district1", "leader1");
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "DistrictReview");

        await office.DecideAsync("district1", new(task.Id, Verdict.Approve, "同意。"));

        Assert.That(await office.ReadAsync(db => db.Set<Decision>().Where(decision => decision.TaskId == task.Id).Select(decision => decision.OnBehalfOfId).SingleAsync()), Is.Null);
    }

    [Test]
    public async Task A_task_of_the_role_is_done_for_one_who_holds_it_only_in_the_time_and_the_services_named()
    {
        var opened = await office.SubmitCompleteAsync();
        var other = await office.SubmitCompleteAsync();
        var (task, second) = (await office.ReachAsync(opened.Id, "DistrictReview"), await office.ReachAsync(other.Id, "DistrictReview"));
        await Casework.RefusedAsync("task.not-yours", () => office.DecideAsync("leader1", new(task.Id, Verdict.Approve, "同意。")));
        var wrong = await office.DeputeAsync("district1", "leader1", 3, "sudden-accident-relief");
        await Casework.RefusedAsync("task.not-yours", () => office.DecideAsync("leader1", new(task.Id, Verdict.Approve, "同意。")));
        Assert.That((await office.InboxAsync("leader1", InboxTab.Team)).Counts[InboxTab.Team], Is.Zero);
        await office.AsAsync("district1", async (EndDeputy act, Actor actor, CancellationToken token) => (await act.RunAsync(wrong, actor, token)).Id);
        await office.DeputeAsync("district1", "leader1", 3, "hardship-aid");
        var team = await office.InboxAsync("leader1", InboxTab.Team);

        await office.DecideAsync("leader1", new(task.Id, Verdict.Approve, "同意。"));
        office.Clock.Advance(TimeSpan.FromDays(3));

        await Casework.RefusedAsync("task.not-yours", () => office.DecideAsync("leader1", new(second.Id, Verdict.Approve, "同意。")));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(team.Rows.Select(row => row.Id), Is.EquivalentTo(new[] { task.Id, second.Id }));
            Assert.That(team.Rows.All(row => row.For?.Zh == "市中区审核员"));
            Assert.That((await office.InboxAsync("leader1", InboxTab.Done)).Rows.Single(row => row.Id == task.Id).For?.Zh, Is.EqualTo("市中区审核员"), "also of what is done");
            Assert.That(await office.ReadAsync(db => db.Set<Decision>().Where(decision => decision.TaskId == task.Id).Select(decision => decision.OnBehalfOfId).SingleAsync()), Is.EqualTo((await office.AsAsync("district1")).Account));
            Assert.That((await office.InboxAsync("leader1", InboxTab.Team)).Rows, Is.Empty);
        }
    }

    [Test]
    public async Task What_the_principal_claimed_is_the_deputys_to_do_and_nobody_elses_claim_is()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "DistrictReview");
        await office.DeputeAsync("district1", "leader1");
        await office.AsAsync("district2", (ClaimTask act, Actor actor, CancellationToken token) => act.ClaimAsync(task.Id, actor, token));
        await Casework.RefusedAsync("task.not-yours", () => office.DecideAsync("leader1", new(task.Id, Verdict.Approve, "同意。")));
        await office.AsAsync("district2", (ClaimTask act, Actor actor, CancellationToken token) => act.ReleaseAsync(task.Id, actor, token));
        await office.AsAsync("district1", (ClaimTask act, Actor actor, CancellationToken token) => act.ClaimAsync(task.Id, actor, token));

        var team = await office.InboxAsync("leader1", InboxTab.Team);
        await office.DecideAsync("leader1", new(task.Id, Verdict.Approve, "同意。"));

        Assert.That(team.Rows.Select(row => row.Id), Does.Contain(task.Id));
    }

    [Test]
    public async Task When_the_time_is_over_undecided_tasks_by_name_go_back_to_whom_they_belong()
    {
        await office.RuleAsync(Named);
        await office.DeputeAsync("district1", "leader1", days: 20);
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "DistrictReview");
        await office.SweepAsync(DisplacedTaskSweep.Key);
        var during = await office.AskedAsync(opened.Id, "DistrictReview");

        office.Clock.Advance(TimeSpan.FromDays(20));
        await Casework.RefusedAsync("task.not-yours", () => office.DecideAsync("leader1", new(task.Id, Verdict.Approve, "同意。")));
        await office.SweepAsync(DisplacedTaskSweep.Key);
        await office.SweepAsync(DisplacedTaskSweep.Key);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(during, Is.EqualTo(new[] { ("leader1", "district1", Role.DistrictReviewer) }));
            Assert.That(await office.AskedAsync(opened.Id, "DistrictReview"), Is.EqualTo(new[] { ("district1", (string?)null, Role.DistrictReviewer) }));
            Assert.That(await office.ReadAsync(db => db.Set<ReviewTask>().Where(one => one.Id == task.Id).Select(one => one.CancelledBecause).SingleAsync()), Is.EqualTo("reassigned"));
        }
    }

    [Test]
    public async Task A_deputy_who_is_away_too_is_stood_in_for_and_more_than_three_or_a_circle_is_refused()
    {
        await office.RuleAsync(Named);
        await office.DeputeAsync("district1", "district2");
        await office.DeputeAsync("district2", "decider2");
        await office.DeputeAsync("decider2", "city1");
        await Casework.RefusedAsync("deputy.chain", () => office.DeputeAsync("city1", "decider1"));
        await Casework.RefusedAsync("deputy.circle", () => office.DeputeAsync("city1", "district1"));
        await Casework.RefusedAsync("deputy.self", () => office.DeputeAsync("decider1", "decider1"));
        await Casework.RefusedAsync("deputy.overlaps", () => office.DeputeAsync("district1", "leader1", 2, "hardship-aid"));
        var opened = await office.SubmitCompleteAsync();

        await office.UntilAsync(opened.Id, "DistrictReview");

        Assert.That(await office.AskedAsync(opened.Id, "DistrictReview"), Is.EqualTo(new[] { ("city1", "district1", Role.DistrictReviewer) }));
    }

    [Test]
    public async Task What_keeps_either_of_the_two_away_keeps_the_deputy_away()
    {
        var opened = await office.SubmitCompleteAsync();
        var visits = await office.ReachAsync(opened.Id, "HomeVisit");
        var yes = await office.YesAsync(visits);
        await office.DeputeAsync("township1", "leader1");
        await office.DecideAsync("leader1", yes);
        var second = (await office.TasksAsync(opened.Id)).Single();
        await Casework.RefusedAsync("task.same-person", () => office.DecideAsync("leader1", new(second.Id, Verdict.Complete)));
        await Casework.RefusedAsync("task.same-person", () => office.DecideAsync("township1", new(second.Id, Verdict.Complete)));
        await office.DecideAsync("township2", new(second.Id, Verdict.Complete));

        // Close to the applicant: the principal, and then the deputy.
        var task = await office.ReachAsync(opened.Id, "DistrictReview");
        await office.HireAsync("cousin", Role.DistrictReviewer, UnitLevel.District, "370402", opened.ApplicantId);
        await office.DeputeAsync("cousin", "decider2");
        await Casework.RefusedAsync("task.own-case", () => office.DecideAsync("decider2", new(task.Id, Verdict.Approve, "同意。")));
        await office.DeputeAsync("district2", "cousin");
        await Casework.RefusedAsync("task.own-case", () => office.DecideAsync("cousin", new(task.Id, Verdict.Approve, "同意。")));
    }

    [Test]
    public async Task A_deputy_close_to_the_applicant_is_passed_over_when_a_task_is_given_by_name()
    {
        await office.RuleAsync(Named);
        var opened = await office.SubmitCompleteAsync();
        await office.HireAsync("cousin", Role.TownshipReviewer, UnitLevel.Township, "370403001", opened.ApplicantId);
        await office.DeputeAsync("district1", "cousin");

        await office.UntilAsync(opened.Id, "DistrictReview");

        Assert.That(await office.AskedAsync(opened.Id, "DistrictReview"), Is.EqualTo(new[] { ("district1", (string?)null, Role.DistrictReviewer) }));
    }

    [Test]
    public async Task Payments_have_no_deputies_and_whoever_pays_decides_for_nobody()
    {
        await Casework.RefusedAsync("deputy.duties", () => office.DeputeAsync("maker1", "leader1"));
        await Casework.RefusedAsync("deputy.duties", () => office.DeputeAsync("decider1", "maker1"));
        await Casework.RefusedAsync("deputy.duties", () => office.DeputeAsync("admin1", "leader1"));
        await office.DeputeAsync("district1", "maker1"); // who reviews and does not decide on money
    }

    /// <summary>Otherwise somebody who proposed could grant what they proposed, with nobody's word but the decider's who is away.</summary>
    [Test]
    public async Task Who_stands_below_a_decider_is_not_named_by_them_and_decides_for_nobody()
    {
        await office.DeputeAsync("decider1", "decider2", 2);
        await office.DeputeAsync("decider2", "citydecider1", 2);
        foreach (var below in new[] { "township1", "district1", "station1", "leader1" })
            await Casework.RefusedAsync("deputy.below", () => office.DeputeAsync("citydecider1", below));

        // Named for what they may do, and promoted or not, it never reaches further.
        var opened = await office.SubmitCompleteAsync();
        var both = (await office.HireAsync("both", Role.DistrictReviewer, UnitLevel.District, "370402")).Account!.Value;
        var unit = await office.UnitAsync("370402", UnitLevel.District);
        await office.DoAsync((AssignRole act, CancellationToken token) => act.RunAsync(both, Role.DistrictDecider, unit, LocalDay.Today(office.Clock), null, Actor.System, token));
        await office.DeputeAsync("both", "leader1");
        var decision = await office.ReachAsync(opened.Id, "DistrictDecision");
        await Casework.RefusedAsync("task.not-yours", () => office.DecideAsync("leader1", new(decision.Id, Verdict.Approve, "同意。")));
        Assert.That((await office.InboxAsync("leader1", InboxTab.Team)).Rows.Select(row => row.Id), Does.Not.Contain(decision.Id), "nor is it shown to them");
    }

    [Test]
    public async Task An_administrator_may_let_somebody_below_decide_but_not_on_what_they_reviewed_themselves()
    {
        var (reviewed, other) = (await office.SubmitCompleteAsync(), await office.SubmitCompleteAsync());
        var review = await office.ReachAsync(reviewed.Id, "TownshipReview");
        await office.DecideAsync("township1", await office.YesAsync(review));
        var admin = await office.AsAsync("admin1");
        var principal = (await office.AsAsync("decider1")).Account!.Value;
        var (own, second) = (await office.ReachAsync(reviewed.Id, "DistrictDecision"), await office.ReachAsync(other.Id, "DistrictDecision"));
        var today = LocalDay.Today(office.Clock);
        await office.DoAsync((NameDeputy act, CancellationToken token) => act.RunAsync(new(principal, "township1", today, today.AddDays(30), [], "两名审批人同时病假"), admin, token));

        await Casework.RefusedAsync("task.own-proposal", async () => await office.DecideAsync("township1", await office.YesAsync(own)));
        var others = await office.ReadAsync(db => db.Set<Decision>().Where(one => one.CaseId == other.Id && one.Step == "TownshipReview").Select(one => one.AccountId).SingleAsync());
        if (others == (await office.AsAsync("township1")).Account)
            await Casework.RefusedAsync("task.own-proposal", async () => await office.DecideAsync("township1", await office.YesAsync(second)));
        await office.DecideAsync("decider2", await office.YesAsync(own));
        Assert.That((await office.CaseAsync(reviewed.Id)).ApprovedCents, Is.Positive);
    }

    [Test]
    public async Task Whoever_holds_both_roles_decides_on_what_they_reviewed_only_where_the_workflow_lets_them_and_never_in_anothers_place()
    {
        var both = (await office.HireAsync("both", Role.DistrictReviewer, UnitLevel.District, "370402")).Account!.Value;
        var unit = await office.UnitAsync("370402", UnitLevel.District);
        await office.DoAsync((AssignRole act, CancellationToken token) => act.RunAsync(both, Role.DistrictDecider, unit, LocalDay.Today(office.Clock), null, Actor.System, token));

        var shipped = await ReviewedAsync();
        await Casework.RefusedAsync("task.decided-earlier-step", () => office.AsAsync("both", (ClaimTask act, Actor actor, CancellationToken token) => act.ClaimAsync(shipped.Id, actor, token)));
        await Casework.RefusedAsync("task.decided-earlier-step", async () => await office.DecideAsync("both", await office.YesAsync(shipped)));

        var flow = System.Text.Json.Nodes.JsonNode.Parse(Intervening.Flows.Hardship().Files["workflow.json"])!;
        flow["root"]!["activities"]!.AsArray().Single(one => one!["id"]!.GetValue<string>() == "districtDecision")!.AsObject().Remove("notDecidersOf");
        await Intervening.Flows.PublishAsync(office, ("workflow.json", flow.ToJsonString()));
        var open = await ReviewedAsync();
        await Casework.RefusedAsync("give.not-to", () => office.AsAsync("decider1", (GiveTask act, Actor actor, CancellationToken token) => act.TransferAsync(open.Id, "both", "请代为审批", actor, token)));
        await office.DecideAsync("both", await office.YesAsync(open));

        async Task<ReviewTask> ReviewedAsync()
        {
            var opened = await office.SubmitCompleteAsync();
            await office.DecideAsync("both", await office.YesAsync(await office.ReachAsync(opened.Id, "DistrictReview")));
            return await office.ReachAsync(opened.Id, "DistrictDecision");
        }
    }

    /// <summary>An officer may name a deputy of a lower level; two levels would be one person's.</summary>
    [Test]
    public async Task Whoever_judged_a_case_at_one_step_stands_in_for_nobody_at_another_of_its_steps()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.DecideAsync("township1", await office.YesAsync(await office.ReachAsync(opened.Id, "TownshipReview")));
        var task = await office.ReachAsync(opened.Id, "DistrictReview");
        await office.DeputeAsync("district1", "township1");

        var team = await office.InboxAsync("township1", InboxTab.Team);
        Assert.That(team.Rows, Is.Empty, "what they may not decide is not offered");
        Assert.That(team.Counts.Where(tab => tab.Key != InboxTab.Done).Sum(tab => tab.Value), Is.Zero);
        await Casework.RefusedAsync("task.decided-other-step", () => office.AsAsync("township1", (ClaimTask act, Actor actor, CancellationToken token) => act.ClaimAsync(task.Id, actor, token)));
        await Casework.RefusedAsync("task.decided-other-step", () => office.DecideAsync("township1", new(task.Id, Verdict.Approve, "同意。")));
        await office.DecideAsync("district2", new(task.Id, Verdict.Approve, "同意。"));

        var by = await office.ReadAsync(db => db.Set<Decision>().Where(decision => decision.TaskId == task.Id).Select(decision => decision.AccountId).SingleAsync());
        Assert.That(by, Is.EqualTo((await office.AsAsync("district2")).Account));
    }

    [Test]
    public async Task A_deputy_who_judged_the_case_before_is_passed_over_when_a_task_is_given_by_name()
    {
        await office.RuleAsync(Named);
        await office.DeputeAsync("district1", "township1");
        var opened = await office.SubmitCompleteAsync();
        await office.DecideAsync("township1", await office.YesAsync(await office.ReachAsync(opened.Id, "TownshipReview")));

        await office.UntilAsync(opened.Id, "DistrictReview");

        Assert.That(await office.AskedAsync(opened.Id, "DistrictReview"), Is.EqualTo(new[] { ("district1", (string?)null, Role.DistrictReviewer) }));
    }

    [Test]
    public async Task What_a_deputy_does_at_two_steps_for_one_and_the_same_person_is_that_persons_to_do()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.DeputeAsync("township1", "leader1");
        await office.DecideAsync("leader1", await office.YesAsync(await office.ReachAsync(opened.Id, "HomeVisit")));
        await office.DecideAsync("township2", new((await office.TasksAsync(opened.Id)).Single().Id, Verdict.Complete));
        var task = await office.ReachAsync(opened.Id, "TownshipReview");

        await office.DecideAsync("leader1", await office.YesAsync(task));
        await office.DeputeAsync("district1", "leader1");

        var above = await office.ReachAsync(opened.Id, "DistrictReview");
        await Casework.RefusedAsync("task.decided-other-step", () => office.DecideAsync("leader1", new(above.Id, Verdict.Approve, "同意。")));
    }

    [Test]
    public async Task Who_stood_in_is_named_with_for_whom_wherever_a_decision_is_told_of()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "DistrictReview");
        await office.DeputeAsync("district1", "leader1");
        await office.DecideAsync("leader1", new(task.Id, Verdict.Approve, "同意。"));

        var file = await office.AskAsync(services => services.GetRequiredService<CaseFiles>().LoadAsync(opened.Id, Actor.System, CancellationToken.None));
        var history = await office.AskAsync(async services => await ActivatorUtilities.CreateInstance<Dossiers.HistoryReading>(services).ReadAsync(
            await services.GetRequiredService<CaseFiles>().LoadAsync(opened.Id, Actor.System, CancellationToken.None), AnswerSight.AtTask(file.Service, "DistrictReview", Role.DistrictReviewer), CancellationToken.None));
        await Casework.RefusedAsync("task.already-decided", () => office.DecideAsync("district2", new(task.Id, Verdict.Approve, "同意。")));
        await office.UntilAsync(opened.Id, "DistrictDecision");
        var line = await office.AskAsync(async services => await services.GetRequiredService<Cases.Meeting.SheetWriting>().LineAsync(1, (await office.TasksAsync(opened.Id)).Single(), Actor.System, CancellationToken.None));

        using (Assert.EnterMultipleScope())
        {
            var told = history.Single(one => one.What.Zh.StartsWith("区县审核", StringComparison.Ordinal) || one.By.Zh.Contains('代'));
            Assert.That(told.By.Zh, Does.EndWith(" 代 市中区审核员"));
            Assert.That(told.By.En, Does.EndWith(" for Reviewer, Shizhong District"));
            Assert.That(line.Opinions.Single(said => said.Step == "DistrictReview").By.Zh, Does.EndWith(" 代 市中区审核员"), "and on the sheet of a meeting");
        }
    }

    [Test]
    public async Task An_administrator_arranges_it_in_their_area_and_everybody_else_only_for_themselves()
    {
        var (admin, clerk, today) = (await office.AsAsync("admin1"), await office.AsAsync("station1"), LocalDay.Today(office.Clock));
        var principal = await office.AsAsync("district1");
        NewDeputy Spec(DateOnly from, DateOnly to, string reason = "病假") => new(principal.Account!.Value, "leader1", from, to, [], reason);
        Task<DeputyId> NameAsync(NewDeputy spec, Actor actor) => office.DoAsync((NameDeputy act, CancellationToken token) => act.RunAsync(spec, actor, token));

        await Casework.RefusedAsync("account.not-yours", () => NameAsync(Spec(today, today), clerk));
        await Casework.RefusedAsync("deputy.past", () => NameAsync(Spec(today.AddDays(-1), today), admin));
        await Casework.RefusedAsync("deputy.term", () => NameAsync(Spec(today.AddDays(2), today), admin));
        await Casework.RefusedAsync("deputy.too-long", () => NameAsync(Spec(today, today.AddDays(366)), admin));
        await Casework.RefusedAsync("deputy.reason", () => NameAsync(Spec(today, today, " "), admin));
        await Casework.RefusedAsync("deputy.unknown-person", () => NameAsync(Spec(today, today) with { Deputy = "applicant1" }, admin));
        await Casework.RefusedAsync("deputy.service", () => NameAsync(Spec(today, today) with { Services = ["nothing"] }, admin));
        var made = await NameAsync(Spec(today, today), admin);

        await Casework.RefusedAsync("deputy.unknown", () => office.DoAsync((EndDeputy act, CancellationToken token) => act.RunAsync(made, clerk, token)));
        await office.DoAsync((EndDeputy act, CancellationToken token) => act.RunAsync(made, leader, token));
        await Casework.RefusedAsync("deputy.over", () => office.DoAsync((EndDeputy act, CancellationToken token) => act.RunAsync(made, admin, token)));
        Assert.That(await office.ReadAsync(db => db.Set<Cases.Notifying.Notification>().CountAsync(message => message.Account == leader.Account && message.Occasion == "deputy.named")), Is.EqualTo(1));
    }
}
