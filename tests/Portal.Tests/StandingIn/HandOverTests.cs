using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Accounts;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Portal.Tests.Api;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.StandingIn;

/// <summary>Whoever leaves hands over what is open: a look first, and then each task by itself.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class HandOverTests(Provider provider)
{
    private Office office = null!;

    [SetUp]
    public async Task OpenAsync() => office = await Office.OpenAsync(provider);

    [TearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task Claimed_and_named_tasks_go_to_the_successor_and_what_they_may_not_have_back_to_the_role()
    {
        await office.RuleAsync("""[{"of":"people","people":["district1"]}]""");
        var (one, kin) = (await office.SubmitCompleteAsync(), await office.SubmitCompleteAsync());
        await office.UntilAsync(one.Id, "DistrictReview");
        await office.UntilAsync(kin.Id, "DistrictReview");
        await office.HireAsync("successor", Role.DistrictReviewer, UnitLevel.District, "370402", kin.ApplicantId);
        var leaver = (await office.AsAsync("district1")).Account!.Value;

        var looked = await ReadAsync(leaver, "successor");
        var before = await office.AskedAsync(one.Id, "DistrictReview");
        var silent = await Assert.ThrowsAsync<RefusedException>(() => HandOverAsync(leaver, "successor", " "));
        var done = await HandOverAsync(leaver, "successor");
        var told = await office.ReadAsync(db => db.Set<AuditEntry>().AsNoTracking().Where(entry => entry.Act == "task.handed-over").Select(entry => entry.Facts).ToListAsync());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(looked, Has.Length.EqualTo(2));
            Assert.That(looked.Single(item => item.Number == kin.ReceiptNumber).WhyNot?.Code, Is.EqualTo("task.own-case"));
            Assert.That(looked.Single(item => item.Number == one.ReceiptNumber).WhyNot, Is.Null);
            Assert.That(before.Single().Who, Is.EqualTo("district1"), "looking changes nothing");
            Assert.That(silent!.Code, Is.EqualTo("give.reason-missing"));
            Assert.That(told, Has.Count.EqualTo(2).And.All.Contains("\"reason\":\"调离本单位\""));
            Assert.That(done.Select(result => result.Refused?.Code), Is.EquivalentTo(new[] { null, "task.own-case" }));
            Assert.That(await office.AskedAsync(one.Id, "DistrictReview"), Is.EqualTo(new[] { ("successor", (string?)null, Role.DistrictReviewer) }));
            Assert.That(await office.AskedAsync(kin.Id, "DistrictReview"), Is.EqualTo(new[] { ((string?)null, (string?)null, Role.DistrictReviewer) }));
        }

        var task = (await office.TasksAsync(one.Id)).Single();
        await office.DecideAsync("successor", new(task.Id, Verdict.Approve, "同意。"));
    }

    [Test]
    public async Task Without_the_role_nobody_is_a_successor_and_what_somebody_had_in_anothers_place_goes_back_to_them()
    {
        await office.RuleAsync("""[{"of":"people","people":["district1"]}]""");
        await office.DeputeAsync("district1", "district2", days: 60);
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "DistrictReview");
        var leaver = (await office.AsAsync("district2")).Account!.Value;
        Assert.That((await office.AskedAsync(opened.Id, "DistrictReview")).Single(), Is.EqualTo(("district2", "district1", Role.DistrictReviewer)));

        var looked = await ReadAsync(leaver, "city1");
        await HandOverAsync(leaver, "city1");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(looked.Single().WhyNot?.Code, Is.EqualTo("hand-over.no-role"));
            Assert.That(await office.AskedAsync(opened.Id, "DistrictReview"), Is.EqualTo(new[] { ("district1", (string?)null, Role.DistrictReviewer) }), "and they stand in no more");
        }

        await Casework.RefusedAsync("hand-over.person", () => ReadAsync(leaver, "nobody"));
        await Casework.RefusedAsync("hand-over.self", () => ReadAsync(leaver, "district2"));
    }

    [Test]
    public async Task Before_anybody_knows_whom_to_give_it_to_a_look_counts_what_is_held_and_says_who_could_have_each()
    {
        await using var site = await Website.OpenAsync(office);
        var (one, kin) = (await office.SubmitCompleteAsync(), await office.SubmitCompleteAsync());
        var claimed = await office.ReachAsync(one.Id, "DistrictReview");
        await office.AsAsync("district1", (ClaimTask act, Actor actor, CancellationToken token) => act.ClaimAsync(claimed.Id, actor, token));
        await office.RuleAsync("""[{"of":"people","people":["district1"]}]""");
        var named = await office.SubmitCompleteAsync();
        await office.UntilAsync(named.Id, "DistrictReview");
        await office.UntilAsync(kin.Id, "DistrictReview");
        var free = (await office.TasksAsync(kin.Id)).Single(); // under the version without the rule
        await office.AsAsync("district1", (ClaimTask act, Actor actor, CancellationToken token) => act.ClaimAsync(free.Id, actor, token));
        await office.HireAsync("kinswoman", Role.DistrictReviewer, UnitLevel.District, "370402", kin.ApplicantId);
        var leaver = (await office.AsAsync("district1")).Account!.Value;
        using var admin = await site.CallerAsync(office, "admin1");

        var nothing = (await admin.PostAsync($"/api/admin/accounts/{leaver}/hand-over/check")).Ok();
        var empty = (await admin.PostAsync($"/api/admin/accounts/{leaver}/hand-over/check", new { })).Ok();
        var chosen = (await admin.PostAsync($"/api/admin/accounts/{leaver}/hand-over/check", new { to = "kinswoman" })).Ok();
        var page = await (await site.SignedInAsync("admin1")).GetAsync($"/admin/accounts/{leaver}/hand-over");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(empty.ToJsonString(), Is.EqualTo(nothing.ToJsonString()), "with and without a body");
            Assert.That((int?)nothing["count"], Is.EqualTo(3));
            Assert.That(nothing["as"]!.AsArray().Select(held => ((string?)held!["as"], (int?)held["count"])), Is.EqualTo(new[] { ("Claimed", (int?)2), ("Named", 1) }));
            Assert.That(nothing["steps"]!.AsArray().Select(held => ((string?)held!["step"], (int?)held["count"])), Is.EqualTo(new[] { ("DistrictReview", (int?)3) }));
            Assert.That(nothing["takers"]!.AsArray().Select(taker => ((string?)taker!["userName"], (int?)taker["count"])), Does.Contain(("district2", (int?)3)).And.Contain(("kinswoman", (int?)2)));
            Assert.That(Could(nothing, kin.ReceiptNumber!), Does.Contain("district2").And.Not.Contain("kinswoman").And.Not.Contain("district1"), "who is close to the applicant could not");
            Assert.That(Could(nothing, one.ReceiptNumber!), Does.Contain("kinswoman"));
            Assert.That((string?)Task(chosen, kin.ReceiptNumber!)["refused"], Is.EqualTo("task.own-case"));
            Assert.That(Could(chosen, one.ReceiptNumber!), Is.Empty, "a successor is named");
            Assert.That(page.Words, Does.Contain("共 3 项：认领 2，指定本人 1").And.Contain("退回岗位；可接收："));
        }

        static JsonNode Task(JsonNode look, string number) => look["tasks"]!.AsArray().Single(task => (string?)task!["number"] == number)!;

        static IEnumerable<string?> Could(JsonNode look, string number) => Task(look, number)["couldTake"]!.AsArray().Select(taker => (string?)taker!["userName"]);
    }

    [TestCase(1)]
    [TestCase(7)]
    public async Task The_successor_alone_is_told_and_of_many_in_one_message(int count)
    {
        var cases = new List<Cases.Applying.AidCase>();
        for (var one = 0; one < count; one++)
            cases.Add(await office.SubmitCompleteAsync());
        foreach (var one in cases)
        {
            var task = await office.ReachAsync(one.Id, "DistrictReview");
            await office.AsAsync("district1", (ClaimTask act, Actor actor, CancellationToken token) => act.ClaimAsync(task.Id, actor, token));
        }

        office.Clock.Advance(TimeSpan.FromDays(60)); // what is handed over is overdue
        await office.SweepAsync(ReminderSweep.Key);
        var before = await ToldAsync();
        await HandOverAsync((await office.AsAsync("district1")).Account!.Value, "district2");
        await office.SweepAsync(ReminderSweep.Key);

        var told = (await ToldAsync()).ExceptBy(before.Select(one => one.Id), one => one.Id).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(told.Select(one => one.Account).Distinct(), Is.EqualTo(new[] { (await office.AsAsync("district2")).Account }));
            Assert.That(told, Has.Count.EqualTo(1));
            Assert.That(told[0].In("zh-CN").Body, Does.Not.Contain("前完成"), "a day that is over is nothing to ask for");
            if (count > 1)
                Assert.That(told[0].In("zh-CN").Title, Is.EqualTo("7 项任务交由您办理"));
        }

        Task<List<Cases.Notifying.Notification>> ToldAsync() => office.ReadAsync(db => db.Set<Cases.Notifying.Notification>().AsNoTracking()
            .Where(one => one.Occasion == "task-assigned" || one.Occasion == Cases.Notifying.DeliverReminders.Digest).ToListAsync());
    }

    [Test]
    public async Task A_closed_account_leaves_nothing_behind_that_nobody_can_do()
    {
        await office.RuleAsync("""[{"of":"people","people":["district1"]}]""");
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "DistrictReview");

        await office.AsAsync("admin1", async (CloseAccount act, Actor actor, CancellationToken token) => await act.RunAsync((await office.AsAsync("district1")).Account!.Value, actor, token));
        await office.SweepAsync(DisplacedTaskSweep.Key);

        Assert.That(await office.AskedAsync(opened.Id, "DistrictReview"), Is.EqualTo(new[] { ((string?)null, (string?)null, Role.DistrictReviewer) }));
        await office.DecideAsync("district2", new((await office.TasksAsync(opened.Id)).Single().Id, Verdict.Approve, "同意。"));
    }

    private async Task<ImmutableArray<HandOverItem>> ReadAsync(AccountId leaver, string? to)
    {
        var admin = await office.AsAsync("admin1");
        return await office.AskAsync(services => services.GetRequiredService<HandOverReading>().ReadAsync(leaver, to, admin, CancellationToken.None));
    }

    private async Task<ImmutableArray<HandOverResult>> HandOverAsync(AccountId leaver, string? to, string reason = "调离本单位")
    {
        var admin = await office.AsAsync("admin1");
        return await office.AskAsync(services => services.GetRequiredService<HandOver>().RunAsync(leaver, to, reason, admin, CancellationToken.None));
    }
}
