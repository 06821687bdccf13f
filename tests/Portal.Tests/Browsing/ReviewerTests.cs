using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Correcting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.StandingIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>A reviewer's day in a browser: the inbox and the page of a task, at a desk and on a phone, in both languages, by mouse and by keyboard alone.</summary>
[TestFixture]
internal sealed class ReviewerTests
{
    private const int Desk = 1280;
    private const int Phone = 390;

    private Screen screen = null!;

    private Office Office => screen.Office;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        screen = await Screen.OpenAsync();
        await Office.RuleAsync("""[{"of":"previous"}]""");
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await screen.DisposeAsync();

    [TestCase(Desk, "zh-CN", "自您上次查看")]
    [TestCase(Desk, "en", "What changed since you looked")]
    [TestCase(Phone, "zh-CN", "自您上次查看")]
    [TestCase(Phone, "en", "What changed since you looked")]
    [CancelAfter(90_000)]
    public async Task Inbox_and_task_can_be_used_by_everybody_with_all_that_a_task_may_show(int width, string language, string since, CancellationToken cancellation)
    {
        var task = await ReviewedAsync();
        var page = await screen.SignedInAsync("township1", width, language);
        await page.GotoAsync("/tasks?tab=Team");
        await FitsAsync(page, width);
        await page.GotoAsync($"/tasks/{task.Id}");
        Office.Clock.Advance(TimeSpan.FromHours(1));
        var colleague = await Office.AsAsync("township2");
        await Office.DoAsync((CorrectAnswers act, CancellationToken token) => act.CorrectAsync(new(task.Id, new JsonObject { ["householdSize"] = 5 }, "户口簿上是五人"), colleague, token));
        await Office.AsAsync("township2", (ClaimTask act, Actor actor, CancellationToken token) => act.ReleaseAsync(task.Id, actor, token));

        await page.GotoAsync($"/tasks/{task.Id}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await page.InnerTextAsync("#since"), Does.Contain(since).And.Contain("户口簿上是五人"));
            Assert.That(await page.Locator("[name=next]").CountAsync(), Is.EqualTo(2), "who may be named for the next step");
        }

        await FitsAsync(page, width);
        await page.ClickAsync(".papers a[data-paper] >> nth=0");
        await page.Locator("[data-pane]").WaitForAsync();
        await FitsAsync(page, width);
    }

    [TestCase("zh-CN")]
    [TestCase("en")]
    [CancelAfter(60_000)]
    public async Task What_is_typed_into_the_decision_is_there_after_another_form_of_the_page_was_sent_and_gone_with_the_one_who_typed_it(string language, CancellationToken cancellation)
    {
        var task = await ReviewedAsync();
        var page = await screen.SignedInAsync("township1", Desk, language);
        await page.GotoAsync($"/tasks/{task.Id}");
        await page.FillAsync("[name=opinion]", "情况属实，建议");

        await page.SendAsync("form[action$='/claim'] button");
        Assert.That(await page.InputValueAsync("[name=opinion]"), Is.EqualTo("情况属实，建议"));
        await page.ClickAsync("details:has(form[action$='/answers']) > summary");
        await page.SendAsync("form[action$='/answers'] .button");

        Assert.That(await page.InputValueAsync("[name=opinion]"), Is.EqualTo("情况属实，建议"), "no reason was given, and what else was typed stays");
        await page.SendAsync("form[action$='/sign-out'] button >> visible=true");
        await screen.SignInAsync(page, "township1");
        await page.GotoAsync($"/tasks/{task.Id}");
        Assert.That(await page.InputValueAsync("[name=opinion]"), Is.Empty, "whoever signs out leaves nothing");
        await page.Context.CloseAsync();
    }

    [TestCase("zh-CN")]
    [TestCase("en")]
    [CancelAfter(60_000)]
    public async Task At_a_desk_what_was_applied_for_the_papers_and_the_decision_are_seen_at_once_and_the_decision_stays(string language, CancellationToken cancellation)
    {
        var task = await ReviewedAsync("DistrictReview");
        var page = await screen.SignedInAsync(await Office.HolderAsync(task), Desk, language);
        await page.GotoAsync($"/tasks/{task.Id}");

        foreach (var part in new[] { ".desk dl >> nth=0", ".papers a >> nth=0", ".checks", "#f-opinion", "button[data-key=a]" })
            Assert.That(await InSightAsync(page, part), Is.True, part);
        await page.EvaluateAsync("() => window.scrollTo(0, document.body.scrollHeight / 2)");
        Assert.That(await InSightAsync(page, "button[data-key=a]"), Is.True, "the decision, while reading on");
    }

    [TestCase("zh-CN")]
    [TestCase("en")]
    [CancelAfter(60_000)]
    public async Task A_task_is_found_opened_and_decided_by_keyboard_alone(string language, CancellationToken cancellation)
    {
        var task = await ReviewedAsync();
        var page = await screen.SignedInAsync("township1", Desk, language);
        await page.GotoAsync($"/tasks?tab=Team&q={await NumberAsync(task.CaseId)}");

        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync($"**/tasks/{task.Id}");
        await TabToAsync(page, "#f-opinion");
        await page.Keyboard.TypeAsync("a j k：情况属实");
        await TabToAsync(page, "[name=next]");
        await page.Keyboard.PressAsync("Space");
        await TabToAsync(page, "button, a"); // out of what is filled in
        await page.Keyboard.PressAsync("a");
        Assert.That(await page.EvaluateAsync<string>("() => document.activeElement.dataset.key"), Is.EqualTo("a"), "the key goes to the button and does not press it");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/tasks?decision=*");

        var made = await Office.ReadAsync(db => db.Set<Decision>().SingleAsync(decision => decision.TaskId == task.Id));
        Assert.That((made.Verdict, made.Opinion), Is.EqualTo((Verdict.Approve, "a j k：情况属实")));
        Assert.That(made.Detail, Does.Contain("district1"));
    }

    [TestCase("zh-CN")]
    [TestCase("en")]
    [CancelAfter(60_000)]
    public async Task Deciding_on_a_page_that_is_no_longer_true_says_so_and_keeps_what_was_written(string language, CancellationToken cancellation)
    {
        var task = await ReviewedAsync();
        var page = await screen.SignedInAsync("township1", Desk, language);
        await page.GotoAsync($"/tasks/{task.Id}");
        await page.FillAsync("#f-opinion", "我写了很久的意见");
        await Office.DecideAsync("township2", new(task.Id, Verdict.Approve, "同意。"));

        await page.SendAsync("button[data-key=a]");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await page.Locator(".summary").CountAsync(), Is.EqualTo(1), await page.InnerTextAsync("main"));
            Assert.That(await page.InnerTextAsync("aside"), Does.Contain("我写了很久的意见"), "to be read and copied");
            Assert.That(await page.Locator("button[name=verdict]").CountAsync(), Is.Zero);
            Assert.That(await Office.ReadAsync(db => db.Set<Decision>().CountAsync(decision => decision.TaskId == task.Id)), Is.EqualTo(1));
        }

        await Accessibility.CheckAsync(page);
    }

    [TestCase(Desk, "zh-CN")]
    [TestCase(Phone, "en")]
    [CancelAfter(60_000)]
    public async Task A_form_that_is_refused_keeps_everything_and_leads_to_what_is_wrong(int width, string language, CancellationToken cancellation)
    {
        var task = await ReviewedAsync();
        var page = await screen.SignedInAsync("township1", width, language);
        await page.GotoAsync($"/tasks/{task.Id}");
        await page.CheckAsync("[name=next][value=district2]");
        await page.FillAsync("#f-opinion", "少两样材料");
        await page.ClickAsync("details:has([name=returnTo]) > summary");
        await page.SelectOptionAsync("[name=returnTo]", "Supplement");

        await page.SendAsync("button[value=Return]"); // nothing is ticked that the applicant is asked for
        var led = await page.Locator(".summary a").First.GetAttributeAsync("href");
        await page.ClickAsync(".summary a >> nth=0");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await page.EvaluateAsync<string>("() => '#' + document.activeElement.id"), Is.EqualTo(led));
            Assert.That(await page.Locator(led!).IsVisibleAsync(), Is.True);
            Assert.That(await page.InputValueAsync("#f-opinion"), Is.EqualTo("少两样材料"));
            Assert.That(await page.InputValueAsync("[name=returnTo]"), Is.EqualTo("Supplement"));
            Assert.That(await page.IsCheckedAsync("[name=next][value=district2]"), Is.True);
        }

        await FitsAsync(page, width);
    }

    [TestCase(Desk, "zh-CN", "缺少邻里证明，请补充走访")]
    [TestCase(Phone, "en", "Please ask the neighbours too")]
    [CancelAfter(60_000)]
    public async Task A_case_is_sent_back_from_its_page_into_the_list_one_came_from_and_says_why(int width, string language, string why, CancellationToken cancellation)
    {
        var task = await ReviewedAsync();
        var page = await screen.SignedInAsync("township1", width, language);
        await page.GotoAsync("/tasks?tab=Team&step=TownshipReview");
        await page.ClickAsync($".inbox a[href='/tasks/{task.Id}']");
        await page.FillAsync("#f-opinion", why);
        await page.ClickAsync("details:has([name=returnTo]) > summary");
        await page.SelectOptionAsync("[name=returnTo]", "HomeVisit");

        await page.SendAsync("button[value=Return]");

        Assert.That(page.Url, Does.Contain("decision=").And.Contain("step=TownshipReview"));
        var now = (await Office.TasksAsync(task.CaseId)).First(one => one.Step == "HomeVisit");
        await page.GotoAsync($"/tasks/{now.Id}");
        Assert.That(await page.InnerTextAsync("main .said.warn"), Does.Contain(why));
        await FitsAsync(page, width);
    }

    private async Task<ReviewTask> ReviewedAsync(string step = "TownshipReview") => await Office.ReachAsync((await Office.SubmitCompleteAsync()).Id, step);

    private Task<string?> NumberAsync(CaseId id) => Office.ReadAsync(db => db.Set<AidCase>().Where(one => one.Id == id).Select(one => one.ReceiptNumber).SingleAsync());

    private static async Task FitsAsync(IPage page, int width)
    {
        Assert.That(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(width), page.Url);
        await Accessibility.CheckAsync(page);
    }

    private static async Task<bool> InSightAsync(IPage page, string part)
    {
        var box = await page.Locator(part).First.BoundingBoxAsync();
        return box is not null && box.Y >= 0 && box.Y + Math.Min(box.Height, 40) <= 800;
    }

    private static async Task TabToAsync(IPage page, string part)
    {
        for (var press = 0; press < 80; press++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("part => document.activeElement.matches(part)", part))
                return;
        }

        Assert.Fail($"The keyboard never comes to {part}.");
    }
}
