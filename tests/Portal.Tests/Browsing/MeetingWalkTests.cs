using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Meeting;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Meetings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>A bureau's meeting as its people do it in a browser: the list, the sheet, the minutes, the second person, and what became of each case.</summary>
[TestFixture("zh-CN", 1280)]
[TestFixture("en", 390)]
internal sealed class MeetingWalkTests(string language, int width)
{
    private static readonly FilePayload Scan = new() { Name = "纪要.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.4\n%%EOF\n"u8.ToArray() };

    private Screen screen = null!;

    private Office Office => screen.Office;

    [OneTimeSetUp]
    public async Task OpenAsync() => screen = await Screen.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await screen.DisposeAsync();

    [Test]
    [CancelAfter(300_000)]
    public async Task A_list_is_gathered_frozen_entered_sent_back_confirmed_and_carried_out(CancellationToken cancellation)
    {
        await Office.WaitingAsync(4);
        var district = await screen.SignedInAsync("district1", width, language);
        await district.GotoAsync("/meetings");
        await SeenAsync(district, "1-meetings");
        await district.SendAsync("main form button.main");
        var list = district.Url;
        await district.SendAsync("form[action$='/gather'] button");
        await district.CheckAsync("[name=tasks] >> nth=3");
        await district.SendAsync("#chosen button:not(.grave)");
        Assert.That(await district.Locator("input[form=chosen]").CountAsync(), Is.EqualTo(3));
        await SeenAsync(district, "2-open");
        Assert.That(await district.Locator("form[action$='/freeze'] button").IsVisibleAsync(), Is.False, "freezing asks first");
        await district.ClickAsync("details:has(form[action$='/freeze']) summary");
        await district.SendAsync("form[action$='/freeze'] button");

        var decider = await screen.SignedInAsync("decider1", width, language);
        await decider.GotoAsync(list.Split('?')[0] + "/sheet");
        await SeenAsync(decider, "3-sheet", accessible: false);
        await decider.GotoAsync(list.Split('?')[0]);
        await SeenAsync(decider, "4-frozen");
        await decider.ClickAsync("a[href$='/minutes']");
        await decider.FillAsync("[name=number]", "局办公会纪要〔2022〕3号");
        await decider.FillAsync("[name=heldOn]", $"{Cases.Clocks.LocalDay.Today(Office.Clock):yyyy-MM-dd}");
        foreach (var (row, name) in new[] { (1, "陈局长"), (2, "刘副局长"), (3, "赵副局长") })
        {
            await decider.FillAsync($"[name='member{row}.name']", name);
            await decider.SelectOptionAsync($"[name='member{row}.account']", "");
            await decider.CheckAsync($"[name='member{row}.attended']");
        }

        await decider.OnlyAsync(3);
        await decider.CheckAsync("[name=chair] >> nth=0");
        await decider.FillAsync("[name='once.for']", "1");
        await decider.SelectOptionAsync("[name='r2.outcome']", "OtherAmount");
        await decider.FillAsync("[name='r2.cents']", "1500");
        await decider.FillAsync("[name='r2.reason']", "家庭收入有所好转，核减。");
        await decider.SendAsync("main form button.main");
        Assert.That(await decider.Locator(".summary li").CountAsync(), Is.EqualTo(2), "the scan is missing, and one of three decides nothing, which is told once for all cases; nothing that was written is lost");
        Assert.That(await decider.InputValueAsync("[name='r2.reason']"), Is.EqualTo("家庭收入有所好转，核减。"));
        await SeenAsync(decider, "5-minutes-refused");
        await decider.SetInputFilesAsync("[name=scan]", Scan);
        await decider.SendAsync("main form button.main");
        Assert.That(await decider.Locator(".summary li").CountAsync(), Is.EqualTo(1), "the scan is there");
        await decider.FillAsync("[name='once.for']", "3");
        await decider.SendAsync("main form button.main");
        await SeenAsync(decider, "6-entered");
        Assert.That(await decider.Locator("a[href$='/check']").CountAsync(), Is.Zero, "whoever entered it does not compare it");

        await district.GotoAsync(list.Split('?')[0] + "/check");
        await district.FillAsync("[name=note]", "第 3 号应为暂缓。");
        await district.SendAsync("form[action$='/send-back'] button");
        await decider.GotoAsync(list.Split('?')[0] + "/minutes");
        await decider.SelectOptionAsync("[name='r3.outcome']", "Defer");
        await decider.FillAsync("[name='r3.reason']", "补充核查后再议。");
        await decider.SendAsync("main form button.main");
        await district.GotoAsync(list.Split('?')[0] + "/check");
        await SeenAsync(district, "7-check");
        await district.CheckAsync("[name=compared]");
        await district.SendAsync("form[action$='/confirm'] button");
        await SeenAsync(district, "8-done");

        var items = await Office.ItemsAsync(MeetingId.Of(Guid.Parse(new Uri(list).Segments[^1])));
        var lowered = await Office.CaseAsync(items[1].CaseId);
        await decider.GotoAsync($"/cases/{items[1].CaseId}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(items.Select(item => item.State), Is.EqualTo(new[] { ItemState.Decided, ItemState.Decided, ItemState.Deferred }));
            Assert.That(lowered.ApprovedCents, Is.EqualTo(1_500_00));
            Assert.That(await decider.InnerTextAsync("main"), Does.Contain("局办公会纪要〔2022〕3号"));
            Assert.That(await Office.ReadAsync(db => db.Set<AidCase>().CountAsync(one => one.ApprovedCents > 0, cancellation)), Is.EqualTo(2));
        }

        await SeenAsync(decider, "9-case", accessible: false);
    }

    /// <summary>Nobody is kept out and nothing is wider than the screen; kept as a picture where somebody asks for it.</summary>
    private async Task SeenAsync(IPage page, string name, bool accessible = true)
    {
        if (accessible)
            await Accessibility.CheckAsync(page);
        Assert.That(await page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth"), Is.AtMost(width), name);
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"meeting-{language}-{name}.png"), FullPage = true });
    }
}
