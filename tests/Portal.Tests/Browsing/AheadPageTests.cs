using System.Net;
using AidWorkflow.Portal.Tests.Api;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>Who is next is read beside the buttons, on the page that asks once more, and by a program.</summary>
[TestFixture]
internal sealed class AheadPageTests
{
    private Office office = null!;
    private Website site = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(Provider.Sqlite);
        site = await Website.OpenAsync(office);
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [Test]
    public async Task Every_choice_tells_the_next_step_its_unit_and_its_people()
    {
        var task = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "TownshipReview");

        var chinese = (await (await site.SignedInAsync("township1")).GetAsync($"/tasks/{task.Id}")).Words;
        var english = (await (await site.SignedInAsync("township1", "en")).GetAsync($"/tasks/{task.Id}")).Words;
        using var program = await site.CallerAsync(office, "township1");
        var told = (await program.GetAsync($"/api/tasks/{task.Id}/ahead")).Ok();
        using var other = await site.CallerAsync(office, "township-370403-001");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(chinese, Does.Match("办理之后 同意 公示 7 个自然日，至 \\d{4} 年 \\d+ 月 \\d+ 日，期满无异议后：区级审核，由.+的.+办理（.+）"));
            Assert.That(english, Does.Match("What comes next Agree Public notice for 7 calendar days, until \\d+ \\w+ \\d{4}; without an objection then: District review, by the district reviewer of .+ \\(.+\\)"));
            Assert.That(chinese, Does.Match("退回到“入户调查” 入户调查，由东湖街道.*的镇街审核员办理（.+、.+）"));
            Assert.That(english, Does.Match("Return to “Home visit” Home visit, by the township reviewer of Donghu .* \\(.+, .+\\)"));
            Assert.That(told.AsArray().Select(one => (string)one!["verdict"]!), Does.Contain("Approve").And.Contain("Refuse").And.Contain("Return"));
            Assert.That((string)told[0]!["next"]![0]!["step"]!, Is.EqualTo("PublicNotice"));
            (await other.GetAsync($"/api/tasks/{task.Id}/ahead")).ShouldBe((int)HttpStatusCode.NotFound);
        }
    }

    [Test]
    public async Task The_page_that_asks_once_more_tells_who_gets_it()
    {
        var task = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictDecision");
        var decider = await site.SignedInAsync("decider1", "en");
        var page = await decider.GetAsync($"/tasks/{task.Id}");

        var grants = await page.PostAsync($"/tasks/{task.Id}/decision", ("verdict", "Approve"), ("cents", "2000"), ("opinion", "less"));
        var refuses = await page.PostAsync($"/tasks/{task.Id}/decision", ("verdict", "Refuse"), ("opinion", "no"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(grants.Words, Does.Contain("Next: City check, by the city checker of"));
            Assert.That(refuses.Words, Does.Contain("Next: the case is closed as refused"));
        }
    }
}
