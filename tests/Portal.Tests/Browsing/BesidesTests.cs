using AidWorkflow.Cases.Signing;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Portal.Tests.Signing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>Phrases, signing with a finger, copies, reminders and holds in a real browser, on a telephone and on a desk, in both languages.</summary>
[TestFixture]
internal sealed class BesidesTests
{
    private Screen screen = null!;

    [OneTimeSetUp]
    public async Task OpenAsync() => screen = await Screen.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await screen.DisposeAsync();

    [TestCase(390, "zh-CN")]
    [TestCase(1280, "en")]
    public async Task An_opinion_is_filled_by_a_press_and_signed_on_the_canvas(int width, string language)
    {
        var task = await screen.Office.ReachAsync((await screen.Office.SubmitCompleteAsync()).Id, "TownshipReview");
        await screen.Office.AskForSignaturesAsync(task.RoundId);
        var page = await screen.SignedInAsync("township1", width, language);
        await page.GotoAsync($"/tasks/{task.Id}");

        await page.FillAsync("[name=opinion]", "一、");
        await page.ClickAsync("[data-phrase] >> nth=0");
        await page.FocusAsync("[name=opinion]");
        await page.Keyboard.PressAsync("Alt+Digit2");
        var opinion = await page.InputValueAsync("[name=opinion]");
        Assert.That(opinion, Does.StartWith("一、").And.Match("建议给予.*不符合"), $"on record in Chinese, in {language} as well");
        await ShownAsync(page, $"task-{width}");

        await page.ClickAsync("button[name=verdict][value=Approve]");
        await page.WaitForSelectorAsync("canvas.signature");
        await page.ClickAsync("button[name=sure][value=yes]");
        Assert.That(await page.Locator("[data-said]").TextContentAsync(), Is.Not.Empty, "nothing goes up unsigned");
        await page.Locator("canvas.signature").ScrollIntoViewIfNeededAsync();
        var box = (await page.Locator("canvas.signature").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + 30, box.Y + 30);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + 120, box.Y + 80, new() { Steps = 5 });
        await page.Mouse.MoveAsync(box.X + 160, box.Y + 40, new() { Steps = 5 });
        await page.Mouse.UpAsync();
        await ShownAsync(page, $"sign-{width}");
        await Accessibility.CheckAsync(page);
        await page.ClickAsync("button[name=sure][value=yes]");
        await page.WaitForURLAsync("**/tasks?decision=*");

        Assert.That(await screen.Office.ReadAsync(db => db.Set<HandSignature>().CountAsync(signature => signature.CaseId == task.CaseId)), Is.EqualTo(1));
        await page.GotoAsync($"/cases/{task.CaseId}");
        await ShownAsync(page, $"case-{width}");
        await page.GotoAsync($"/cases/{task.CaseId}/approval-form");
        Assert.That(await page.EvaluateAsync<bool>("() => Array.from(document.querySelectorAll('img.hand')).every(img => img.naturalWidth > 0) && document.querySelectorAll('img.hand').length === 1"), Is.True, "the signature is seen");
        await ShownAsync(page, $"form-{width}");
    }

    [TestCase(390, "en")]
    [TestCase(1280, "zh-CN")]
    public async Task Copies_reminders_and_holds_fit_every_screen(int width, string language)
    {
        var id = await screen.Office.SendAsync("applicant1", screen.Office.Answers());
        var clerk = await screen.SignedInAsync("station1", width, language);
        await clerk.GotoAsync($"/tasks/{(await screen.Office.TasksAsync(id)).Single().Id}");
        await clerk.ClickAsync($"summary:has-text(\"{(language == "en" ? "Send it to colleagues" : "抄送同事")}\")");
        await clerk.ClickAsync($"details:has(#copy-{(await screen.Office.AsAsync("decider1")).Account}):not([open]):not(:has(details)) > summary");
        await clerk.CheckAsync($"#copy-{(await screen.Office.AsAsync("decider1")).Account}");
        await ShownAsync(clerk, $"copy-{width}");
        await clerk.ClickAsync("form[action$='/copy'] button");
        await clerk.WaitForURLAsync("**/cases/*?done=copy");
        await ShownAsync(clerk, $"copied-case-{width}");

        var applicant = await screen.SignedInAsync("applicant1", width, language);
        await applicant.GotoAsync($"/applications/{id}");
        await applicant.ClickAsync("form[action$='/urge'] button");
        await applicant.WaitForURLAsync("**/applications/*?done=urged");
        await ShownAsync(applicant, $"reminded-{width}");

        var reader = await screen.SignedInAsync("decider1", width, language);
        await reader.GotoAsync("/tasks/copied");
        await ShownAsync(reader, $"inbox-copied-{width}");
        await Accessibility.CheckAsync(reader);

        var admin = await screen.SignedInAsync("admin1", width, language);
        await admin.GotoAsync($"/admin/cases/{id}");
        await admin.ClickAsync("main section summary >> nth=0");
        await admin.FillAsync("[name='suspend.reason']", "核查来信");
        await admin.ClickAsync("form[action$='/suspend'] button");
        await admin.WaitForSelectorAsync("#plan");
        await ShownAsync(admin, $"plan-{width}");
        await Accessibility.CheckAsync(admin);
        await admin.ClickAsync("button[name=sure][value=yes]");
        await admin.WaitForURLAsync("**?done=Suspend");
        await ShownAsync(admin, $"held-{width}");

        await clerk.GotoAsync("/tasks?tab=Team");
        await ShownAsync(clerk, $"inbox-held-{width}");
    }

    /// <summary>Nothing is wider than the screen; with SCREENSHOTS set, a picture of it is kept there to be looked at.</summary>
    private static async Task ShownAsync(IPage page, string name)
    {
        Assert.That(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"), Is.LessThanOrEqualTo(0), $"{name}: {page.Url}");
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
    }
}
