using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Reviewing;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;

namespace AidWorkflow.Portal.Tests.StandingIn;

/// <summary>Whoever may not decide a task is told why and who may, and gets no form that would be refused.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class KeptAwayTests(Provider provider)
{
    private Office office = null!;
    private Website site = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        site = await Website.OpenAsync(office);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [TestCase("zh-CN", "您办理过本案的", "可以办理的人：")]
    [TestCase("en", "You took part in", "It can be decided by")]
    public async Task A_deputy_who_decided_before_reads_why_it_is_not_theirs_and_whose_it_is(string language, string why, string who)
    {
        var opened = await office.SubmitCompleteAsync();
        await office.DecideAsync("township1", await office.YesAsync(await office.ReachAsync(opened.Id, "TownshipReview")));
        var task = await office.ReachAsync(opened.Id, "DistrictReview");
        await office.DeputeAsync("district1", "township1");

        var page = await (await site.SignedInAsync("township1", language)).GetAsync($"/tasks/{task.Id}");

        Assert.That(page.Words, Does.Contain(why).And.Contain(who));
        Assert.That(page.Html, Does.Contain("id=\"kept-away\"").And.Not.Contain("name=\"verdict\""));
        var others = await (await site.SignedInAsync("district2", language)).GetAsync($"/tasks/{task.Id}");
        Assert.That(others.Html, Does.Not.Contain("id=\"kept-away\"").And.Contain("name=\"verdict\""));
    }

    [Test]
    public async Task Whoever_decided_the_step_that_a_decision_has_to_differ_from_sees_it_marked_in_the_list_and_no_form()
    {
        var both = (await office.AsAsync("decider1")).Account!.Value;
        await office.StaffAsync();
        var unit = await office.UnitAsync(ReviewOffice.District, UnitLevel.District);
        await office.DoAsync((AssignRole act, CancellationToken token) => act.RunAsync(both, Role.DistrictReviewer, unit, LocalDay.Today(office.Clock), null, Actor.System, token));
        var opened = await office.SubmitCompleteAsync();
        await office.DecideAsync("decider1", await office.YesAsync(await office.ReachAsync(opened.Id, "DistrictReview")));
        var task = await office.ReachAsync(opened.Id, "DistrictDecision");

        var (mine, theirs) = (await office.InboxAsync("decider1", InboxTab.Team), await office.InboxAsync("decider3", InboxTab.Team));
        var page = await (await site.SignedInAsync("decider1")).GetAsync($"/tasks/{task.Id}");
        var list = await (await site.SignedInAsync("decider1")).GetAsync("/tasks?tab=Team");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(mine.Rows.Single(row => row.Id == task.Id).LeftBy, Is.EqualTo("DistrictReview"));
            Assert.That(theirs.Rows.Single(row => row.Id == task.Id).LeftBy, Is.Null);
            Assert.That(list.Words, Does.Contain("由他人办理"));
            Assert.That(page.Words, Does.Contain("应当回避，请由其他人办理").And.Contain("可以办理的人："));
            Assert.That(page.Html, Does.Not.Contain("name=\"verdict\""));
        }

        await Casework.RefusedAsync("task.decided-earlier-step", async () => await office.DecideAsync("decider1", await office.YesAsync(task)));
    }

    [Test]
    public async Task A_delegate_who_decided_before_may_answer_since_an_answer_decides_nothing()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.DecideAsync("township1", await office.YesAsync(await office.ReachAsync(opened.Id, "TownshipReview")));
        var task = await office.ReachAsync(opened.Id, "DistrictReview");
        var asked = await office.DelegateAsync("district1", task.Id, "township1");

        var page = await (await site.SignedInAsync("township1")).GetAsync($"/tasks/{asked}");

        Assert.That(page.Html, Does.Contain("value=\"Advise\"").And.Not.Contain("id=\"kept-away\""));
        await office.SaysAsync("township1", asked, Verdict.Advise, "收入属实");
    }
}
