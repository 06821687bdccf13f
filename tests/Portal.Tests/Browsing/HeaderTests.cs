using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>On a phone the header is one row, and its menu opens without script.</summary>
[TestFixture("zh-CN")]
[TestFixture("en")]
internal sealed class HeaderTests(string language)
{
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

    [TestCase(false)]
    [TestCase(true)]
    [CancelAfter(60_000)]
    public async Task On_a_phone_it_is_one_row_with_a_menu_that_needs_no_script(bool large, CancellationToken cancellation)
    {
        var page = await PageAsync(360, script: false, "applicant1");
        if (large)
            await page.GotoAsync("/choose?type=large&back=/applications");
        var summary = page.Locator("header summary");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await page.Locator("header.bar").BoundingBoxAsync())!.Height, Is.LessThanOrEqualTo(60));
            Assert.That(await page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth"), Is.LessThanOrEqualTo(360));
            Assert.That(await page.Locator("header .tongue").IsVisibleAsync(), Is.True, "the other language needs no menu");
            Assert.That((await summary.BoundingBoxAsync())!.Height, Is.GreaterThanOrEqualTo(43.5));
            Assert.That(await page.Locator("header nav a:visible").CountAsync(), Is.Zero);
        }

        await page.Keyboard.PressAsync("Tab");
        Assert.That(await page.EvaluateAsync<string>("() => document.activeElement.className"), Is.EqualTo("skip"), "the first stop is the way past it");
        await summary.ClickAsync();
        using (Assert.EnterMultipleScope())
        {
            foreach (var link in await page.Locator("header .menu nav a, header .menu .me a, header .menu .me button").AllAsync())
                Assert.That((await link.BoundingBoxAsync())!.Height, Is.GreaterThanOrEqualTo(43.5), await link.InnerTextAsync());
        }

        await page.ClickAsync("header .menu nav a[href='/services']");
        Assert.That(page.Url, Does.EndWith("/services"));
    }

    [TestCase(360, "applicant1")]
    [TestCase(360, "station1")]
    [TestCase(1280, "applicant1")]
    [CancelAfter(60_000)]
    public async Task Whoever_hears_the_page_finds_each_way_once(int width, string userName, CancellationToken cancellation)
    {
        var page = await PageAsync(width, script: true, userName);
        if (width < 640)
            await page.ClickAsync("header summary");

        await Accessibility.CheckAsync(page);
        Assert.That(await page.Locator("header nav:visible").CountAsync(), Is.EqualTo(1));
        Assert.That(await page.Locator("header button:visible").CountAsync(), Is.EqualTo(1), "one way to sign out");
    }

    private async Task<IPage> PageAsync(int width, bool script, string userName)
    {
        var context = await chromium.NewContextAsync(new() { BaseURL = site.Address, Locale = language, JavaScriptEnabled = script, ViewportSize = new() { Width = width, Height = 800 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await page.FillAsync("[name=userName]", userName);
        await page.FillAsync("[name=password]", site.Password);
        await page.ClickAsync("main button[type=submit]");
        return page;
    }
}
