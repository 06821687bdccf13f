using System.Net;
using AidWorkflow.Portal.Tests.Api;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Intervening;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Portal.Tests.StandingIn;
using AidWorkflow.Storage;

namespace AidWorkflow.Portal.Tests.Inbox;

/// <summary>Where the next step leaves it to the decision before it, whoever decides picks its people on the page of the task, also across a public notice.</summary>
[TestFixture]
internal sealed class NextNamedTests
{
    private const string Before = "TownshipReview";

    private Office office = null!;
    private Website site = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(Provider.Sqlite);
        site = await Website.OpenAsync(office);
        await office.RuleAsync("""[{"of":"previous"}]""");
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [TestCase("zh-CN", "指定“区级审核”的办理人", "由您指定的人办理", "市中区第二审核员")]
    [TestCase("en", "Who does “District review”", "by whoever you name", "Second reviewer")]
    public async Task The_page_offers_those_who_may_and_whoever_is_picked_gets_it(string language, string legend, string then, string second)
    {
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, Before);
        var page = await (await site.SignedInAsync(await office.HolderAsync(task), language)).GetAsync($"/tasks/{task.Id}");

        var sent = await page.PostAsync($"/tasks/{task.Id}/decision", ("verdict", "Approve"), ("opinion", "同意。"), ("next", "district2"));
        await office.UntilAsync(opened.Id, "DistrictReview");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page.Words, Does.Contain(legend).And.Contain(then).And.Contain(second));
            Assert.That(page.Html, Does.Contain("name=\"next\" value=\"district1\"").And.Contain("name=\"next\" value=\"district2\"").And.Not.Contain("value=\"decider1\""));
            Assert.That(sent.Status, Is.EqualTo(HttpStatusCode.SeeOther), sent.Words);
            Assert.That((await office.AskedAsync(opened.Id, "DistrictReview")).Select(one => one.Who), Is.EqualTo(new[] { "district2" }));
        }
    }

    [TestCase("zh-CN", "不能指定这些人办理下一环节：maker1")]
    [TestCase("en", "These people cannot be named for the next step: maker1")]
    public async Task Somebody_who_may_not_is_refused_beside_the_list_and_what_was_written_and_picked_stays(string language, string words)
    {
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, Before);
        var page = await (await site.SignedInAsync(await office.HolderAsync(task), language)).GetAsync($"/tasks/{task.Id}");

        var refused = await page.PostAsync($"/tasks/{task.Id}/decision", ("verdict", "Approve"), ("opinion", "写好的意见"), ("next", "district2"), ("next", "maker1"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(refused.Words, Does.Contain(words));
            refused.EveryFaultLeadsToItsField();
            Assert.That(refused.Html, Does.Contain("写好的意见").And.Match("value=\"district2\"[^>]*checked"));
            Assert.That((await office.TasksAsync(opened.Id)).Single().Id, Is.EqualTo(task.Id), "nothing was decided");
        }
    }

    [Test]
    public async Task The_api_tells_who_may_be_named_and_refuses_others()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, Before);
        var caller = await site.CallerAsync(office, await office.HolderAsync(task));

        var ahead = (await caller.GetAsync($"/api/tasks/{task.Id}/ahead")).Ok().AsArray().Single(one => (string)one!["verdict"]! == "Approve")!;
        var refused = await caller.PostAsync($"/api/tasks/{task.Id}/decision", new { verdict = "Approve", opinion = "同意。", next = new[] { "maker1" } }, "one");
        var made = await caller.PostAsync($"/api/tasks/{task.Id}/decision", new { verdict = "Approve", opinion = "同意。", next = new[] { "district1", "district2" } }, "two");
        await office.UntilAsync(opened.Id, "DistrictReview");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ahead["next"]![0]!["then"]![0]!["nameable"]!.AsArray().Select(one => (string)one!["userName"]!), Is.EqualTo(new[] { "district1", "district2" }));
            Assert.That((refused.Code, made.Status), Is.EqualTo(("decision.next-cannot", HttpStatusCode.OK)));
            Assert.That((await office.AskedAsync(opened.Id, "DistrictReview")).Select(one => one.Who), Is.EqualTo(new[] { "district1", "district2" }));
        }
    }

    [Test]
    public async Task Whom_the_first_of_two_named_is_ticked_for_the_second_and_stays_named_where_they_name_nobody()
    {
        var together = Ruled.WithRules(Flows.Hardship().Files["workflow.json"], """[{"of":"role","role":"DistrictReviewer","level":"District","take":"all"}]""", "districtReview", ("agreement", "All"));
        await office.PublishAsync(("workflow.json", Ruled.WithRules(together, """[{"of":"previous"}]""", "districtDecision")));
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "DistrictReview");
        var tasks = (await office.TasksAsync(opened.Id)).ToDictionary(task => task.AssigneeId!.Value);
        var (one, other) = (tasks[(await office.AsAsync("district1")).Account!.Value], tasks[(await office.AsAsync("district2")).Account!.Value]);
        await office.DecideAsync("district1", new(one.Id, Cases.Reviewing.Verdict.Approve, "同意。") { Next = ["decider2"] });

        var page = await (await site.SignedInAsync("district2", "en")).GetAsync($"/tasks/{other.Id}");
        await office.DecideAsync("district2", new(other.Id, Cases.Reviewing.Verdict.Approve, "同意。"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(page.Html, Does.Match("value=\"decider2\"[^>]*checked").And.Not.Match("value=\"decider1\"[^>]*checked"));
            Assert.That(page.Words, Does.Contain("(Second decider, Shizhong District)").And.Not.Contain("whoever you name"));
            Assert.That((await office.AskedAsync(opened.Id, "DistrictDecision")).Select(asked => asked.Who), Is.EqualTo(new[] { "decider2" }));
        }
    }

    [TestCase("TownshipReview", "district1")]
    [TestCase("DistrictReview", "decider1")]
    public async Task Whom_no_step_asks_for_is_refused_and_nothing_is_kept(string step, string next)
    {
        await office.PublishAsync(("workflow.json", Flows.Hardship().Files["workflow.json"]));
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, step);
        var caller = await site.CallerAsync(office, await office.HolderAsync(task));

        var named = await caller.PostAsync($"/api/tasks/{task.Id}/decision", new { verdict = "Approve", opinion = "同意。", next = new[] { next } }, "one");
        var open = (await office.TasksAsync(opened.Id)).Single().Id;
        var plain = await caller.PostAsync($"/api/tasks/{task.Id}/decision", new { verdict = "Approve", opinion = "同意。" }, "two");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(named.Code, Is.EqualTo("decision.next-not-left"));
            Assert.That(open, Is.EqualTo(task.Id), "nothing was decided");
            Assert.That(plain.Status, Is.EqualTo(HttpStatusCode.OK), plain.Text);
        }
    }

    [Test]
    public async Task Where_no_step_leaves_it_to_anybody_nothing_is_offered()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "DistrictReview");

        var page = await (await site.SignedInAsync(await office.HolderAsync(task))).GetAsync($"/tasks/{task.Id}");

        Assert.That(page.Html, Does.Contain("name=\"verdict\"").And.Not.Contain("name=\"next\""));
    }
}
