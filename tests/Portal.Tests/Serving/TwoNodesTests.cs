using System.Net;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;

namespace AidWorkflow.Portal.Tests.Serving;

/// <summary>Nodes keep nothing of anybody: whoever signed in at one goes on at the other, with the pages of the first.</summary>
[TestFixture]
internal sealed class TwoNodesTests
{
    private Office office = null!;
    private Website one = null!;
    private Website other = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(Provider.Postgres);
        one = await Website.OpenAsync(office);
        other = await Website.OpenAsync(office);
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        await one.DisposeAsync();
        await other.DisposeAsync();
        await office.DisposeAsync();
    }

    [Test]
    public async Task A_page_of_one_is_posted_to_the_other_also_when_the_first_is_gone_and_signing_out_holds_on_both()
    {
        var draft = await office.DraftAsync("applicant1", office.Answers());
        var reader = await other.SignedInAsync("applicant1");
        var topic = $"/drafts/{draft}/topics/account";
        var page = await reader.GetAsync(one.Address + topic);
        await one.GoAwayAsync();

        var kept = await page.PostAsync(other.Address + topic, ("accountName", "李秀兰"), ("bankName", "枣庄银行"), ("accountNumber", "6217000000000000004"));
        await one.ComeBackAsync();
        var stands = await reader.GetAsync(one.Address + topic);
        await stands.PostAsync(other.Address + "/sign-out");
        var after = await reader.GetAsync(one.Address + topic);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((page.Status, kept.Status, stands.Status), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.SeeOther, HttpStatusCode.OK)));
            Assert.That(stands.Html, Does.Contain("value=\"李秀兰\""));
            Assert.That(after.Status, Is.EqualTo(HttpStatusCode.Redirect));
        }
    }

    [Test]
    public async Task A_decision_at_one_is_told_at_the_other_as_done()
    {
        var task = (await office.TasksAsync((await office.SubmitCompleteAsync()).Id)).Single();
        var (here, there) = (await one.SignedInAsync("station1"), await other.SignedInAsync("station1"));
        var (first, second) = (await here.GetAsync($"/tasks/{task.Id}"), await there.GetAsync($"/tasks/{task.Id}"));

        var done = await first.PostAsync($"/tasks/{task.Id}/decision", ("identityProved", "yes"), ("verdict", "Complete"));
        var late = await second.PostAsync($"/tasks/{task.Id}/decision", ("identityProved", "yes"), ("verdict", "Complete"));

        Assert.That((done.Status, late.Status), Is.EqualTo((HttpStatusCode.SeeOther, HttpStatusCode.UnprocessableEntity)), late.Words);
        Assert.That(late.Words, Does.Contain("该事项已由"));
    }
}
