using System.Text.Json;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>Staff read and press on a phone: nothing is wider than the screen, and nothing is smaller than a finger.</summary>
[TestFixture]
internal sealed class NarrowTests
{
    /// <summary>The names of the cells that look at fault.</summary>
    private const string Marked = """
        () => [...document.querySelectorAll('[name^="members[0]."]')].filter(one => getComputedStyle(one).borderTopWidth === '2px').map(one => one.name)
        """;

    private const string Measure = """
        () => [...document.querySelectorAll('main a, main button, main summary, main select, main textarea, main .choice, main input')]
            .filter(one => one.getClientRects().length > 0 && getComputedStyle(one).visibility === 'visible' && !['checkbox', 'radio', 'hidden'].includes(one.type) && one.getBoundingClientRect().height < 43.5)
            .map(one => Math.round(one.getBoundingClientRect().height) + ' ' + one.outerHTML.slice(0, 120))
        """;

    private Screen screen = null!;

    [OneTimeSetUp]
    public async Task OpenAsync() => screen = await Screen.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await screen.DisposeAsync();

    [TestCase("zh-CN", "请填写“姓名”")]
    [TestCase("en", "Fill in “Name”")]
    [CancelAfter(120_000)]
    public async Task Of_an_empty_table_only_the_cells_that_must_be_filled_are_marked(string language, string words, CancellationToken cancellation)
    {
        var draft = await screen.Office.DraftAsync("applicant1", screen.Office.Answers());
        var page = await screen.SignedInAsync("applicant1", 390, language);
        var topic = $"/drafts/{draft}/topics/household";
        await page.GotoAsync(topic);
        await page.ClickAsync("button[name=remove]");
        await Assertions.Expect(page.Locator("[name='members[0].name']")).ToHaveValueAsync("");

        await page.ClickAsync("main form button.main");
        await page.WaitForSelectorAsync(".summary");

        var marked = await page.EvaluateAsync<string[]>(Marked);
        Assert.That(marked, Is.EquivalentTo(new[] { "members[0].name", "members[0].relation" }));
        Assert.That(await page.InnerTextAsync("main"), Does.Contain(words));
    }

    [TestCase("zh-CN", "已到账", "对账完结")]
    [TestCase("en", "credited", "Reconcile: the totals agree")]
    [CancelAfter(120_000)]
    public async Task An_open_roll_shows_by_itself_what_the_bank_paid(string language, string credited, string next, CancellationToken cancellation)
    {
        var id = (await screen.Office.SubmitCompleteAsync()).Id;
        await screen.Office.UntilAsync(id, "Payout");
        var batch = await screen.Office.BatchAsync(id);
        await screen.Office.SendAsync(batch);
        var page = await screen.SignedInAsync("checker1", 1280, language);
        await page.RunAndWaitForResponseAsync(() => page.GotoAsync($"/payouts/{batch}"), answer => answer.Url.EndsWith("/news", StringComparison.Ordinal));
        var before = await page.InnerTextAsync("[data-part=lines] tbody");

        await screen.Office.AnswerAsync(batch);
        screen.Office.Clock.Advance(AidWorkflow.Portal.Inbox.LiveNews.Every);

        await Assertions.Expect(page.Locator("[data-part=lines] tbody")).ToContainTextAsync(credited);
        await Assertions.Expect(page.Locator("[data-part=next]")).ToContainTextAsync(next);
        Assert.That(before, Does.Not.Contain(credited));
    }

    [Test]
    [CancelAfter(240_000)]
    public async Task Every_staff_page_fits_and_can_be_pressed(CancellationToken cancellation)
    {
        var office = screen.Office;
        var paid = await office.SubmitCompleteAsync();
        await office.UntilAsync(paid.Id, "Payout");
        var batch = await office.BatchAsync(paid.Id);
        await office.CheckAsync(batch);
        var decided = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictDecision");
        var visited = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "HomeVisit");
        var checking = (await office.TasksAsync((await office.SubmitCompleteAsync()).Id)).Single();

        var publicised = await office.SubmitCompleteAsync();
        await office.UntilAsync(publicised.Id, "PublicNotice");
        var notice = await office.ReadAsync(db => db.Set<PublicNotice>().Where(one => one.CaseId == publicised.Id).Select(one => one.Id).SingleAsync());

        using (Assert.EnterMultipleScope())
        {
            foreach (var language in new[] { "zh-CN", "en" })
            {
                await FitsAsync(language, "station1", $"/tasks/{checking.Id}", "details:has([name=missing]) > summary");
                await FitsAsync(language, "township1", $"/tasks/{visited.Id}");
                await FitsAsync(language, "decider1", $"/tasks/{decided.Id}");
                await FitsAsync(language, "decider1", $"/tasks/{decided.Id}", "button[value=Approve]");
                await FitsAsync(language, "district1", "/tasks");
                await FitsAsync(language, "district1", "/cases");
                await FitsAsync(language, "decider1", $"/cases/{paid.Id}");
                await FitsAsync(language, "village1", $"/notices/{notice}");
                await FitsAsync(language, "maker1", "/payouts");
                await FitsAsync(language, "releaser1", $"/payouts/{batch}");
                await FitsAsync(language, "releaser1", $"/payouts/{batch}", "form[action$='/release'] button");
            }
        }
    }

    private async Task FitsAsync(string language, string userName, string path, string? press = null)
    {
        var page = await screen.SignedInAsync(userName, 390, language);
        await page.GotoAsync(path);
        if (press is not null)
            await (press.Contains("button", StringComparison.Ordinal) ? page.SendAsync(press) : page.ClickAsync(press));
        await Accessibility.CheckAsync(page);
        var widest = await page.EvaluateAsync<int>("() => Math.max(document.scrollingElement.scrollWidth, ...[...document.querySelectorAll('.wide')].map(one => one.scrollWidth))");
        var small = (await page.EvaluateAsync<JsonElement>(Measure)).EnumerateArray().Select(one => one.GetString());
        Assert.That(widest, Is.LessThanOrEqualTo(390), $"{page.Url} is wider than the phone");
        Assert.That(small, Is.Empty, page.Url);
        await page.Context.CloseAsync();
    }
}
