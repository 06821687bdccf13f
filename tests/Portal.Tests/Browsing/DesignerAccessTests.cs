using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Tests.Deciding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>Nothing keeps anybody from using the pages of the designer, in any state that an administrator brings them to: wide and on a telephone, in both languages, light and dark.</summary>
[TestFixture]
internal sealed class DesignerAccessTests
{
    private readonly List<string> complaints = [];
    private Screen screen = null!;

    private Office Office => screen.Office;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        screen = await Screen.OpenAsync();
        var refused = await Office.ReachAsync((await Office.SubmitCompleteAsync()).Id, "DistrictDecision");
        await Office.DecideAsync(await Office.HolderAsync(refused), new(refused.Id, Verdict.Refuse, "不符合条件。"));
        await Office.UntilAsync((await Office.SubmitCompleteAsync()).Id, "VillageOpinion");
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await screen.DisposeAsync();

    [TearDown]
    public async Task ForgetAsync()
    {
        var admin = await Office.AsAsync("admin1");
        if (await Office.ReadAsync(db => db.Set<ServiceDraft>().AnyAsync()))
            await Office.DoAsync((DiscardServiceDraft act, CancellationToken token) => act.RunAsync(admin, "hardship-aid", null, token));
        Assert.That(complaints, Is.Empty);
        complaints.Clear();
    }

    [TestCase("zh-CN", 1280)]
    [TestCase("zh-CN", 390)]
    [TestCase("en", 1280)]
    [TestCase("en", 390)]
    [CancelAfter(180_000)]
    public async Task Everybody_can_use_the_editor_with_what_is_wrong_its_dialogs_rehearsal_trial_comparison_and_what_runs(string language, int width, CancellationToken cancellation)
    {
        var page = await OpenAsync("/admin/designer/hardship-aid", language, width);
        await ViewAsync(page, "canvas");
        await page.ChooseAsync("[data-link='villageOpinion:Approve']");
        await page.ClickAsync("[data-type='Aid.Review']");
        await Expect(page.Locator(".problems li.bad")).ToHaveCountAsync(3);
        await CheckAsync(page, width, "the drawing, a step chosen, with what is wrong");
        await PublishAsync(page);
        await Expect(page.Locator("dialog [role=alert]")).ToBeVisibleAsync();
        await CheckAsync(page, width, "publishing is refused");
        await page.Keyboard.PressAsync("Escape");
        await ViewAsync(page, "outline");
        await CheckAsync(page, width, "the outline, with what is wrong");

        await page.SelectOptionAsync("#i-role", "DistrictReviewer");
        await page.SelectOptionAsync("#i-level", "District");
        await page.FillAsync("#p-count", "3");
        await page.SelectOptionAsync("[data-way=Refuse]", "homeVisit");
        await Expect(page.Locator(".problems h3 .ok")).ToBeVisibleAsync();
        await Expect(page.Locator(".saving.saved")).ToBeVisibleAsync();
        await PublishAsync(page);
        await Expect(page.Locator("#reason")).ToBeVisibleAsync();
        await CheckAsync(page, width, "publishing");
        await page.Keyboard.PressAsync("Escape");
        await page.ClickAsync(language == "en" ? "button:has-text('Versions and draft')" : "button:has-text('版本与草稿')");
        await Expect(page.Locator("dialog tbody tr")).Not.ToHaveCountAsync(0);
        await CheckAsync(page, width, "versions and the draft");

        foreach (var (path, shown) in new[]
        {
            ("rehearsal", "#assumed"), ("simulation?said=%5B%22Completeness%22,%22Complete%22,null,1%5D&said=%5B%22VillageOpinion%22,%22Approve%22,null,1%5D", "#next"),
            ("compare?from=Published&to=Draft", "[data-change=added]"), ("live?version=1", "[data-load=villageOpinion]"),
        })
        {
            await page.GotoAsync($"/admin/designer/hardship-aid/{path}");
            await Expect(page.Locator(shown).First).ToBeVisibleAsync();
            await page.EvaluateAsync("() => document.querySelectorAll('details').forEach(one => { one.open = true })");
            await CheckAsync(page, width, path);
        }

        var running = await Office.ReadAsync(db => db.Set<CaseRun>().Where(run => db.Set<AidCase>().Any(one => one.Id == run.CaseId && one.ClosedAt == null)).Select(run => run.Id).SingleAsync(cancellation));
        await page.GotoAsync($"/admin/designer/hardship-aid/live?instance={running}");
        await Expect(page.Locator("[data-step=villageOpinion]").First).ToBeVisibleAsync();
        await CheckAsync(page, width, "the way of one case");
        await page.Context.CloseAsync();
    }

    private static async Task CheckAsync(IPage page, int width, string what)
    {
        Assert.That(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(width), what);
        await Accessibility.CheckAsync(page);
    }

    private static Task PublishAsync(IPage page) => page.ClickAsync(".tools button.main");

    /// <param name="view">"canvas" or "outline"; a narrow screen begins with the outline.</param>
    private static async Task ViewAsync(IPage page, string view)
    {
        await page.Locator(".tools [role=group] button").Nth(view == "canvas" ? 0 : 1).ClickAsync();
        await page.WaitForSelectorAsync($".{view} [data-step]");
    }

    private async Task<IPage> OpenAsync(string address, string language, int width)
    {
        var page = await screen.SignedInAsync("admin1", width, language);
        page.Console += (_, message) => complaints.AddRange(message.Type == "error" ? [$"{message.Text} ({message.Location})"] : []);
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync(address);
        await page.WaitForSelectorAsync("[data-step]");
        await Expect(page.Locator(".problems h3 .ok")).ToBeVisibleAsync();
        return page;
    }
}
