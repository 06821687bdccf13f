using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Tests.Deciding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>The editor in a browser, with the mouse, with the keyboard alone, and with somebody else at the same draft.</summary>
[TestFixture]
internal sealed class DesignerTests
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

    [Test]
    [CancelAfter(180_000)]
    public async Task An_administrator_adds_a_second_review_mends_what_is_wrong_and_publishes_and_only_new_applications_take_it(CancellationToken cancellation)
    {
        var running = (await Office.SubmitCompleteAsync()).Id;
        await Office.UntilAsync(running, "VillageOpinion");
        var page = await EditorAsync("hardship-aid", "zh-CN");
        await Accessibility.CheckAsync(page);

        await page.ClickAsync("[data-link='villageOpinion:Approve']");
        await page.ClickAsync("[data-type='Aid.Review']");
        await Expect(page.Locator(".problems li[data-code='missing-input']")).ToHaveCountAsync(2);
        await Expect(page.Locator(".problems li[data-code='service-file.deadline-missing']")).ToHaveCountAsync(1);
        await Accessibility.CheckAsync(page);
        await page.GetByText("发布……").ClickAsync();
        await Expect(page.Locator("dialog [role=alert]")).ToContainTextAsync("3 个错误");
        await Expect(page.Locator("dialog button.main")).ToHaveCountAsync(0);
        await page.ClickAsync("dialog button:text('关闭')");

        await page.FillAsync("#p-title", "镇街复核");
        await page.SelectOptionAsync("#i-role", "TownshipReviewer");
        await page.SelectOptionAsync("#i-level", "Township");
        await page.FillAsync("#p-count", "3");
        await page.SelectOptionAsync("[data-way='Refuse']", "homeVisit");
        await Expect(page.Locator(".problems h3 .ok")).ToBeVisibleAsync();
        await Expect(page.Locator(".saving.saved")).ToBeVisibleAsync();
        await page.GetByText("发布……").ClickAsync();
        await page.FillAsync("#reason", "金额较大，加一道复核");
        await page.ClickAsync("dialog button.main");
        await Expect(page.Locator(".head .state").First).ToHaveTextAsync("第 2 版，在用");

        var young = (await Office.SubmitCompleteAsync()).Id;
        foreach (var id in new[] { running, young })
        {
            await Office.UntilAsync(id, "VillageOpinion");
            await Office.StepAsync(id);
        }

        var version = await Office.ReadAsync(db => db.Set<ServiceVersion>().SingleAsync(one => one.ServiceId == "hardship-aid" && one.State == ServiceState.Published, cancellation));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Office.TasksAsync(running)).Select(task => task.Step).Distinct(), Is.EqualTo(new[] { "HomeVisit" }));
            Assert.That((await Office.TasksAsync(young)).Select(task => task.Step).Distinct(), Is.EqualTo(new[] { "Review1" }));
            Assert.That((version.Number, version.Reason, version.Source), Is.EqualTo((2, "金额较大，加一道复核", ServiceSource.Editor)));
        }
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task With_the_keyboard_alone_a_step_is_inserted_changed_undone_and_deleted()
    {
        var page = await EditorAsync("serious-illness-relief", "en");
        var before = await StepsAsync(page);

        await page.FocusAsync("[data-step='start']");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.Locator("[data-step='completeness']")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("+");
        await Expect(page.Locator("#find")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Notify");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("[data-type='Aid.Notify']")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#p-title")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("Tell the family");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("[data-step='notify1']")).ToBeFocusedAsync();
        await Expect(page.Locator("[data-step='notify1']")).ToContainTextAsync("Tell the family");
        await page.Keyboard.PressAsync("Control+z");
        await Expect(page.Locator("[data-step='notify1']")).ToContainTextAsync("Notify");
        await page.Keyboard.PressAsync("Control+y");
        await Expect(page.Locator("[data-step='notify1']")).ToContainTextAsync("Tell the family");
        await page.Keyboard.PressAsync("Delete");
        await Expect(page.Locator("[data-step='notify1']")).ToHaveCountAsync(0);
        await Expect(page.Locator("[data-step='completeness']")).ToBeFocusedAsync();
        await Expect(page.Locator(".saving.saved")).ToBeVisibleAsync();

        Assert.That(await StepsAsync(page), Is.EqualTo(before));
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task The_outline_edits_the_same_flow_and_of_two_at_one_draft_the_second_is_warned_and_nothing_is_lost()
    {
        var page = await EditorAsync("sudden-accident-relief", "en");
        var other = await EditorAsync("sudden-accident-relief", "en");
        await page.ClickAsync(".tools button:text('Outline')");
        await Accessibility.CheckAsync(page);
        await page.FillAsync("#w-description", "written by the first");
        await Expect(page.Locator(".saving.saved")).ToBeVisibleAsync();
        await Expect(page.Locator(".head .state").First).ToContainTextAsync("Draft of version 2");

        await other.FillAsync("#w-description", "written by the second");
        await Expect(other.Locator(".notice")).ToContainTextAsync("changed this service at");
        await Expect(other.Locator("#w-description")).ToHaveValueAsync("written by the second");
        complaints.RemoveAll(one => one.Contains("409", StringComparison.Ordinal));
        await other.ClickAsync(".notice button:has-text('Save mine')");
        await Expect(other.Locator(".saving.saved")).ToBeVisibleAsync();
        await other.ClickAsync("button:has-text('Versions and draft')");
        await other.ClickAsync("dialog button:text-is('Restore')");
        await Expect(other.Locator("#w-description")).ToHaveValueAsync("written by the first");

        await other.ClickAsync("button:has-text('Versions and draft')");
        other.Dialog += (_, asked) => _ = asked.AcceptAsync();
        await other.ClickAsync("dialog button.grave");
        await Expect(other.Locator(".head .state").First).ToHaveTextAsync("Version 1, in force");
    }

    private async Task<IPage> EditorAsync(string definition, string language)
    {
        var page = await screen.SignedInAsync("admin1", Wide, language);
        page.Console += (_, message) => complaints.AddRange(message.Type == "error" ? [$"{message.Text} ({message.Location})"] : []);
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync($"/admin/designer/{definition}");
        await page.WaitForSelectorAsync("[data-step]");
        await Expect(page.Locator(".problems h3")).Not.ToContainTextAsync(language == "en" ? "checking" : "正在检查");
        return page;
    }

    private static Task<string[]> StepsAsync(IPage page) => page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('[data-step]')].map(one => one.dataset.step)");
}
