using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Meeting;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Meetings;
using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>The minutes of a meeting that decided sixty cases, at a desk and on a phone: the exceptions alone are touched, and the paper stands beside them.</summary>
[TestFixture]
internal sealed class MinutesScaleTests
{
    private const int Many = 60;

    private static readonly FilePayload Scan = new() { Name = "纪要.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.4\n%%EOF\n"u8.ToArray() };

    private Screen screen = null!;
    private MeetingId list;
    private MeetingSheet sheet = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        screen = await Screen.OpenAsync();
        await screen.Office.WaitingAsync(Many);
        list = await screen.Office.FrozenAsync();
        sheet = await screen.Office.SheetAsync(list);
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await screen.DisposeAsync();

    [TestCase(1440, "zh-CN", "第 41 号")]
    [TestCase(390, "en", "No. 41")]
    [CancelAfter(180_000)]
    public async Task Sixty_cases_are_entered_by_their_exceptions_with_the_scan_beside_and_the_sum_in_sight(int width, string language, string row, CancellationToken cancellation)
    {
        var page = await screen.SignedInAsync("decider1", width, language);
        await page.GotoAsync($"/meetings/{list}/minutes");
        foreach (var earlier in new[] { 3, 41, 60 }) // another who entered it before was sent back
        {
            await page.EvaluateAsync($"() => ['reason', 'for', 'against'].forEach(field => document.querySelector(`[name='r{earlier}.${{field}}']`).value = '')");
            await page.SelectOptionAsync($"[name='r{earlier}.outcome']", "");
        }

        var (all, third) = (sheet.Lines.Sum(line => line.Cents), sheet.Lines[2].Cents);
        Assert.That(await page.InnerTextAsync("[data-sum=granted]"), Is.EqualTo(Yuan.Said(all)), "everything as proposed");
        await SeenAsync(page, width, $"{language}-1-fresh");

        await page.SetInputFilesAsync("[name=scan]", Scan);
        await page.FillAsync("[name=number]", "纪要60号");
        await page.SendAsync("[formaction$='/minutes/scan']");
        await page.Locator("[data-stage] iframe").WaitForAsync();
        Assert.That(await page.InputValueAsync("[name=number]"), Is.EqualTo("纪要60号"), "nothing that was written is lost");

        await page.FillAsync("[name=heldOn]", $"{LocalDay.Today(screen.Office.Clock):yyyy-MM-dd}");
        foreach (var (member, name) in Sitting.Members.Select((member, at) => (at + 1, member.Name)))
        {
            await page.FillAsync($"[name='member{member}.name']", name);
            await page.SelectOptionAsync($"[name='member{member}.account']", "");
            await page.CheckAsync($"[name='member{member}.attended']");
        }

        await page.OnlyAsync(Sitting.Members.Length);
        await page.CheckAsync("[name=chair] >> nth=0");
        await page.FillAsync("[name='once.for']", "3");
        await page.FillAsync("[name='r3.cents']", "1,000.05");
        await page.SelectOptionAsync("[name='r41.outcome']", "Refuse");
        await page.SelectOptionAsync("[name='r60.outcome']", "Defer");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await page.InputValueAsync("[name='r3.outcome']"), Is.EqualTo("OtherAmount"), "another amount is another amount");
            Assert.That(await page.InnerTextAsync("[data-sum=granted]"), Is.EqualTo(Yuan.Said(all - third + 1_000_05 - sheet.Lines[40].Cents - sheet.Lines[59].Cents)));
            Assert.That(await page.InnerTextAsync("[data-sum=proposed]"), Is.EqualTo(Yuan.Said(all)));
            Assert.That(await page.InnerTextAsync("[data-count=Approve]"), Is.EqualTo($"{Many - 3}"));
            Assert.That(await page.Locator("[name='r3.reason']").IsVisibleAsync(), Is.True);
            Assert.That(await page.Locator("[name='r4.reason']").IsVisibleAsync(), Is.False, "what is as proposed needs no words");
        }

        await page.Locator("[name='r41.reason']").ScrollIntoViewIfNeededAsync();
        var (sums, pane, here) = (await BoxAsync(page, ".sums"), await BoxAsync(page, "[data-pane]"), await BoxAsync(page, "[name='r41.reason']"));
        Assert.That(sums.Y + sums.Height, Is.AtMost(page.ViewportSize!.Height + 1), "the sum is in sight wherever one is");
        if (width > 1200)
        {
            Assert.That(pane.X, Is.GreaterThan(here.X + here.Width - 1), "the scan stands beside the row");
            Assert.That(pane.Y + pane.Height, Is.InRange(1, page.ViewportSize.Height + 1), "and in sight");
        }

        await SeenAsync(page, width, $"{language}-2-exceptions");
        await page.FillAsync("[name='r3.reason']", "核减。");
        await page.SendAsync(".sums button");
        Assert.That(await page.InnerTextAsync(".summary"), Does.Contain(row), "why it was refused is missing");
        Assert.That(await page.Locator(".summary li").CountAsync(), Is.EqualTo(1));
        await page.Locator("[data-stage] iframe").WaitForAsync(); // the scan stands beside it still
        await SeenAsync(page, width, $"{language}-3-refused");
        await page.ClickAsync(".summary a");
        await page.FillAsync("[name='r41.reason']", "未达到标准。");
        await page.FillAsync("[name='r41.for']", "0");
        await page.FillAsync("[name='r41.against']", "3");
        await page.SendAsync(".sums button");
        Assert.That(new Uri(page.Url).AbsolutePath, Is.EqualTo($"/meetings/{list}"), "entered");

        var second = await screen.SignedInAsync("district1", width, language);
        await second.GotoAsync($"/meetings/{list}/check");
        await second.ClickAsync("a[data-paper]");
        await second.Locator("[data-stage] iframe").WaitForAsync();
        await SeenAsync(second, width, $"{language}-4-check");
        await page.GotoAsync($"/meetings/{list}/sheet");
        await SeenAsync(page, width, $"{language}-5-sheet", accessible: false);
        await screen.Office.AsAsync("district1", (CheckMinutes act, Actor actor, CancellationToken token) => act.SendBackAsync(list, "请再核对。", actor, token));
    }

    private static async Task<LocatorBoundingBoxResult> BoxAsync(IPage page, string selector) => (await page.Locator(selector).First.BoundingBoxAsync())!;

    /// <summary>Nobody is kept out and nothing is wider than the screen; kept as a picture where somebody asks for it.</summary>
    private static async Task SeenAsync(IPage page, int width, string name, bool accessible = true)
    {
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"minutes-{name}.png") });
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"minutes-{name}-full.png"), FullPage = true });
        }

        if (accessible)
            await Accessibility.CheckAsync(page);
        Assert.That(await page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth"), Is.AtMost(width), name);
    }
}
