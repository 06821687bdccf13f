using AidWorkflow.Portal.Tests.Serving;
using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>An applicant whose phone has no network just then.</summary>
[TestFixture]
internal sealed class WithoutNetworkTests
{
    private Screen screen = null!;

    [OneTimeSetUp]
    public async Task OpenAsync() => screen = await Screen.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await screen.DisposeAsync();

    [TestCase("zh-CN", "现在没有网络")]
    [TestCase("en", "There is no network just now")]
    [CancelAfter(60_000)]
    public async Task A_page_that_cannot_be_sent_stays_with_what_was_written_and_is_sent_later(string language, string told, CancellationToken cancellation)
    {
        var (page, draft) = await DraftAsync(language);
        await page.GotoAsync($"{draft}/topics/applicant");
        await page.FillAsync("[name=applicantName]", "王建国");

        await page.Context.SetOfflineAsync(true);
        await page.ClickAsync("main form[action*='/topics/'] button.main");
        await page.WaitForSelectorAsync("[data-offline]:not([hidden])");

        Assert.That(await page.InnerTextAsync("[data-offline]"), Does.Contain(told));
        Assert.That(await page.InputValueAsync("[name=applicantName]"), Is.EqualTo("王建国"));

        await page.Context.SetOfflineAsync(false);
        await page.ClickAsync("main form[action*='/topics/'] button.main");
        await page.WaitForURLAsync(address => !address.Contains("/topics/applicant", StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await page.GotoAsync($"{draft}/topics/applicant");
        Assert.That(await page.InputValueAsync("[name=applicantName]"), Is.EqualTo("王建国"));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task An_upload_that_breaks_off_keeps_its_file_and_can_be_pressed_again(CancellationToken cancellation)
    {
        var (page, draft) = await DraftAsync("zh-CN");
        await page.GotoAsync($"{draft}/papers");
        await page.SetInputFilesAsync("#file-identityCard", new FilePayload { Name = "card.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.4\n%%EOF\n"u8.ToArray() });
        var form = page.Locator("form[data-upload]:has(#file-identityCard)");

        await page.Context.SetOfflineAsync(true);
        await form.Locator("button").ClickAsync();
        await form.Locator(".fault[data-said]").WaitForAsync();
        await page.EvaluateAsync("() => new Promise(done => setTimeout(done, 0))"); // whatever still waits for its turn has had it

        Assert.That(await form.Locator("button").IsEnabledAsync(), Is.True, "the button stays dead");

        await page.Context.SetOfflineAsync(false);
        await form.Locator("button").ClickAsync();
        await page.Locator("form[action$='/remove']", new() { HasText = "card.pdf" }).WaitForAsync();
    }

    private async Task<(IPage Page, string Draft)> DraftAsync(string language)
    {
        var office = screen.Office;
        var draft = await office.DraftAsync("applicant1", office.Answers());
        var page = await screen.SignedInAsync("applicant1", 360, language);
        page.SetDefaultTimeout(10_000);
        return (page, $"/drafts/{draft}");
    }
}
