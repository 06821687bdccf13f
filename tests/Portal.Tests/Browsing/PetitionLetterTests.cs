using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Portal.Tests.Deciding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>The answer to a petition on a telephone: written, looked at, issued, printed and delivered, which starts the time for review.</summary>
[TestFixture("zh-CN")]
[TestFixture("en")]
internal sealed class PetitionLetterTests(string language)
{
    private const int Width = 390;

    private Screen screen = null!;

    private Office Office => screen.Office;

    [OneTimeSetUp]
    public async Task OpenAsync() => screen = await Screen.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await screen.DisposeAsync();

    [Test]
    [CancelAfter(180_000)]
    public async Task A_disposition_letter_is_issued_and_its_delivery_starts_the_time_for_review(CancellationToken cancellation)
    {
        var (desk, rights) = (await Office.AsAsync("desk1"), await Office.AsAsync("rights1"));
        var today = LocalDay.Today(Office.Clock);
        var id = (await Office.DoAsync((RegisterVisit act, CancellationToken token) => act.RunAsync(new(MatterChannel.Letter, today)
        {
            Name = "王大山",
            Matters = [new(MatterKind.Petition, "pension", "1985 年入伍，1989 年退役，要求补发 2019 年以来的生活补助。") { Class = PetitionClass.Claim, Branch = ClaimBranch.PetitionHandling }],
        }, desk, token))).Single().Id;
        foreach (var kind in (PetitionEventKind[])[PetitionEventKind.Arrived, PetitionEventKind.Accepted, PetitionEventKind.Answered])
            await Office.DoAsync((RecordPetitionStep act, CancellationToken token) => act.RunAsync(new(id, kind, today, 0, "不予支持，已作解释。"), rights, token));

        var page = await screen.SignedInAsync("rights1", Width, language);
        await page.GotoAsync($"/matters/{id}");
        await SeenAsync(page, "1-matter");
        await page.ClickAsync("#documents a[href$='kind=DispositionLetter']");
        Assert.That(await page.InputValueAsync("[name=request]"), Does.StartWith("1985 年入伍"), "what the matter says already is there");
        await page.SendAsync("button[value=preview]");
        Assert.That(await page.Locator(".summary li").CountAsync(), Is.EqualTo(3), "facts, result and signer");
        await SeenAsync(page, "2-missing");
        await page.FillAsync("[name=facts]", "经查，王大山 1985 年 10 月入伍，1989 年 3 月退役。\n生活补助自 2019 年 8 月起按月发放，无欠发。");
        await page.FillAsync("[name=basis]", "《优抚对象补助经费管理办法》第六条");
        await page.FillAsync("[name=signer]", "李副局长");
        await page.CheckAsync("[name=result][value=NotSupport]");
        await page.SendAsync("button[value=preview]");
        Assert.That(await page.FrameLocator("#preview details[open] iframe").Locator("h1").InnerTextAsync(), Is.EqualTo(language == "en" ? "Disposition letter" : "信访处理意见书"));
        await SeenAsync(page, "3-preview");
        Assert.That(await Office.ReadAsync(db => db.Set<PetitionDocument>().CountAsync(cancellation)), Is.Zero, "a preview issues nothing");
        await page.SendAsync("button[value=issue]");
        await SeenAsync(page, "4-issued");

        await page.ClickAsync("#documents td a >> nth=0");
        await SeenAsync(page, "5-letter", accessible: false);
        Assert.That(await page.InnerTextAsync("main"), Does.Contain("CL370402").And.Contain("李副局长"));
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } folder)
            await page.PdfAsync(new() { Path = Path.Combine(folder, $"letter-{language}.pdf"), PreferCSSPageSize = true });
        await page.GotoAsync($"/matters/{id}");
        await page.ClickAsync("#documents a[href$='/delivery']");
        await page.SendAsync("main form button.main");
        Assert.That(await page.Locator(".summary li").CountAsync(), Is.EqualTo(2), "how, and on which day");
        await page.CheckAsync("[name=method][value=Post]");
        await page.FillAsync("[name=on]", $"{today:yyyy-MM-dd}");
        await page.FillAsync("[name=to]", "EMS 1234567890123");
        await SeenAsync(page, "6-delivery");
        await page.SendAsync("main form button.main");
        await SeenAsync(page, "7-delivered");

        var petition = await Office.ReadAsync(db => db.Set<Petition>().AsNoTracking().SingleAsync(one => one.Id == id, cancellation));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((petition.Status, petition.NextLimit), Is.EqualTo((PetitionStatus.MayAskReview, (LimitKind?)LimitKind.AskingReview)));
            Assert.That(petition.NextDueOn, Is.GreaterThanOrEqualTo(today.AddDays(30)));
            Assert.That(await page.InnerTextAsync("#documents"), Does.Contain("EMS 1234567890123"));
            Assert.That(await page.InnerTextAsync("#limits"), Does.Contain($"{petition.NextDueOn:yyyy-MM-dd}"));
        }
    }

    /// <summary>Nobody is kept out and nothing is wider than the screen; kept as a picture where somebody asks for it.</summary>
    private async Task SeenAsync(IPage page, string name, bool accessible = true)
    {
        if (accessible)
            await Accessibility.CheckAsync(page);
        Assert.That(await page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth"), Is.AtMost(Width), name);
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"letter-{language}-{name}.png"), FullPage = true });
    }
}
