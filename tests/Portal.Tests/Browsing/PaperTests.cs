using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Portal.Tests.Serving;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>An applicant brings papers on a phone.</summary>
[TestFixture]
internal sealed class PaperTests
{
    private Screen screen = null!;

    [OneTimeSetUp]
    public async Task OpenAsync() => screen = await Screen.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await screen.DisposeAsync();

    [TestCase("zh-CN", "请填写签字人姓名", "签字的承诺书和核对授权书-王建国.png")]
    [TestCase("en", "Please write the name", "Signed promise and authorisation-王建国.png")]
    [CancelAfter(60_000)]
    public async Task A_promise_is_signed_on_the_screen_and_goes_up_as_a_picture(string language, string told, string name, CancellationToken cancellation)
    {
        var (page, draft, applicant) = await PapersAsync(language);
        var sign = page.Locator("[data-signing]");
        await sign.Locator("summary").ClickAsync();
        await sign.Locator("button[type=submit]").ClickAsync();
        Assert.That(await sign.Locator("[data-said]").InnerTextAsync(), Does.Contain(told));

        await sign.Locator("[data-signer]").FillAsync("王建国");
        await SignAsync(page, sign);
        Assert.That(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(360));
        Assert.That(await sign.Locator("[data-said]").InnerTextAsync(), Is.Empty, "what was missing is there");
        await sign.Locator("button[type=submit]").ClickAsync();
        await page.Locator("form[action$='/remove']", new() { HasText = name }).WaitForAsync();

        var file = await screen.Office.ReadAsync(db => db.Set<StoredFile>().AsNoTracking().OrderByDescending(one => one.Id).FirstAsync(cancellation));
        Assert.That((file.FileName, file.MediaType), Is.EqualTo((name, "image/png")));
        await page.GotoAsync($"/drafts/{draft}/sheets/signedPromise");
        Assert.That(await page.InnerTextAsync("main"), Does.Contain(language == "en" ? "I and my household agree" : "本人及家庭成员同意").And.Contain(applicant).And.Match(@"\d{6}\*{8}\w{4}"));
        Assert.That(await page.EvaluateAsync<double>("() => document.querySelector('h1').getBoundingClientRect().left"), Is.GreaterThan(10), "not at the very edge of a phone");
        Assert.That(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(360));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A_signature_sent_after_the_session_ended_is_not_called_a_file(CancellationToken cancellation)
    {
        var (page, draft, _) = await PapersAsync("en");
        var sign = page.Locator("[data-signing]");
        await sign.Locator("summary").ClickAsync();
        await sign.Locator("[data-signer]").FillAsync("王建国");
        await SignAsync(page, sign);
        screen.Office.Clock.Advance(TimeSpan.FromHours(10));

        await sign.Locator("button[type=submit]").ClickAsync();
        await page.Locator("[name=userName]").WaitForAsync();
        await screen.EnterAsync(page, "applicant1");

        await page.GetByText("The signature did not arrive").First.WaitForAsync();
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("sign again").And.Not.Contain("file"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Back to the page" }).ClickAsync();
        await page.Locator("#file-identityCard").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        Assert.That(page.Url, Does.Contain($"/drafts/{draft}/papers"));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A_file_sent_after_the_session_ended_is_said_not_to_have_arrived(CancellationToken cancellation)
    {
        var (page, draft, _) = await PapersAsync("zh-CN");
        await page.SetInputFilesAsync("#file-identityCard", new FilePayload { Name = "card.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.4\n%%EOF\n"u8.ToArray() });
        screen.Office.Clock.Advance(TimeSpan.FromHours(10));

        await page.Locator("form[data-upload]:has(#file-identityCard) button").ClickAsync();
        await page.Locator("[name=userName]").WaitForAsync();
        await screen.EnterAsync(page, "applicant1");

        await page.GetByText("文件没有收到").First.WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "回到原页面" }).ClickAsync();
        await page.Locator("#file-identityCard").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        Assert.That(page.Url, Does.Contain($"/drafts/{draft}/papers"));
    }

    private static async Task SignAsync(IPage page, ILocator sign)
    {
        await sign.Locator("canvas").ScrollIntoViewIfNeededAsync();
        var box = (await sign.Locator("canvas").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + 40, box.Y + 40);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + 160, box.Y + 70, new() { Steps = 5 });
        await page.Mouse.UpAsync();
    }

    private async Task<(IPage Page, DraftId Draft, string Applicant)> PapersAsync(string language)
    {
        var office = screen.Office;
        var answers = office.Answers();
        var draft = await office.DraftAsync("applicant1", answers);
        var page = await screen.SignedInAsync("applicant1", 360, language);
        page.SetDefaultTimeout(15_000);
        await page.GotoAsync($"/drafts/{draft}/papers");
        return (page, draft, (string)answers[FormKeys.ApplicantName]!);
    }
}
