using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.StandingIn;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Portal.Tests.StandingIn;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Reviewing;

/// <summary>What somebody did with tasks without deciding them stands under Done, with to whom, when and why.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class DoneBesideTests(Provider provider)
{
    private Office office = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        await office.StaffAsync();
    }

    [TearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task A_transfer_a_question_a_further_signer_and_a_decision_stand_by_when_they_were_done()
    {
        var task = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "TownshipReview");
        office.Clock.Advance(TimeSpan.FromMinutes(1));
        var asked = await office.DelegateAsync("township1", task.Id, "station1");
        await office.SaysAsync("station1", asked, Verdict.Advise, "收入属实");
        office.Clock.Advance(TimeSpan.FromMinutes(1));
        await office.AddSignerAsync("township1", task.Id, "district3", SignerPlace.Beside);
        office.Clock.Advance(TimeSpan.FromMinutes(1));
        await office.SaysAsync("township1", task.Id, Verdict.Approve);
        office.Clock.Advance(TimeSpan.FromMinutes(1));
        var other = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "TownshipReview");
        var moved = await office.TransferAsync("township1", other.Id, "township3");

        var done = await office.InboxAsync("township1", InboxTab.Done);
        var rows = done.Rows.Where(row => row.Step == "TownshipReview").ToList(); // they made the visits of both cases too
        var (transferred, decided, signed, delegated) = (rows[0], rows[1], rows[2], rows[3]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((done.Counts[InboxTab.Done], done.Rows.Count), Is.EqualTo((6, 6)));
            Assert.That((transferred.Id, transferred.Said!.Words.Zh, transferred.Said.To?.Zh, transferred.Said.Reason, transferred.IsElsewhere), Is.EqualTo((moved, "转给township3办理", "township3", "外出学习一周", false)));
            Assert.That((decided.Id, decided.Said!.Verdict), Is.EqualTo((task.Id, (Verdict?)Verdict.Approve)));
            Assert.That((signed.Said!.Words.En, signed.Said.Reason, signed.IsElsewhere), Is.EqualTo(("asked district3 to sign", "请一并把关", true)));
            Assert.That((delegated.Id, delegated.Said!.Reason, delegated.Said.Verdict, delegated.IsElsewhere), Is.EqualTo((asked, "请核实其家庭收入情况", (Verdict?)null, true)));
        }

        foreach (var sort in Enum.GetValues<InboxSort>())
            Assert.That((await LookAsync("township1", InboxFilter.None with { Sort = sort })).Rows, Has.Count.EqualTo(6), sort.ToString());
        var number = (await office.CaseAsync(other.CaseId)).ReceiptNumber;
        var found = await LookAsync("township1", InboxFilter.None with { Search = number });
        Assert.That((found.Counts[InboxTab.Done], found.Rows.Count), Is.EqualTo((2, 2)));
        Assert.That(found.Rows.Select(row => row.Id), Has.Member(moved).And.No.Member(task.Id));
        Assert.That((await office.InboxAsync("township3", InboxTab.Mine)).Rows.Single(row => row.Id == moved).Said, Is.Null, "theirs is not done by that");
    }

    [Test]
    public async Task What_comes_back_to_whoever_gave_it_stands_there_once()
    {
        var task = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview");
        var moved = await office.TransferAsync("district1", task.Id, "district3");
        await office.DeputeAsync("district3", "district1");
        await office.SaysAsync("district1", moved, Verdict.Approve);

        var done = await office.InboxAsync("district1", InboxTab.Done);

        Assert.That(done.Rows.Select(row => row.Id), Is.Unique.And.Member(moved));
        Assert.That(done.Counts[InboxTab.Done], Is.EqualTo(done.Rows.Count));
    }

    [Test]
    public async Task What_somebody_stood_aside_from_stands_there_with_the_reason()
    {
        var task = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview");
        await office.SaysAsync("district1", task.Id, Verdict.Recuse, "申请人是我的同学");

        var row = (await office.InboxAsync("district1", InboxTab.Done)).Rows.Single();
        Assert.That((row.Id, row.Said!.Verdict, row.Said.Words.Zh, row.Said.Reason), Is.EqualTo((task.Id, (Verdict?)Verdict.Recuse, "回避", "申请人是我的同学")));
    }

    [TestCase("zh-CN", "这项任务由他人办理", "回避不能撤回", "已回避", "下一件")]
    [TestCase("en", "Others do this task", "is not taken back", "stood aside", "Next:")]
    public async Task Whoever_stands_aside_is_told_before_what_follows_and_led_on_to_the_next_task(string language, string others, string final, string done, string next)
    {
        Assume.That(provider, Is.EqualTo(Provider.Sqlite), "pages are the same on both");
        var task = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview");
        await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview");
        await using var site = await Website.OpenAsync(office);
        var reviewer = await site.SignedInAsync("district1", language);
        var give = await reviewer.GetAsync($"/tasks/{task.Id}/give");

        var check = await give.PostAsync($"/tasks/{task.Id}/stand-aside", ("aside.words", "申请人是我的同学"));
        Assert.That(check.Words, Does.Contain(others).And.Contain(final).And.Contain("申请人是我的同学"));
        Assert.That((await office.OpenAsync(task.CaseId)).Single().Id, Is.EqualTo(task.Id), "nothing is done before it is confirmed");
        var back = await check.PostAsync($"/tasks/{task.Id}/stand-aside", ("aside.words", "申请人是我的同学"), ("sure", "no"));
        Assert.That(back.Html, Does.Contain("申请人是我的同学</textarea>"));
        var list = await (await check.PostAsync($"/tasks/{task.Id}/stand-aside", ("aside.words", "申请人是我的同学"), ("sure", "yes"))).FollowAsync();

        Assert.That(list.Words, Does.Contain(done).And.Contain(next));
        Assert.That((await reviewer.GetAsync("/tasks?tab=Done")).Words, Does.Contain("申请人是我的同学"));
        Assert.That((await reviewer.GetAsync($"/tasks/{task.Id}")).Status, Is.EqualTo(System.Net.HttpStatusCode.OK), "the row leads to what they may still read");
        Assert.That((await reviewer.GetAsync($"/cases/{task.CaseId}")).Status, Is.EqualTo(System.Net.HttpStatusCode.OK));
        var missing = await give.PostAsync($"/tasks/{task.Id}/stand-aside", ("aside.words", ""));
        Assert.That(missing.Status, Is.Not.EqualTo(System.Net.HttpStatusCode.OK));
    }

    [Test]
    public async Task Each_part_of_what_is_done_is_found_by_its_own_index()
    {
        Assume.That(provider, Is.EqualTo(Provider.Sqlite), "a server chooses by how much there is");
        var account = (await office.AsAsync("district1")).Account!.Value;
        var plan = await office.AskAsync(async all =>
        {
            var db = all.GetRequiredService<IUnitOfWork>().Db;
            var tasks = InboxTasks.Of(db, account, await all.GetRequiredService<Reaches>().OfAsync(account, CancellationToken.None), Cases.Clocks.LocalDay.Today(office.Clock));
            await using var command = tasks.LastDone(50).CreateDbCommand();
            command.CommandText = $"EXPLAIN QUERY PLAN {command.CommandText}";
            if (command.Connection!.State != System.Data.ConnectionState.Open)
                await command.Connection.OpenAsync();
            await using var reader = await command.ExecuteReaderAsync();
            var lines = new List<string>();
            while (await reader.ReadAsync())
                lines.Add(reader.GetString(3));
            return lines;
        });

        Assert.That(plan, Has.Some.Contains("IX_tasks_assignee_id_state_completed_at_id").And.Some.Contains("IX_tasks_given_by_id").And.Some.Contains("decisions_recused"), string.Join('\n', plan));
        Assert.That(plan.Where(line => line.StartsWith("SCAN", StringComparison.Ordinal) && line.Contains("tasks", StringComparison.Ordinal)), Is.Empty);
    }

    private Task<InboxPage> LookAsync(string user, InboxFilter filter) => office.AskAsync(async all =>
    {
        var account = await all.GetRequiredService<IUnitOfWork>().Db.Set<Account>().SingleAsync(one => one.UserName == user);
        return await ActivatorUtilities.CreateInstance<InboxReading>(all).ReadAsync(account, InboxTab.Done, filter, 1, [Role.TownshipReviewer], CancellationToken.None);
    });
}
