using System.Net;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Copying;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.StandingIn;
using AidWorkflow.Cases.Urging;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Portal.Tests.Api;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Reviewing;

/// <summary>Whoever stood aside from a case (回避) is not offered it, not counted for it and not told of it, and sees of it what the page of the case shows.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class StoodAsideTests(Provider provider)
{
    private Office office = null!;
    private ReviewTask task = null!;
    private ReviewTask again = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        await office.StaffAsync();
        task = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview");
        await office.SaysAsync("district1", task.Id, Verdict.Recuse, "申请人是我的同学");
        again = (await office.OpenAsync(task.CaseId)).Single();
        office.Clock.Advance(TimeSpan.FromDays(60));
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task The_task_is_in_no_list_and_no_number_of_theirs_and_in_those_of_their_colleagues()
    {
        var (mine, theirs) = (await LookAsync("district1"), await LookAsync("district3"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(mine.Team.Rows, Is.Empty);
            Assert.That((mine.Team.Counts[InboxTab.Team], mine.Team.Counts[InboxTab.Overdue], mine.News.Team, mine.News.Unseen, mine.News.Newest), Is.EqualTo((0, 0, 0, 0, (string?)null)));
            Assert.That(theirs.Team.Rows.Select(row => (row.Id, row.Unseen)), Is.EqualTo(new[] { (again.Id, true) }));
            Assert.That((theirs.Team.Counts[InboxTab.Team], theirs.Team.Counts[InboxTab.Overdue], theirs.News.Unseen), Is.EqualTo((1, 1, 1)));
        }
    }

    [Test]
    public async Task They_are_not_told_of_the_new_task_nor_urged_nor_reminded_of_it()
    {
        await office.SweepAsync(ReminderSweep.Key);
        await office.AsAsync<UrgeCase, int>("decider1", async (act, actor, token) => (await act.UrgeAsync(task.CaseId, actor, token)).Length);

        var told = await office.ReadAsync(async db =>
        {
            var people = await db.Set<Account>().Where(one => one.UserName == "district1" || one.UserName == "district2").ToDictionaryAsync(one => one.UserName, one => one.Id);
            var all = await db.Set<Notification>().Where(one => one.Case == task.CaseId && one.CreatedAt >= again.CreatedAt && !one.IdempotencyKey.Contains(task.Id.ToString())).Select(one => new { one.Account, one.Occasion }).ToListAsync();
            return people.ToDictionary(one => one.Key, one => all.Where(message => message.Account == one.Value).Select(message => message.Occasion).Distinct().ToArray());
        });

        Assert.That(told["district1"], Is.Empty);
        Assert.That(told["district2"], Does.Contain(Occasions.TaskAssigned).And.Contain("urge.received").And.Contain(Occasions.Overdue));
    }

    [Test]
    public async Task Neither_task_shows_a_whole_number_or_offers_anything_and_copies_are_others_to_send()
    {
        await using var site = await Website.OpenAsync(office);
        var (reader, colleague) = (await site.SignedInAsync("district1"), await site.SignedInAsync("district2"));
        var whole = (await (await colleague.GetAsync($"/tasks/{again.Id}")).PostAsync($"/tasks/{again.Id}/numbers")).Words;
        var number = System.Text.RegularExpressions.Regex.Match(whole, "[0-9]{17}[0-9X]", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
        Assert.That(number, Has.Length.EqualTo(18), "who decides reads it");

        using (Assert.EnterMultipleScope())
        {
            foreach (var id in new[] { task.Id, again.Id })
            {
                var page = await reader.GetAsync($"/tasks/{id}");
                var numbers = await page.PostAsync($"/tasks/{id}/numbers");
                Assert.That(page.Words, Does.Contain("已在本案回避").And.Not.Contain("认领").And.Not.Contain("抄送同事").And.Not.Contain("显示完整号码").And.Not.Contain(number));
                Assert.That(page.Html, Does.Not.Contain("id=\"decision\""));
                Assert.That((numbers.Status, numbers.Words.Contains(number, StringComparison.Ordinal)), Is.EqualTo((HttpStatusCode.Conflict, false)));
            }

            Assert.That((await reader.GetAsync("/tasks/many")).Html, Does.Not.Contain(again.Id.ToString()));
            Assert.That((await reader.GetAsync($"/tasks/{again.Id}/give")).Words, Does.Contain("已在本案回避").And.Not.Contain("正由他人办理").And.Not.Contain("回避本案"));
        }

        using var program = await site.CallerAsync(office, "district1");
        Assert.That((bool)(await program.GetAsync($"/api/tasks/{again.Id}")).Ok()["stoodAside"]!, Is.True);
        var other = (await office.AsAsync("decider1")).Account!.Value;
        Assert.That(await TogetherTests.CodeOfAsync(() => office.AsAsync<CopyCase, int>("district1", (act, actor, token) => act.CopyAsync(task.CaseId, [other], null, actor, token))), Is.EqualTo("task.stood-aside"));
    }

    [Test]
    public async Task Whoever_names_them_as_receiver_learns_the_true_reason()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await TogetherTests.CodeOfAsync(() => office.TransferAsync("district2", again.Id, "district1")), Is.EqualTo("give.stood-aside"));
            Assert.That(await TogetherTests.CodeOfAsync(() => office.DelegateAsync("district2", again.Id, "district1")), Is.EqualTo("give.stood-aside"));
            Assert.That(await TogetherTests.CodeOfAsync(() => office.AddSignerAsync("district2", again.Id, "district1", SignerPlace.After)), Is.EqualTo("give.stood-aside"));
            Assert.That(await TogetherTests.CodeOfAsync(() => office.TransferAsync("district2", again.Id, "township1")), Is.EqualTo("give.not-to"));
        }
    }

    [Test]
    public async Task What_they_left_is_found_by_its_own_index_and_their_inbox_is_read_as_that_of_anybody()
    {
        Assume.That(provider, Is.EqualTo(Provider.Sqlite), "a server chooses by how much there is");
        var (account, colleague) = ((await office.AsAsync("district1")).Account!.Value, (await office.AsAsync("district2")).Account!.Value);
        var (left, inbox, theirs) = await office.AskAsync(async all =>
        {
            var db = all.GetRequiredService<IUnitOfWork>().Db;
            var (reaches, today) = (all.GetRequiredService<Reaches>(), LocalDay.Today(office.Clock));
            var (reached, others) = (await reaches.OfAsync(account, CancellationToken.None), await reaches.OfAsync(colleague, CancellationToken.None));
            Assert.That(reached.LeftToOthers[account], Is.EqualTo(new[] { again.Id }));
            return (await PlanAsync(Reaches.LeftToOthers(db, [account])), await PlanAsync(InboxTasks.Of(db, account, reached, today).Of(InboxTab.Team)), await PlanAsync(InboxTasks.Of(db, colleague, others, today).Of(InboxTab.Team)));
        });

        Assert.That(left, Has.Some.Contains("decisions_recused").And.None.StartsWith("SCAN"));
        Assert.That(inbox, Is.EqualTo(theirs).And.Some.Contains("IX_tasks_inbox"));
    }

    private static async Task<List<string>> PlanAsync<T>(IQueryable<T> question)
    {
        await using var command = question.CreateDbCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {command.CommandText}";
        if (command.Connection!.State != System.Data.ConnectionState.Open)
            await command.Connection.OpenAsync();
        await using var reader = await command.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await reader.ReadAsync())
            plan.Add(reader.GetString(3));
        return plan;
    }

    private Task<(InboxPage Team, InboxNews News)> LookAsync(string userName) => office.AskAsync(async all =>
    {
        var account = await all.GetRequiredService<IUnitOfWork>().Db.Set<Account>().SingleAsync(one => one.UserName == userName);
        var reading = ActivatorUtilities.CreateInstance<InboxReading>(all);
        return (await reading.ReadAsync(account, InboxTab.Team, InboxFilter.None, 1, [Role.DistrictReviewer], CancellationToken.None), await reading.NewsAsync(account.Id, CancellationToken.None));
    });
}
