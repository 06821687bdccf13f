using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.StandingIn;
using AidWorkflow.Portal.Tests.StandingIn;
using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>Deputies, cover, groups and tried rules with something in them, on a phone and a desk, in both languages.</summary>
[TestFixture]
internal sealed class StandInScreenTests
{
    private Screen screen = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        screen = await Screen.OpenAsync();
        var office = screen.Office;
        var today = LocalDay.Today(office.Clock);
        await office.DeputeAsync("district1", "decider2");
        var (covered, by, city) = (await office.UnitAsync("370402001", UnitLevel.Township), await office.UnitAsync("370402002", UnitLevel.Township), await office.UnitAsync("370400", UnitLevel.City));
        await office.DoAsync((ArrangeCover act, CancellationToken token) => act.RunAsync(new(Role.StationClerk, covered, Role.StationClerk, by, today, today.AddDays(10), "只有一名经办人"), Actor.System, token));
        await office.DoAsync((SaveGroup act, CancellationToken token) => act.RunAsync(new("experts", "专家组", "Experts", city, ["city1", "city2"]), Actor.System, token));
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await screen.DisposeAsync();

    [TestCase(390, "zh-CN", "审核员", "（")]
    [TestCase(1280, "en", "Reviewer", " (")]
    [CancelAfter(60_000)]
    public async Task Whom_one_may_mean_is_offered_by_name_and_unit_while_one_writes(int width, string language, string words, string unit, CancellationToken cancellation)
    {
        var page = await screen.SignedInAsync("district2", width, language);
        await page.GotoAsync("/account/deputies");

        await page.RunAndWaitForResponseAsync(() => page.Locator("[name=deputy]").PressSequentiallyAsync(words), answer => answer.Url.Contains("/people?q=", StringComparison.Ordinal));
        await page.WaitForSelectorAsync("#f-deputy-list option", new() { State = WaitForSelectorState.Attached });

        Assert.That(await page.EvaluateAsync<string>("() => document.querySelector('[name=deputy]').list.options[0].value"), Does.Contain(words).And.Contain(unit));
        await page.Context.CloseAsync();
    }

    [TestCase(390, "zh-CN")]
    [TestCase(390, "en")]
    [TestCase(1280, "zh-CN")]
    [TestCase(1280, "en")]
    public async Task They_fit_and_can_be_used_by_everybody(int width, string language)
    {
        var opened = await screen.Office.SubmitCompleteAsync();
        var admin = await screen.SignedInAsync("admin1", width, language);
        await FitsAsync("/admin/stand-ins");
        await FitsAsync("/admin/groups");
        await admin.GotoAsync("/admin/rules");
        await admin.FillAsync("[name=number]", opened.ReceiptNumber!);
        await admin.ClickAsync("main button[type=submit]");
        await admin.WaitForSelectorAsync("td >> text=district1");
        await CheckAsync("/admin/rules with a result");
        admin = await screen.SignedInAsync("district1", width, language);
        await FitsAsync("/account/deputies");

        async Task FitsAsync(string path)
        {
            await admin.GotoAsync(path);
            await CheckAsync(path);
        }

        async Task CheckAsync(string what)
        {
            await Accessibility.CheckAsync(admin);
            if (Environment.GetEnvironmentVariable("PICTURES") is { Length: > 0 } folder)
                await admin.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{what.Trim('/').Replace('/', '-').Replace(' ', '-')}-{width}-{language}.png"), FullPage = true });
            var widest = await admin.EvaluateAsync<JsonElement>("() => [document.scrollingElement.scrollWidth]");
            Assert.That(widest[0].GetInt32(), Is.AtMost(width), $"{what} is wider than the screen");
        }
    }
}
