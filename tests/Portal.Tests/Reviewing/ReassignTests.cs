using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Reviewing;

/// <summary>The head of a unit says who of it does a task, by the rules that keep people apart, and decides nothing by that.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class ReassignTests(Provider provider)
{
    private Office office = null!;
    private CaseId id;
    private ReviewTask task = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        await office.StaffAsync();
        await office.HireAsync("head1", Role.UnitHead, UnitLevel.Township, ReviewOffice.Township);
        await office.HireAsync("head2", Role.UnitHead, UnitLevel.District, ReviewOffice.District);
        id = (await office.SubmitCompleteAsync()).Id;
        task = await office.ReachAsync(id, "TownshipReview");
    }

    [TearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task A_claimed_task_goes_back_to_everybody_with_the_role_and_whoever_had_it_is_told_why()
    {
        await ClaimAsync("township3");

        var same = await ReassignAsync("head1", task.Id, null);

        var now = (await office.OpenAsync(id)).Single();
        Assert.That((same, now.Id, now.State, now.AssigneeId), Is.EqualTo((task.Id, task.Id, TaskState.Assigned, (AccountId?)null)));
        var had = (await office.AsAsync("township3")).Account;
        var told = await office.ReadAsync(db => db.Set<Notification>().AsNoTracking().SingleAsync(message => message.Occasion == "task.reassigned"));
        Assert.That((told.Account, told.Case), Is.EqualTo((had, (CaseId?)id)));
        Assert.That(told.In("zh-CN").Body, Does.StartWith("head1").And.Contain("外出培训"));
        Assert.That((await office.SaysAsync("township4", task.Id, Verdict.Approve)).Settled, Is.EqualTo("Approve"));
    }

    [Test]
    public async Task A_task_goes_to_a_colleague_by_name_and_the_trail_says_who_gave_it_to_whom_and_why()
    {
        await ClaimAsync("township3");

        var theirs = await ReassignAsync("head1", task.Id, "township4");

        var (gone, now) = (await office.ReadAsync(db => db.Set<ReviewTask>().SingleAsync(one => one.Id == task.Id)), (await office.OpenAsync(id)).Single());
        Assert.That((gone.State, gone.CancelledBecause), Is.EqualTo((TaskState.Cancelled, "reassigned")));
        Assert.That((now.Id, now.Named, now.GivenWords, now.PreviousId), Is.EqualTo((theirs, true, "外出培训", (TaskId?)task.Id)));
        Assert.That(await TogetherTests.CodeOfAsync(() => office.SaysAsync("township3", theirs, Verdict.Approve)), Is.EqualTo("task.claimed-by-other"));
        var facts = await office.ReadAsync(db => db.Set<AuditEntry>().AsNoTracking().SingleAsync(entry => entry.Act == "task.reassigned"));
        Assert.That(facts.Facts, Does.Contain("外出培训").And.Contain((await office.AsAsync("township3")).Account.ToString()).And.Contain((await office.AsAsync("township4")).Account.ToString()));
        Assert.That((await office.SaysAsync("township4", theirs, Verdict.Approve)).Settled, Is.EqualTo("Approve"));
    }

    [Test]
    public async Task What_is_nobodys_is_given_to_somebody_and_has_nobody_to_go_back_from()
    {
        Assert.That(await CodeAsync("head1", task.Id, null), Is.EqualTo("reassign.nobodys"));
        var theirs = await ReassignAsync("head1", task.Id, "township5");
        Assert.That(await CodeAsync("head1", theirs, null), Is.EqualTo("task.named"), "it is this very person's");
        Assert.That((await office.SaysAsync("township5", theirs, Verdict.Approve)).Settled, Is.EqualTo("Approve"));
    }

    [TestCase("township3", "reassign.not-head", TestName = "A colleague is no head")]
    [TestCase("head2", "reassign.not-head", TestName = "The head of the unit above is not the head of this one")]
    [TestCase("admin1", "reassign.not-head", TestName = "An administrator is no head")]
    public async Task Only_the_head_of_the_very_unit_gives_its_tasks(string by, string code) => Assert.That(await CodeAsync(by, task.Id, "township4"), Is.EqualTo(code));

    [TestCase("head1", "reassign.self")]
    [TestCase("district1", "give.not-to")]
    [TestCase("station1", "give.not-to")]
    [TestCase("nobody-there", "give.not-to")]
    public async Task It_goes_to_nobody_but_a_colleague_of_the_very_role_and_never_to_the_head(string to, string code) => Assert.That(await CodeAsync("head1", task.Id, to), Is.EqualTo(code));

    [Test]
    public async Task A_reason_is_owed_and_a_task_that_is_done_is_given_to_nobody()
    {
        Assert.That(await TogetherTests.CodeOfAsync(() => office.AsAsync<ReassignTask, TaskId>("head1", (act, actor, token) => act.RunAsync(task.Id, "township4", " ", actor, token))), Is.EqualTo("give.reason-missing"));
        await office.SaysAsync("township3", task.Id, Verdict.Approve);
        Assert.That(await CodeAsync("head1", task.Id, "township4"), Is.EqualTo("task.already-decided"));
    }

    [Test]
    public async Task Whoever_had_it_in_this_round_does_not_get_it_again_and_what_waits_for_an_answer_stays()
    {
        var second = await ReassignAsync("head1", task.Id, "township3");
        var third = await ReassignAsync("head1", second, "township4");
        Assert.That(await CodeAsync("head1", third, "township3"), Is.EqualTo("give.not-to"), "in circles");
        await office.DelegateAsync("township4", third, "station1");
        Assert.That(await CodeAsync("head1", third, "township5"), Is.EqualTo("task.on-hold"));
    }

    [Test]
    public async Task A_head_who_is_close_to_the_applicant_has_no_say()
    {
        var applicant = await office.ReadAsync(db => db.Set<Cases.Applying.AidCase>().Where(one => one.Id == id).Select(one => one.ApplicantId).SingleAsync());
        await office.HireAsync("kin", Role.UnitHead, UnitLevel.Township, ReviewOffice.Township, applicant);

        Assert.That(await CodeAsync("kin", task.Id, "township4"), Is.EqualTo("task.own-case"));
    }

    [Test]
    public async Task Two_who_give_and_decide_at_once_do_one_of_it()
    {
        var outcomes = await Task.WhenAll(
            TogetherTests.CodeOfAsync(() => ReassignAsync("head1", task.Id, "township4")), TogetherTests.CodeOfAsync(() => office.SaysAsync("township3", task.Id, Verdict.Approve)));

        Assert.That(outcomes.Count(code => code is null), Is.EqualTo(1), string.Join(' ', outcomes));
        var (round, open) = (await office.OpenRoundAsync(id), await office.OpenAsync(id));
        Assert.That((round.Step, string.Join(' ', open.Select(one => one.Step))), Is.EqualTo(outcomes[0] is null ? ("TownshipReview", "TownshipReview") : ("PublicNotice", "")), "nobody has a task while the notice hangs out");
    }

    private Task<TaskId> ClaimAsync(string userName) => office.AsAsync<ClaimTask, TaskId>(userName, (act, actor, token) => act.ClaimAsync(task.Id, actor, token));

    private Task<TaskId> ReassignAsync(string by, TaskId given, string? to) => office.AsAsync<ReassignTask, TaskId>(by, (act, actor, token) => act.RunAsync(given, to, "外出培训", actor, token));

    private Task<string?> CodeAsync(string by, TaskId given, string? to) => TogetherTests.CodeOfAsync(() => ReassignAsync(by, given, to));
}
