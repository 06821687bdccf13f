using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Api;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Inbox;

[TestFixture]
internal sealed class InboxViewTests
{
    private Office office = null!;
    private Website site = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(Provider.Sqlite);
        site = await Website.OpenAsync(office);
    }

    [TearDown]
    public async Task CloseAsync()
    {
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [Test]
    public async Task A_view_is_kept_without_the_words_of_the_search_and_opens_the_inbox_when_it_was_chosen()
    {
        var clerk = await site.SignedInAsync("station1", "en");
        var looked = await clerk.GetAsync("/tasks?tab=Overdue&step=Completeness&sort=Due&q=%E7%8E%8B");

        await looked.PostAsync("/tasks/views", ("name", "Late checks"), ("query", "tab=Overdue&step=Completeness&sort=Due&q=%E7%8E%8B"));
        var kept = await office.ReadAsync(db => db.Set<InboxView>().AsNoTracking().SingleAsync());
        await (await clerk.GetAsync("/tasks")).PostAsync($"/tasks/views/{kept.Id}/default", ("default", "yes"));
        var opened = await clerk.GetAsync("/tasks");

        Assert.That(kept.Query, Is.EqualTo("tab=Overdue&step=Completeness&sort=Due"));
        Assert.That(opened.Words, Does.Contain("Late checks").And.Contain("opens first"));
        Assert.That(opened.Html, Does.Contain("name=\"tab\" value=\"Overdue\""));
    }

    [Test]
    public async Task Nobody_sees_or_changes_another_ones_views()
    {
        using var clerk = await site.CallerAsync(office, "station1");
        using var other = await site.CallerAsync(office, "township1");
        var view = (string)(await clerk.PostAsync("/api/tasks/views", new { name = "mine", tab = "Team", step = "Completeness" })).Ok()["id"]!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await other.GetAsync("/api/tasks/views")).Ok().AsArray(), Is.Empty);
            Assert.That((await other.PostAsync($"/api/tasks/views/{view}/default", new Dictionary<string, bool> { ["default"] = true })).Code, Is.EqualTo("inbox.view-unknown"));
            Assert.That((await other.PostAsync($"/api/tasks/views/{view}/remove")).Code, Is.EqualTo("inbox.view-unknown"));
            Assert.That((string?)(await clerk.GetAsync("/api/tasks/views")).Ok()[0]!["query"], Is.EqualTo("tab=Team&step=Completeness"));
        }
    }

    [Test]
    public async Task A_view_needs_a_name_and_there_are_not_endlessly_many()
    {
        using var clerk = await site.CallerAsync(office, "station1");
        for (var number = 0; number < KeepInboxView.Most; number++)
            (await clerk.PostAsync("/api/tasks/views", new { name = $"view {number}" })).Ok();

        Assert.That((await clerk.PostAsync("/api/tasks/views", new { name = " " })).Code, Is.EqualTo("inbox.view-name-missing"));
        Assert.That((await clerk.PostAsync("/api/tasks/views", new { name = "one more" })).Code, Is.EqualTo("inbox.too-many-views"));
        (await clerk.PostAsync("/api/tasks/views", new { name = "view 3", sort = "Name" })).Ok(); // said anew
    }

    [Test]
    public async Task A_filter_that_cannot_be_read_is_named_with_what_it_should_be_and_not_passed_over()
    {
        var clerk = await site.SignedInAsync("station1", "en");

        var page = await clerk.GetAsync("/tasks?dueFrom=tomorrow&yuanFrom=lots&yuanTo=9000");

        Assert.That(page.Words, Does.Contain("“Due from” has to be a date such as").And.Contain("“lots”"));
        Assert.That(page.Html, Does.Contain("value=\"lots\"").And.Contain("value=\"9000\""), "what was written stays, and the others hold");
    }

    [TestCase("dueFrom=2026-12-05&dueTo=2026-12-01", "Due until")]
    [TestCase("arrivedFrom=2026-12-05&arrivedTo=2026-12-01", "Arrived until")]
    [TestCase("yuanFrom=4000&yuanTo=3000", "Amount up to (yuan)")]
    public async Task A_range_that_ends_before_it_begins_is_told(string reversed, string label)
    {
        var clerk = await site.SignedInAsync("station1", "en");

        var page = await clerk.GetAsync($"/tasks?{reversed}");
        var whole = await clerk.GetAsync("/tasks?dueFrom=2026-12-01&dueTo=2026-12-01&yuanFrom=3000&yuanTo=3000");

        Assert.That(page.Words, Does.Contain($"“{label}” lies before where its range begins"));
        Assert.That(whole.Words, Does.Not.Contain("lies before where its range begins"), "one day, one amount");
    }
}
