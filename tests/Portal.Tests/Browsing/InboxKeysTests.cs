using System.Diagnostics;
using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.StandingIn;
using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>The inbox as a reviewer works with it all day: it shows by itself what came, what is new is marked, and the keys lead to every choice and decide none.</summary>
[TestFixture]
internal sealed class InboxKeysTests
{
    /// <summary>How long the portal takes at most until it has noticed a task: its next short look, of an answer as old as may be.</summary>
    private static readonly TimeSpan Longest = LiveNews.Soon + Arrivals.Fresh;

    private Screen screen = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        screen = await Screen.OpenAsync();
        var office = screen.Office;
        var (leader, township) = (await office.AsAsync("leader1"), await office.UnitAsync("370402001", UnitLevel.Township));
        await office.DoAsync((AssignRole act, CancellationToken token) => act.RunAsync(leader.Account!.Value, Role.UnitHead, township, LocalDay.Today(office.Clock), null, Actor.System, token));
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await screen.DisposeAsync();

    [TestCase("zh-CN", "来了新任务", "新")]
    [TestCase("en", "A new task came", "new")]
    [CancelAfter(60_000)]
    public async Task A_new_task_is_there_within_two_seconds_without_reload(string language, string words, string mark, CancellationToken cancellation)
    {
        await screen.Office.SubmitCompleteAsync();
        var page = await screen.SignedInAsync("station1", 1280, language);
        await page.RunAndWaitForResponseAsync(() => page.GotoAsync("/tasks?tab=Team"), answer => answer.Url.EndsWith("/news", StringComparison.Ordinal));
        var loads = 0;
        page.FrameNavigated += (_, _) => loads++;
        var (rows, unseen) = (await page.Locator(".inbox li").CountAsync(), await UnseenAsync(page));

        var id = (await screen.Office.SubmitCompleteAsync()).Id;
        var task = (await screen.Office.TasksAsync(id)).Single();
        var since = Stopwatch.StartNew();
        screen.Office.Clock.Advance(Longest);
        await page.WaitForSelectorAsync($".inbox a[href='/tasks/{task.Id}']");
        await TestContext.Out.WriteLineAsync($"{since.ElapsedMilliseconds} ms from the portal's look to the row in the browser");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Longest, Is.AtMost(TimeSpan.FromSeconds(1)), "the portal's part of the two seconds");
            Assert.That(loads, Is.Zero, "nothing was loaded anew");
            Assert.That(await page.Locator(".inbox li").CountAsync(), Is.EqualTo(rows + 1));
            Assert.That(await page.InnerTextAsync($".inbox a[href='/tasks/{task.Id}'] .tag.new"), Is.EqualTo(mark));
            Assert.That(await page.InnerTextAsync("[data-arrived]"), Does.Contain(words));
            Assert.That(await page.InnerTextAsync("[data-count=Team]"), Is.EqualTo($"{rows + 1}"));
            Assert.That(await UnseenAsync(page), Is.EqualTo(unseen + 1));
        }

        await Accessibility.CheckAsync(page);
        await page.Context.CloseAsync();
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A_task_that_comes_back_with_an_answer_is_there_without_reload_and_new(CancellationToken cancellation)
    {
        var office = screen.Office;
        var task = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview");
        await office.AsAsync<OpenTask, bool>("district1", (act, actor, token) => act.OpenAsync(task, null, actor, token));
        var asked = await office.AsAsync<GiveTask, TaskId>("district1", (act, actor, token) => act.DelegateAsync(task.Id, "township1", "请核实收入", actor, token));
        var page = await screen.SignedInAsync("district1", 1280, "zh-CN");
        await page.RunAndWaitForResponseAsync(() => page.GotoAsync("/tasks?tab=Mine"), answer => answer.Url.EndsWith("/news", StringComparison.Ordinal));
        Assert.That(await page.Locator($".inbox a[href='/tasks/{task.Id}']").CountAsync(), Is.Zero);

        await office.DecideAsync("township1", new(asked, Verdict.Advise, "收入属实"));
        office.Clock.Advance(LiveNews.Every);
        await page.WaitForSelectorAsync($".inbox a[href='/tasks/{task.Id}'] .tag.new");

        Assert.That(await page.InnerTextAsync("[data-arrived]"), Does.Contain("来了新任务"));
        await page.Context.CloseAsync();
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Whoever_reads_with_the_keys_is_told_and_not_moved(CancellationToken cancellation)
    {
        await screen.Office.SubmitCompleteAsync();
        var page = await screen.SignedInAsync("station1", 1280, "en");
        await page.RunAndWaitForResponseAsync(() => page.GotoAsync("/tasks?tab=Team"), answer => answer.Url.EndsWith("/news", StringComparison.Ordinal));
        await page.Keyboard.PressAsync("j");
        var at = await FocusAsync(page);

        await screen.Office.SubmitCompleteAsync();
        screen.Office.Clock.Advance(Longest);
        await page.WaitForSelectorAsync("[data-news]:not([hidden])");

        Assert.That(await FocusAsync(page), Is.EqualTo(at).And.StartWith("/tasks/"));
        await page.Context.CloseAsync();
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task What_was_opened_once_is_new_no_longer(CancellationToken cancellation)
    {
        var task = (await screen.Office.TasksAsync((await screen.Office.SubmitCompleteAsync()).Id)).Single();
        var page = await screen.SignedInAsync("station1", 390, "zh-CN");
        await page.GotoAsync("/tasks?tab=Team");
        var before = await UnseenAsync(page);
        var marked = await page.Locator($".inbox a[href='/tasks/{task.Id}'] .tag.new").CountAsync();

        await page.GotoAsync($"/tasks/{task.Id}");
        await page.GotoAsync("/tasks?tab=Team");

        Assert.That((marked, await page.Locator($".inbox a[href='/tasks/{task.Id}'] .tag.new").CountAsync()), Is.EqualTo((1, 0)));
        Assert.That(await UnseenAsync(page), Is.EqualTo(before - 1));
        await page.Context.CloseAsync();
    }

    [TestCase("zh-CN", "按 Esc 关闭")]
    [TestCase("en", "neither decides")]
    [CancelAfter(90_000)]
    public async Task The_keys_walk_open_and_lead_to_a_choice_and_none_of_them_decides(string language, string words, CancellationToken cancellation)
    {
        var task = (await screen.Office.TasksAsync((await screen.Office.SubmitCompleteAsync()).Id)).Single();
        var page = await screen.SignedInAsync("station1", 1280, language);
        await page.GotoAsync("/tasks?tab=Team");
        await page.FocusAsync($".inbox a[href='/tasks/{task.Id}']");
        await page.Keyboard.PressAsync("?");
        Assert.That(await page.InnerTextAsync("dialog#keys[open]"), Does.Contain(words));
        Assert.That(await page.EvaluateAsync<bool>("() => document.activeElement.closest('dialog#keys') !== null"), "what opened has the keyboard and is read out");
        await Accessibility.CheckAsync(page);
        await page.Keyboard.PressAsync("Escape");
        Assert.That((await page.Locator("dialog#keys[open]").CountAsync(), await FocusAsync(page)), Is.EqualTo((0, $"/tasks/{task.Id}")), "whoever closes it is where they were");

        await page.FocusAsync($".inbox a[href='/tasks/{task.Id}']");
        await page.Keyboard.PressAsync("a");
        await page.WaitForURLAsync($"**/tasks/{task.Id}");
        await page.WaitForFunctionAsync("() => document.activeElement?.matches('#decision button[name=verdict][data-key=a]')");
        Assert.That((await screen.Office.TasksAsync(task.CaseId)).Single().State, Is.EqualTo(TaskState.Assigned), "nothing is decided");
        await Accessibility.CheckAsync(page);

        await page.GoBackAsync();
        await page.FocusAsync($".inbox a[href='/tasks/{task.Id}']");
        await page.Keyboard.PressAsync("r");
        await page.WaitForURLAsync($"**/tasks/{task.Id}");
        await page.WaitForFunctionAsync("() => document.activeElement?.closest('#decision details[data-key=r][open]') !== null");
        Assert.That((await screen.Office.TasksAsync(task.CaseId)).Single().State, Is.EqualTo(TaskState.Assigned));

        await page.FocusAsync("[name=opinion]");
        await page.Keyboard.TypeAsync("ar");
        Assert.That((await page.InputValueAsync("[name=opinion]"), await page.EvaluateAsync<string>("() => document.activeElement.name")), Is.EqualTo(("ar", "opinion")), "whoever types types");
        await page.Context.CloseAsync();
    }

    [Test]
    [CancelAfter(90_000)]
    public async Task Whoever_comes_back_from_a_task_goes_on_from_its_row_or_from_its_neighbour([Values] bool byLink, CancellationToken cancellation)
    {
        for (var time = 0; time < 3; time++)
            await screen.Office.SubmitCompleteAsync();
        var page = await screen.SignedInAsync("station1", byLink ? 390 : 1280, "en");
        await page.GotoAsync("/tasks?tab=Team");
        var all = await page.EvaluateAsync<string[]>("() => Array.from(document.querySelectorAll('.inbox a'), row => row.pathname)");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync($"**{all[1]}");

        if (byLink)
            await page.ClickAsync("a[href='/tasks/back']");
        else
            await page.GoBackAsync();
        await page.WaitForURLAsync("**/tasks?tab=Team");
        Assert.That(await FocusAsync(page), Is.EqualTo(all[1]));
        await page.Keyboard.PressAsync("j");
        Assert.That(await FocusAsync(page), Is.EqualTo(all[2]));

        await page.Keyboard.PressAsync("k");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync($"**{all[1]}");
        await screen.Office.DecideAsync("station1", new(new(Guid.Parse(all[1]["/tasks/".Length..])), Verdict.NotAccept, "户籍不在本区。"));
        await page.ClickAsync("a[href='/tasks/back']");
        await page.WaitForURLAsync("**/tasks?tab=Team");
        Assert.That(await FocusAsync(page), Is.EqualTo(all[2]), "it is gone: the one behind it");

        await page.ClickAsync($".inbox a[href='{all[2]}'] strong");
        await page.WaitForURLAsync($"**{all[2]}");
        await page.ClickAsync("a[href='/tasks/back']");
        await page.WaitForURLAsync("**/tasks?tab=Team");
        Assert.That(await page.EvaluateAsync<bool>("() => document.activeElement === document.body"), "whoever works with the mouse is not moved");
        await page.Keyboard.PressAsync("j");
        Assert.That(await FocusAsync(page), Is.EqualTo(all[2]));
        await page.Context.CloseAsync();
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Where_there_is_no_keyboard_no_key_is_told(CancellationToken cancellation)
    {
        var task = (await screen.Office.TasksAsync((await screen.Office.SubmitCompleteAsync()).Id)).Single();
        var desk = await screen.SignedInAsync("station1", 1280, "en");
        await using var phone = await desk.Context.Browser!.NewContextAsync(new() { BaseURL = new Uri(desk.Url).GetLeftPart(UriPartial.Authority), Locale = "en", ViewportSize = new() { Width = 390, Height = 800 }, HasTouch = true, IsMobile = true });
        var page = await phone.NewPageAsync();
        await screen.SignInAsync(page, "station1");

        foreach (var path in new[] { "/tasks?tab=Team", $"/tasks/{task.Id}" })
        {
            foreach (var (where, seen) in new[] { (desk, true), (page, false) })
            {
                await where.GotoAsync(path);
                Assert.That(await where.EvaluateAsync<int>("() => Array.from(document.querySelectorAll('kbd, [data-keys]')).filter(key => key.offsetParent !== null).length"), seen ? Is.Positive : Is.Zero, path);
            }
        }

        await desk.Context.CloseAsync();
    }

    [TestCase("zh-CN", "外出培训")]
    [TestCase("en", "away for a course")]
    [CancelAfter(90_000)]
    public async Task A_head_opens_a_number_and_gives_what_is_behind_it_to_somebody_else(string language, string why, CancellationToken cancellation)
    {
        var task = await screen.Office.ReachAsync((await screen.Office.SubmitCompleteAsync()).Id, "TownshipReview");
        var actor = await screen.Office.AsAsync("township1");
        await screen.Office.DoAsync((ClaimTask act, CancellationToken token) => act.ClaimAsync(task.Id, actor, token));
        var page = await screen.SignedInAsync("leader1", 390, language);
        await page.GotoAsync("/tasks/team");
        await FitsAsync(page, $"team-{language}");

        await page.ClickAsync($"a[href*='who={actor.Account}'][href$='count=Claimed']");
        await page.WaitForSelectorAsync("input[name=task]");
        await page.CheckAsync($"input[value='{task.Id}']");
        await FitsAsync(page, $"team-list-{language}");
        await page.SendAsync("main form button.main"); // without a colleague and a reason
        Assert.That(await page.IsCheckedAsync($"input[value='{task.Id}']"), "what was chosen stays chosen");
        await page.SelectOptionAsync("select[name=to]", "township2");
        await page.FillAsync("[name=words]", why);
        await page.SendAsync("main form button.main");

        Assert.That(await page.Locator("[role=status] .fault").CountAsync(), Is.Zero, await page.InnerTextAsync("main"));
        var now = (await screen.Office.TasksAsync(task.CaseId)).Single();
        Assert.That((now.AssigneeId, now.GivenWords), Is.EqualTo(((await screen.Office.AsAsync("township2")).Account, why)));
        await page.Context.CloseAsync();
    }

    [TestCase(390, "zh-CN")]
    [TestCase(390, "en")]
    [TestCase(1280, "zh-CN")]
    [TestCase(1280, "en")]
    [CancelAfter(90_000)]
    public async Task The_calendar_and_what_waits_on_whom_fit_and_lead_to_what_they_count(int width, string language, CancellationToken cancellation)
    {
        await screen.Office.ReachAsync((await screen.Office.SubmitCompleteAsync()).Id, "TownshipReview");
        var page = await screen.SignedInAsync("township1", width, language);
        foreach (var path in new[] { "/tasks/calendar", "/tasks/calendar?span=Week", "/tasks/waiting", "/cases/waiting", "/tasks" })
        {
            await page.GotoAsync(path);
            await FitsAsync(page, $"{path.Trim('/').Replace('/', '-').Replace('?', '-')}-{width}-{language}");
        }

        await page.GotoAsync("/tasks/calendar");
        var number = page.Locator(".due-days td a").First;
        var count = int.Parse(await number.Locator(".num").InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture);
        await number.ClickAsync();
        await page.WaitForURLAsync("**/tasks?tab=*");
        Assert.That(await page.Locator(".inbox li").CountAsync(), Is.EqualTo(count));

        await page.GotoAsync("/cases/waiting?on=Team");
        await page.Locator("tbody a").First.ClickAsync();
        await page.WaitForSelectorAsync("#waits");
        await FitsAsync(page, $"case-{width}-{language}");
        await page.Context.CloseAsync();
    }

    private static async Task FitsAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("PICTURES") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
        await Accessibility.CheckAsync(page);
        var widest = await page.EvaluateAsync<JsonElement>("() => [document.scrollingElement.scrollWidth, innerWidth]");
        Assert.That(widest[0].GetInt32(), Is.AtMost(widest[1].GetInt32()), $"{page.Url} is wider than the screen");
    }

    private static async Task<int> UnseenAsync(IPage page) => int.Parse((await page.Locator("[data-unseen] [data-number]").First.TextContentAsync())!, System.Globalization.CultureInfo.InvariantCulture);

    private static Task<string> FocusAsync(IPage page) => page.EvaluateAsync<string>("() => document.activeElement.getAttribute('href') ?? ''");
}
