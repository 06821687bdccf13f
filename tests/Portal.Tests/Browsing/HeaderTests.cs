namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>On a phone the header is one row, and its menu opens without script.</summary>
[TestFixture]
internal sealed class HeaderTests
{
    private Screen screen = null!;

    [OneTimeSetUp]
    public async Task OpenAsync() => screen = await Screen.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await screen.DisposeAsync();

    [TestCase("zh-CN", false)]
    [TestCase("zh-CN", true)]
    [TestCase("en", false)]
    [TestCase("en", true)]
    [CancelAfter(60_000)]
    public async Task On_a_phone_it_is_one_row_with_a_menu_that_needs_no_script(string language, bool large, CancellationToken cancellation)
    {
        var page = await screen.SignedInAsync("applicant1", 360, language, script: false);
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

    [TestCase("zh-CN", 360, "applicant1")]
    [TestCase("en", 360, "station1")]
    [TestCase("en", 1280, "applicant1")]
    [CancelAfter(60_000)]
    public async Task Whoever_hears_the_page_finds_each_way_once(string language, int width, string userName, CancellationToken cancellation)
    {
        var page = await screen.SignedInAsync(userName, width, language);
        if (width < 640)
            await page.ClickAsync("header summary");

        await Accessibility.CheckAsync(page);
        Assert.That(await page.Locator("header nav:visible").CountAsync(), Is.EqualTo(1));
        Assert.That(await page.Locator("header button:visible").CountAsync(), Is.EqualTo(1), "one way to sign out");
    }
}
