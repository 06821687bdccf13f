using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>Lists of staff change in place, and are pages of their own without script.</summary>
[TestFixture]
internal sealed class PartsTests
{
    private Screen screen = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        screen = await Screen.OpenAsync();
        await screen.Office.SubmitCompleteAsync();
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await screen.DisposeAsync();

    [TestCase(true)]
    [TestCase(false)]
    [CancelAfter(60_000)]
    public async Task Tabs_and_a_search_change_the_list_alone_and_the_address_with_it(bool script, CancellationToken cancellation)
    {
        var page = await screen.SignedInAsync("station1", 1280, "zh-CN", script);
        await page.GotoAsync("/tasks?tab=Done");
        await StampAsync(page, script);

        await page.ClickAsync("#tab-Team");
        await page.WaitForSelectorAsync("#tab-Team[aria-current]");
        var came = (await page.Locator(".inbox li").CountAsync(), page.Url.Contains("tab=Team", StringComparison.Ordinal), await StampedAsync(page, script));
        await page.FillAsync("#q", "没有这个人");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("main .empty");
        var searched = (page.Url.Contains("q=%E6%B2%A1", StringComparison.Ordinal), await page.Locator("[data-news='/tasks/news']").CountAsync(), await StampedAsync(page, script));
        await page.GoBackAsync();
        await page.WaitForSelectorAsync(".inbox li");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(came, Is.EqualTo((1, true, script)));
            Assert.That(searched, Is.EqualTo((true, 0, script)));
            if (script) // without, the browser fills in again what was typed
                Assert.That(await page.InputValueAsync("#q"), Is.Empty);
        }

        await page.GotoAsync("/cases");
        await StampAsync(page, script);
        await page.FillAsync("#q", "没有这个人");
        await page.ClickAsync(".search button");
        await page.WaitForSelectorAsync("main .empty");
        Assert.That(await StampedAsync(page, script), Is.EqualTo(script));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task What_came_meanwhile_is_shown_in_place_and_not_told_again(CancellationToken cancellation)
    {
        var page = await screen.SignedInAsync("station1", 1280, "zh-CN");
        await page.RouteAsync("**/tasks/news", route => route.FulfillAsync(new()
        {
            ContentType = "text/event-stream",
            Body = "event: tasks\ndata: {\"mine\":0,\"team\":99,\"waiting\":0,\"newest\":\"2030-01-01\"}\n\n",
        }));
        await page.GotoAsync("/tasks");
        await page.WaitForSelectorAsync("[data-news]:not([hidden])");
        await StampAsync(page, script: true);

        await page.ClickAsync("[data-news] a");
        await page.WaitForSelectorAsync("[data-news][hidden]", new() { State = WaitForSelectorState.Attached });

        Assert.That((await page.Locator(".inbox li").CountAsync() > 0, await StampedAsync(page, script: true)), Is.EqualTo((true, true)));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Whose_session_ended_is_led_to_sign_in_and_not_shown_an_empty_list(CancellationToken cancellation)
    {
        var page = await screen.SignedInAsync("station1", 1280, "zh-CN");
        await page.GotoAsync("/tasks");
        await page.Context.ClearCookiesAsync();

        await page.ClickAsync("#tab-Done");

        await page.WaitForSelectorAsync("[name=password]");
        Assert.That(page.Url, Does.Contain("/sign-in"));
    }

    /// <summary>A page that is loaded anew has no stamp.</summary>
    private static async Task StampAsync(IPage page, bool script)
    {
        if (script)
            await page.EvaluateAsync("() => document.body.setAttribute('data-stamp', 'yes')");
    }

    private static async Task<bool> StampedAsync(IPage page, bool script) => script && await page.Locator("body[data-stamp]").CountAsync() == 1;
}
