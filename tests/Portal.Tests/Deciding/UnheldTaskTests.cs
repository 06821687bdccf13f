using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Deciding;

[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class UnheldTaskTests(Provider provider)
{
    private readonly List<RoleAssignment> away = [];
    private Office office = null!;

    [OneTimeSetUp]
    public async Task Open() => office = await Office.OpenAsync(provider);

    [OneTimeTearDown]
    public async Task Close() => await office.DisposeAsync();

    [TearDown]
    public Task BackToWorkAsync() => office.ReadAsync(async db =>
    {
        db.AddRange(away);
        away.Clear();
        return await db.SaveChangesAsync();
    });

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
        await SendAwayAsync(task);
        await office.HireAsync($"reviewer-{opened.ReceiptNumber}", task.Role, UnitLevel.District, "370402", opened.ApplicantId);

        Assert.That(await UnheldAsync("admin1"), Does.Contain(task.Id));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_task_is_stuck_too_whose_only_candidate_acts_for_the_applicant_or_is_named_as_a_relative(bool acts)
    {
        var answers = office.Answers();
        if (!acts)
            (answers[FormKeys.StaffRelative], answers[FormKeys.StaffRelativeDetail]) = (true, "王五九，区局科员，姐弟");
        var opened = await office.SubmitAsync(answers, "hardship-aid", "identityCard", "dischargePapers", "bankCard", "signedPromise", "hardshipStatement", "householdRegister");
        var beside = await office.SubmitCompleteAsync();
        var relative = (await office.SubmitCompleteAsync()).ApplicantId;
        var (task, other) = (await office.ReachAsync(opened.Id, "DistrictReview"), await office.ReachAsync(beside.Id, "DistrictReview"));
        if (acts)
            await office.DoAsync((PersonRegister register, CancellationToken _) => Task.FromResult(
                register.EnterRepresentative(opened.ApplicantId, new(RepresentativeRole.Guardian, relative, "监护证明", LocalDay.Today(office.Clock), null))));
        else
            await office.ReadAsync(db => db.Set<Person>().Where(person => person.Id == relative).ExecuteUpdateAsync(set => set.SetProperty(person => person.Name, "王五九")));
        await SendAwayAsync(task);
        await office.HireAsync($"close-{opened.ReceiptNumber}", task.Role, UnitLevel.District, "370402", relative);

        Assert.That(await UnheldAsync("admin1"), Does.Contain(task.Id).And.Not.Contain(other.Id));
    }

    [Test]
    public async Task The_list_is_as_long_as_asked_for_and_begins_with_the_oldest()
    {
        var all = await UnheldAsync("admin1");
        var opened = await office.SubmitCompleteAsync();
        var village = await office.ReachAsync(opened.Id, "VillageOpinion");
        await SendAwayAsync(village);

        var more = await UnheldAsync("admin1");
        var first = await office.AsAsync("admin1", (UnheldTasks query, Actor actor, CancellationToken token) => query.OfAsync(actor, 1, token));

        Assert.That(more, Does.Contain(village.Id).And.SupersetOf(all));
        Assert.That(first.Select(task => task.Id), Is.EqualTo(more.Take(1)));
    }

    [Test]
    public async Task Where_somebody_holds_the_role_nobody_is_troubled()
    {
        var opened = await office.SubmitCompleteAsync();

        Assert.That(await office.MessagesAsync(opened.Id, "task.unheld"), Is.Empty);
    }

    /// <summary>Nobody holds the task's role there until the test is over.</summary>
    private async Task SendAwayAsync(ReviewTask task)
    {
        away.AddRange(await office.ReadAsync(db => db.Set<RoleAssignment>().AsNoTracking().Where(held => held.Role == task.Role && held.UnitId == task.UnitId).ToListAsync()));
        await office.ReadAsync(db => db.Set<RoleAssignment>().Where(held => held.Role == task.Role && held.UnitId == task.UnitId).ExecuteDeleteAsync());
    }

    private async Task<List<TaskId>> UnheldAsync(string userName) =>
        [.. (await office.AsAsync(userName, (UnheldTasks query, Actor actor, CancellationToken token) => query.OfAsync(actor, 100, token))).Select(task => task.Id)];
}
