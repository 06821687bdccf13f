using System.Text.Json;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>Staff read and press on a phone: nothing is wider than the screen, and nothing is smaller than a finger.</summary>
[TestFixture("zh-CN")]
[TestFixture("en")]
internal sealed class NarrowTests(string language)
{
    private const string Measure = """
        () => [...document.querySelectorAll('main a, main button, main summary, main select, main textarea, main .choice, main input')]
            .filter(one => one.checkVisibility() && !['checkbox', 'radio', 'hidden'].includes(one.type) && one.getBoundingClientRect().height < 43.5)
            .map(one => Math.round(one.getBoundingClientRect().height) + ' ' + one.outerHTML.slice(0, 120))
        """;

    private Office office = null!;
    private Website site = null!;
    private IPlaywright driver = null!;
    private IBrowser chromium = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(Provider.Sqlite);
        site = await Website.OpenAsync(office);
        driver = await Playwright.CreateAsync();
        chromium = await driver.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox"] });
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        await chromium.DisposeAsync();
        driver.Dispose();
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task Every_staff_page_fits_and_can_be_pressed(CancellationToken cancellation)
    {
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
            await FitsAsync("station1", $"/tasks/{checking.Id}", "details:has([name=missing]) > summary");
            await FitsAsync("township1", $"/tasks/{visited.Id}");
            await FitsAsync("decider1", $"/tasks/{decided.Id}");
            await FitsAsync("decider1", $"/tasks/{decided.Id}", "button[value=Approve]");
            await FitsAsync("district1", "/tasks");
            await FitsAsync("district1", "/cases");
            await FitsAsync("decider1", $"/cases/{paid.Id}");
            await FitsAsync("village1", $"/notices/{notice}");
            await FitsAsync("maker1", "/payouts");
            await FitsAsync("releaser1", $"/payouts/{batch}");
            await FitsAsync("releaser1", $"/payouts/{batch}", "form[action$='/release'] button");
        }
    }

    private async Task FitsAsync(string userName, string path, string? press = null)
    {
        await using var context = await chromium.NewContextAsync(new() { BaseURL = site.Address, Locale = language, ViewportSize = new() { Width = 390, Height = 844 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"/sign-in?back={Uri.EscapeDataString(path)}");
        await page.FillAsync("[name=userName]", userName);
        await page.FillAsync("[name=password]", site.Password);
        await page.ClickAsync("main button[type=submit]");
        if (press is not null)
            await page.ClickAsync(press);
        await Accessibility.CheckAsync(page);
        var widest = await page.EvaluateAsync<int>("() => Math.max(document.scrollingElement.scrollWidth, ...[...document.querySelectorAll('.wide')].map(one => one.scrollWidth))");
        var small = (await page.EvaluateAsync<JsonElement>(Measure)).EnumerateArray().Select(one => one.GetString());
        Assert.That(widest, Is.LessThanOrEqualTo(390), $"{page.Url} is wider than the phone");
        Assert.That(small, Is.Empty, page.Url);
    }
}
