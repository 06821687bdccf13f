using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Tests.Deciding;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>Steps on the drawing: chosen at its edge, parting by branches in words, and moved out of the arrangement.</summary>
[TestFixture]
internal sealed class DrawingTests
{
    private const int Wide = 1440;

    private readonly List<string> complaints = [];
    private Screen screen = null!;

    private Office Office => screen.Office;

    [OneTimeSetUp]
    public async Task OpenAsync() => screen = await Screen.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await screen.DisposeAsync();

    [TearDown]
    public void NothingWentWrongInTheBrowser() => Assert.That(complaints, Is.Empty);

    [TestCase("zh-CN")]
    [TestCase("en")]
    [CancelAfter(60_000)]
    public async Task A_step_that_is_half_in_sight_is_chosen_by_pressing_it(string language, CancellationToken cancellation)
    {
        var page = await EditorAsync("hardship-aid", language);
        var canvas = (await page.Locator(".canvas").BoundingBoxAsync())!;
        var step = (await page.Locator("[data-step=completeness]").BoundingBoxAsync())!;
        var (empty, away) = (canvas.Y + 8, canvas.X + canvas.Width - 60 - step.X);
        await page.Mouse.MoveAsync(canvas.X + 8, empty);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(canvas.X + 8 + away, empty, new() { Steps = 5 });
        await page.Mouse.UpAsync();

        await Expect(page.Locator("[data-step=completeness]")).Not.ToBeInViewportAsync(new() { Ratio = 0.9f });
        await page.Mouse.ClickAsync(canvas.X + canvas.Width - 40, step.Y + 20);

        await Expect(page.Locator("[data-step=completeness]")).ToHaveAttributeAsync("aria-pressed", "true");
        await page.Context.CloseAsync();
    }

    [TestCase("zh-CN", Wide)]
    [TestCase("en", 390)]
    [CancelAfter(120_000)]
    public async Task A_branch_by_amount_and_answers_is_made_in_words_and_its_ways_stand_on_the_drawing(string language, int width, CancellationToken cancellation)
    {
        var page = await EditorAsync("serious-illness-relief", language);
        await page.SetViewportSizeAsync(width, 900);
        await page.ChooseAsync("[data-link='townshipReview:Approve']");
        await Expect(page.Locator("[data-link='townshipReview:Approve']")).ToBeInViewportAsync(); // the keyboard brings it there
        await page.ClickAsync("[data-type='Aid.Branch']");
        await Expect(page.Locator(".problems li[data-code='missing-input']")).ToHaveCountAsync(1);
        await page.FocusAsync("#i-branches"); // by keys from here
        await page.Keyboard.PressAsync("Enter");
        await page.FillAsync("#i-branches-0-0-value", "5,000.5");
        await page.ClickAsync(".cases > button");
        await page.SelectOptionAsync("#i-branches-1-0-of", "answer:situation");
        await page.SelectOptionAsync("#i-branches-1-0-value", new SelectOptionValue { Index = 1 });
        await page.FillAsync("#i-branches-1-label", "重病");
        await page.PressAsync("#i-branches-1-label", "Enter");
        await Expect(page.Locator("[data-way='重病']")).ToHaveCountAsync(1);
        await Expect(page.Locator(".problems .bad[data-code]")).ToHaveCountAsync(0);
        await Expect(page.Locator(".problems li[data-code='house.branch-overlaps']")).ToHaveCountAsync(1);
        await page.SelectOptionAsync("[data-way='重病']", "districtReview");
        await page.SelectOptionAsync($"[data-way='{(language == "en" ? "Branch 1" : "分支1")}']", "districtDecision");
        await Expect(page.Locator(".problems .bad[data-code]")).ToHaveCountAsync(0); // the ways that were just made are ways out
        await Expect(page.Locator("[data-step='branch1']").First).ToContainTextAsync(language == "en" ? "amount proposed is at least 5000.50 yuan" : "建议金额不低于 5000.50 元");
        await Accessibility.CheckAsync(page);

        await page.ClickAsync(".tools button >> nth=3"); // the outline says by what each way is taken
        await Expect(page.Locator(".outline")).ToContainTextAsync(language == "en" ? "重病 (" : "重病（");
        await Expect(page.Locator(".saving.saved")).ToBeVisibleAsync();
        await page.GotoAsync("/admin/designer/serious-illness-relief/compare");
        await Expect(page.Locator("main")).ToContainTextAsync(language == "en" ? "amount proposed is at least 5000.50 yuan" : "建议金额不低于 5000.50 元");
        var admin = await Office.AsAsync("admin1");
        await Office.DoAsync((DiscardServiceDraft act, CancellationToken token) => act.RunAsync(admin, "serious-illness-relief", null, token));
        await page.Context.CloseAsync();
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task A_step_that_is_moved_out_of_the_arrangement_says_so_and_goes_back(CancellationToken cancellation)
    {
        var page = await EditorAsync("hardship-aid", "en");
        await Expect(page.Locator("[data-step='villageOpinion'] b")).ToHaveTextAsync("Village opinion");
        var before = (await page.Locator("[data-step='completeness']").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(before.X + 60, before.Y + 12);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(before.X + 63, before.Y + 14);
        await page.Mouse.UpAsync();
        await Expect(page.Locator("[data-step='completeness']")).ToHaveAttributeAsync("aria-pressed", "true"); // a hand that trembles chooses
        await Expect(page.Locator(".tools button[aria-pressed=true]:text('Own places')")).ToHaveCountAsync(0);

        await page.Mouse.MoveAsync(before.X + 60, before.Y + 12);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(before.X + 160, before.Y + 42, new() { Steps = 8 });
        await page.Mouse.UpAsync();
        await Expect(page.Locator(".crumbs")).ToContainTextAsync("Own places now");
        await Expect(page.Locator(".tools button[aria-pressed=true]:text('Own places')")).ToHaveCountAsync(1);
        Assert.That((await page.Locator("[data-step='completeness']").BoundingBoxAsync())!.X - before.X, Is.EqualTo(100).Within(30));
        await page.ClickAsync("button:text('Arrange by itself again')");
        await Expect(page.Locator(".tools button[aria-pressed=true]:text('Own places')")).ToHaveCountAsync(0);
        await Expect(page.Locator(".tools button:text-is('Undo')")).ToBeDisabledAsync();

        await page.FocusAsync("[data-step='completeness']");
        await page.Keyboard.PressAsync("Alt+ArrowRight");
        await Expect(page.Locator(".crumbs")).ToContainTextAsync("Own places now");
        await page.ClickAsync("button:text('Arrange by itself again')");
        await page.Context.CloseAsync();
    }

    private Task<IPage> EditorAsync(string definition, string language) => screen.EditorAsync(definition, language, complaints);
}
