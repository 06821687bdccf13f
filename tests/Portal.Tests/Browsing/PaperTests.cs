using AidWorkflow.Cases.Applying;
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
        var (page, draft) = await PapersAsync(language);
        var sign = page.Locator("[data-signing]");
        await sign.Locator("summary").ClickAsync();
        await sign.Locator("button[type=submit]").ClickAsync();
        Assert.That(await sign.Locator("[data-said]").InnerTextAsync(), Does.Contain(told));

        await sign.Locator("[data-signer]").FillAsync("王建国");
        await sign.Locator("canvas").ScrollIntoViewIfNeededAsync();
        var box = (await sign.Locator("canvas").BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X + 40, box.Y + 40);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + 160, box.Y + 70, new() { Steps = 5 });
        await page.Mouse.UpAsync();
        Assert.That(await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(360));
        await sign.Locator("button[type=submit]").ClickAsync();
        await page.Locator("form[action$='/remove']", new() { HasText = name }).WaitForAsync();

        var file = await screen.Office.ReadAsync(db => db.Set<StoredFile>().AsNoTracking().OrderByDescending(one => one.Id).FirstAsync(cancellation));
        Assert.That((file.FileName, file.MediaType), Is.EqualTo((name, "image/png")));
        await page.GotoAsync($"/drafts/{draft}/sheets/signedPromise");
        Assert.That(await page.InnerTextAsync("main"), Does.Contain(language == "en" ? "I and my household agree" : "本人及家庭成员同意"));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task A_file_sent_after_the_session_ended_is_said_not_to_have_arrived(CancellationToken cancellation)
    {
        var (page, draft) = await PapersAsync("zh-CN");
        await page.SetInputFilesAsync("#file-identityCard", new FilePayload { Name = "card.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.4\n%%EOF\n"u8.ToArray() });
        screen.Office.Clock.Advance(TimeSpan.FromHours(10));

        await page.Locator("form[data-upload]:has(#file-identityCard) button").ClickAsync();
        await page.Locator("[name=userName]").WaitForAsync();
        await screen.EnterAsync(page, "applicant1");

        await page.GetByText("文件没有收到").First.WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "回到原页面" }).ClickAsync();
        await page.WaitForURLAsync(address => address.Contains($"/drafts/{draft}/papers", StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.DOMContentLoaded });
    }

    private async Task<(IPage Page, DraftId Draft)> PapersAsync(string language)
    {
        var office = screen.Office;
        var draft = await office.DraftAsync("applicant1", office.Answers());
        var page = await screen.SignedInAsync("applicant1", 360, language);
        page.SetDefaultTimeout(15_000);
        await page.GotoAsync($"/drafts/{draft}/papers");
        return (page, draft);
    }
}
