using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Deciding;

[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class UnheldTaskTests(Provider provider)
{
    private Office office = null!;

    [OneTimeSetUp]
    public async Task Open() => office = await Office.OpenAsync(provider);

    [OneTimeTearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task A_task_whose_role_nobody_holds_is_told_to_the_administrators_and_done_by_whoever_gets_the_role()
    {
        var opened = await office.SubmitCompleteAsync();
        var (clerk, today) = ((await office.TasksAsync(opened.Id)).Single(), LocalDay.Today(office.Clock));
        var admin = await office.AsAsync("admin1");
        var helper = await office.ReadAsync(db => db.Set<RoleAssignment>().AsNoTracking().SingleAsync(held => held.Role == Role.VillageHelper && held.UnitId == opened.UnitId));
        await office.DoAsync((EndRole act, CancellationToken token) => act.RunAsync(helper.Id, today, admin, token));

        await office.DecideAsync("station1", new(clerk.Id, Verdict.Complete, "齐全") { IdentityProved = true });

        var task = (await office.TasksAsync(opened.Id)).Single();
        var message = (await office.MessagesAsync(opened.Id, "task.unheld")).Single();
        var flagged = await UnheldAsync("admin1");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await office.ReadAsync(db => db.Set<Decision>().CountAsync(decision => decision.TaskId == clerk.Id)), Is.EqualTo(1), "the decision that led here is kept");
            Assert.That(task.Step, Is.EqualTo("VillageOpinion"));
            Assert.That(message.Account, Is.EqualTo(admin.Account));
            Assert.That(message.In("zh-CN").Body, Does.Contain("前庄村").And.Contain("联络员"));
            Assert.That(message.In("en").Body, Does.Contain("Qianzhuang Village").And.Contain("village helper"));
            Assert.That(flagged, Does.Contain(task.Id));
            Assert.That(await UnheldAsync("auditor1"), Is.Empty, "it is the administrators' list");
            Assert.That(await office.AuditAsync(opened.Id), Does.Contain("task.unheld"));
        }

        await office.DoAsync((AssignRole act, CancellationToken token) => act.RunAsync(helper.AccountId, Role.VillageHelper, opened.UnitId, today, null, admin, token));
        var after = await UnheldAsync("admin1");
        await office.DecideAsync("village1", new(task.Id, Verdict.Approve, "属实"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(after, Does.Not.Contain(task.Id));
            Assert.That((await office.TasksAsync(opened.Id)).First().Step, Is.EqualTo("HomeVisit"));
        }
    }

    [Test]
    public async Task A_task_of_which_everybody_in_the_role_is_kept_away_is_stuck_also_where_they_decided_in_anothers_place()
    {
        var opened = await office.SubmitCompleteAsync();
        var visit = await office.ReachAsync(opened.Id, "HomeVisit");
        await office.AgreeAsync(visit);
        var second = (await office.TasksAsync(opened.Id)).Single();
        var (first, other) = (await office.AsAsync(await office.HolderAsync(second)), await office.AsAsync(await office.HolderAsync(second, 1)));
        var before = await UnheldAsync("admin1");
        var others = await office.ReadAsync(db => db.Set<RoleAssignment>().AsNoTracking()
            .Where(held => held.Role == second.Role && held.UnitId == second.UnitId && held.AccountId != first.Account!.Value && held.AccountId != other.Account!.Value).Select(held => held.Id).ToListAsync());
        await office.ReadAsync(db => db.Set<RoleAssignment>().Where(held => others.Contains(held.Id)).ExecuteDeleteAsync());
        var still = await UnheldAsync("admin1");

        // The other had the first visit done in their place: neither may sign as the second investigator.
        await office.ReadAsync(db => db.Set<Decision>().Where(decision => decision.RoundId == second.RoundId).ExecuteUpdateAsync(set => set.SetProperty(decision => decision.OnBehalfOfId, other.Account)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Does.Not.Contain(second.Id));
            Assert.That(still, Does.Not.Contain(second.Id));
            Assert.That(await UnheldAsync("admin1"), Does.Contain(second.Id));
            Assert.That(await UnheldAsync("auditor1"), Is.Empty);
        }
    }

    [Test]
    public async Task A_task_whose_only_candidate_is_the_applicant_is_stuck()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "DistrictReview");
        await office.ReadAsync(db => db.Set<RoleAssignment>().Where(held => held.Role == task.Role && held.UnitId == task.UnitId).ExecuteDeleteAsync());
        await office.HireAsync($"reviewer-{opened.ReceiptNumber}", task.Role, UnitLevel.District, "370402", opened.ApplicantId);

        Assert.That(await UnheldAsync("admin1"), Does.Contain(task.Id));
    }

    [Test]
    public async Task Where_somebody_holds_the_role_nobody_is_troubled()
    {
        var opened = await office.SubmitCompleteAsync();

        Assert.That(await office.MessagesAsync(opened.Id, "task.unheld"), Is.Empty);
    }

    private async Task<List<TaskId>> UnheldAsync(string userName) =>
        [.. (await office.AsAsync(userName, (UnheldTasks query, Actor actor, CancellationToken token) => query.OfAsync(actor, token))).Select(task => task.Id)];
}
