using System.Text.Json.Nodes;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>A case that waits for others, on its page in a browser: a hearing is called, told to the applicant and entered, and another agency is asked and answers.</summary>
[TestFixture]
internal sealed class WaitingPageTests
{
    private static readonly FilePayload Scan = new() { Name = "scan.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.4\n%%EOF\n"u8.ToArray() };

    private Screen screen = null!;

    private Office Office => screen.Office;

    [OneTimeSetUp]
    public async Task OpenAsync() => screen = await Screen.OpenAsync(
        await Office.OpenWithAsync(Provider.Sqlite, "waiting-pages", "service.json", service => service["clocks"]!["TownshipReview"] = new JsonObject { ["hearing"] = true }));

    [OneTimeTearDown]
    public async Task CloseAsync() => await screen.DisposeAsync();

    [TestCase(390, "zh-CN", "听证", "笔录已登记", "取消听证")]
    [TestCase(1280, "en", "hearing", "The record is entered", "Call the hearing off")]
    [CancelAfter(90_000)]
    public async Task A_hearing_is_called_with_day_and_place_and_its_record_lets_the_time_run_again(int width, string language, string tag, string entered, string off, CancellationToken cancellation)
    {
        var task = await Office.ReachAsync((await Office.SubmitCompleteAsync()).Id, "TownshipReview");
        var page = await screen.SignedInAsync("township1", width, language);
        await page.GotoAsync($"/cases/{task.CaseId}");
        await OpenAsync(page, "hearing");
        await page.FillAsync("[name='hearing.on']", $"{LocalDay.Today(Office.Clock).AddDays(3):yyyy-MM-dd}");
        await page.FillAsync("[name='hearing.reason']", "收入认定有争议");
        await page.FillAsync("[name='hearing.invited']", "申请人、村委会");
        await page.SetInputFilesAsync("[name='hearing.paper']", Scan);
        await page.SendAsync("form[action$='/hearing'] button");
        Assert.That(await page.InnerTextAsync(".summary"), Is.Not.Empty, "the place is missing");
        Assert.That(await page.InputValueAsync("[name='hearing.reason']"), Is.EqualTo("收入认定有争议"), "what was typed is kept");
        await Accessibility.CheckAsync(page);

        await page.FillAsync("[name='hearing.place']", "街道会议室");
        await page.SetInputFilesAsync("[name='hearing.paper']", Scan);
        await page.SendAsync("form[action$='/hearing'] button");

        var waits = page.Locator("#agencies li", new() { HasText = "街道会议室" });
        await Assertions.Expect(waits).ToContainTextAsync(tag);
        await Assertions.Expect(page.GetByText(off, new() { Exact = true }).First).ToBeVisibleAsync();
        Assert.That(await StatesAsync(task), Has.All.EqualTo(ClockState.Paused));
        Office.Clock.Advance(TimeSpan.FromDays(3));
        await screen.SignInAsync(page, "township1");
        await page.GotoAsync($"/cases/{task.CaseId}");
        await page.FillAsync("[name='hearing-record.came']", "各方无异议");
        await page.SetInputFilesAsync("[name='hearing-record.paper']", Scan);
        await page.SendAsync("form[action$='/hearing-record'] button");

        await Assertions.Expect(page.Locator(".said").First).ToContainTextAsync(entered);
        await Assertions.Expect(waits).ToContainTextAsync("各方无异议");
        Assert.That(await StatesAsync(task), Has.All.EqualTo(ClockState.Running));
        await Accessibility.CheckAsync(page);
        await page.Context.CloseAsync();
    }

    [TestCase(390, "zh-CN", "已答复")]
    [TestCase(1280, "en", "answered")]
    [CancelAfter(90_000)]
    public async Task Another_agency_is_asked_by_letter_and_its_answer_lets_the_time_run_again(int width, string language, string answered, CancellationToken cancellation)
    {
        var task = await Office.ReachAsync((await Office.SubmitCompleteAsync()).Id, "TownshipReview");
        var page = await screen.SignedInAsync("township1", width, language);
        await page.GotoAsync($"/cases/{task.CaseId}");
        await OpenAsync(page, "agency");
        await page.FillAsync("[name='agency.agency']", "市医保局");
        await page.FillAsync("[name='agency.reason']", "核对报销金额");
        await page.SetInputFilesAsync("[name='agency.paper']", Scan);
        await page.SendAsync("form[action$='/agency'] button");
        Assert.That(await StatesAsync(task), Has.All.EqualTo(ClockState.Paused));

        await page.FillAsync("[name='agency-answer.answer']", "报销 12000 元");
        await page.SetInputFilesAsync("[name='agency-answer.paper']", Scan);
        await page.SendAsync("form[action$='/agency-answer'] button");

        await Assertions.Expect(page.Locator("#agencies li", new() { HasText = "市医保局" })).ToContainTextAsync(answered);
        Assert.That(await StatesAsync(task), Has.All.EqualTo(ClockState.Running));
        await page.Context.CloseAsync();
    }

    private static Task OpenAsync(IPage page, string act) => page.ClickAsync($"details:has(form[action$='/{act}']) > summary");

    private Task<List<ClockState>> StatesAsync(ReviewTask task) =>
        Office.ReadAsync(db => db.Set<CaseClock>().Where(clock => clock.CaseId == task.CaseId && (clock.Kind == "case" || clock.Kind == task.Step)).Select(clock => clock.State).ToListAsync());
}
