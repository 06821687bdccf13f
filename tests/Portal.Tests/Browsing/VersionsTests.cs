using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>Versions beside each other, what runs on the drawing, a service as one file, and publishing by two, in a browser.</summary>
[TestFixture]
internal sealed class VersionsTests
{
    private const int Wide = 1440;

    private readonly List<string> complaints = [];
    private Screen screen = null!;

    private Office Office => screen.Office;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        var office = await Deciding.Office.OpenAsync(Provider.Sqlite);
        await office.HireAsync("admin2", Role.Administrator, UnitLevel.City, "370400");
        await office.ReadAsync(db => db.Database.ExecuteSqlAsync($"UPDATE accounts SET is_demo = 1 WHERE user_name = 'admin2'")); // before the pages open: they give every demo account a password
        screen = await Screen.OpenAsync(office, settings => settings with { Publishing = new() { FourEyes = true } });
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await screen.DisposeAsync();

    [TearDown]
    public void NothingWentWrongInTheBrowser() => Assert.That(complaints, Is.Empty);

    [Test]
    [CancelAfter(180_000)]
    public async Task A_change_is_seen_on_the_drawing_and_in_words_proposed_and_published_by_another_and_running_cases_are_moved()
    {
        var running = (await Office.SubmitCompleteAsync()).Id;
        await Office.UntilAsync(running, "VillageOpinion");
        Office.Clock.Advance(TimeSpan.FromDays(12));

        // The one changes a term and a title, adds a step, and proposes.
        var page = await OpenAsync("admin1", "/admin/designer/hardship-aid");
        await page.ChooseAsync("[data-link='villageOpinion:Approve']");
        await page.ClickAsync("[data-type='Aid.Notify']");
        await page.SelectOptionAsync("#i-event", "application-received");
        await Expect(page.Locator(".saving.saved")).ToBeVisibleAsync(); // the drawing has come to rest around the new step
        await page.ChooseAsync("[data-step=townshipReview]");
        await page.FillAsync("#p-title", "镇街二次审核");
        await page.FillAsync("#p-count", "9");
        await Expect(page.Locator(".problems h3 .ok")).ToBeVisibleAsync();
        await Expect(page.Locator(".saving.saved")).ToBeVisibleAsync();
        await page.GetByText("发布……").ClickAsync();
        await page.FillAsync("#reason", "加一次告知");
        await page.ClickAsync("dialog button.main:text('提请发布')");
        await Expect(page.Locator("dialog [role=status]")).ToContainTextAsync("正等另一位管理员核准");
        await page.ClickAsync("dialog a:text('看改动')");
        await Expect(page.Locator(".proposal")).ToContainTextAsync("须由没有参与起草和提请的另一位管理员核准");
        await Expect(page.Locator(".proposal button.main")).ToHaveCountAsync(0);

        // The other reads what changed, by sign and word, and approves.
        var other = await OpenAsync("admin2", "/admin/designer/hardship-aid/compare");
        await Expect(other.Locator(".step.diff-added")).ToContainTextAsync("新增");
        await Expect(other.Locator(".step.diff-changed")).ToContainTextAsync("修改");
        await Expect(other.Locator("[data-of=townshipReview] dl")).ToContainTextAsync("5 个工作日");
        await Expect(other.Locator("[data-of=townshipReview] dl")).ToContainTextAsync("9 个工作日");
        await Expect(other.Locator("[data-change=added]")).ToHaveCountAsync(1);
        await Expect(other.Locator("[data-change=added] dl")).ToContainTextAsync("（application-received）");
        await Expect(other.Locator("[data-change=added] del")).ToHaveCountAsync(0);
        await Expect(other.Locator("ul.changes .diff-removed")).ToHaveCountAsync(1);
        await Accessibility.CheckAsync(other);
        await other.FillAsync("#remark", "核对无误");
        await other.ClickAsync(".proposal button.main");
        await Expect(other.Locator(".proposal [role=status]")).ToContainTextAsync("已核准并发布");
        var version = await Office.ReadAsync(db => db.Set<ServiceVersion>().SingleAsync(one => one.ServiceId == "hardship-aid" && one.State == ServiceState.Published));
        Assert.That((version.Number, version.Reason), Is.EqualTo((2, "加一次告知")));

        // The case that runs stands on the drawing of its version, with the list behind the number, and its way.
        await page.GotoAsync("/admin/designer/hardship-aid/live?version=1");
        await Expect(page.Locator("[data-step=villageOpinion]")).ToContainTextAsync("1 件 · 半数已等 10 天以上");
        await Expect(page.Locator("[data-load=villageOpinion] td.num").Nth(1)).ToHaveTextAsync("12");
        await Accessibility.CheckAsync(page);
        await page.ClickAsync(".behind");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await page.GotoAsync($"/cases/{running}");
        await page.ClickAsync("a[href*='/live?instance=']");
        await Expect(page.Locator("[data-step=completeness]")).ToContainTextAsync("已经过");
        await Expect(page.Locator("[data-step=villageOpinion]")).ToContainTextAsync("现在在这里");
        await Expect(page.Locator(".react-flow__edge.walked")).Not.ToHaveCountAsync(0);
        await Accessibility.CheckAsync(page);

        // A term differs between the versions, so the dry run says why the case is not moved.
        await page.GotoAsync("/admin/designer/hardship-aid/live?version=1");
        await page.ClickAsync(".move summary");
        await page.ClickAsync("#move-try");
        await Expect(page.Locator(".tried")).ToContainTextAsync("service.json");
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task A_service_is_written_as_one_file_and_taken_in_after_saying_what_changes_and_a_bad_file_is_named()
    {
        var page = await OpenAsync("admin1", "/admin/designer/serious-illness-relief", "en");
        await page.ClickAsync("button:has-text('Versions and draft')");
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("dialog a:text('Export the whole service')"));
        using var reader = new StreamReader(await download.CreateReadStreamAsync());
        var text = await reader.ReadToEndAsync();

        await ChooseAsync(page, text[..^200]);
        await Expect(page.Locator("dialog [role=alert]")).ToContainTextAsync("This file cannot be read");
        complaints.RemoveAll(one => one.Contains("400", StringComparison.Ordinal));
        await ChooseAsync(page, text);
        await Expect(page.Locator("dialog .plan")).ToContainTextAsync("nothing would change");

        var file = ServiceFile.Read(text);
        await ChooseAsync(page, (file with { Files = file.Files.Add("templates/new.applicant.in-app.en.hbs", "Hello") }).Write());
        await Expect(page.Locator("dialog .plan")).ToContainTextAsync("It would change 1 file");
        await Expect(page.Locator("dialog .plan li").First).ToContainTextAsync("templates/new.applicant.in-app.en.hbs");
        await Accessibility.CheckAsync(page);
        await page.ClickAsync("dialog .plan button.main");
        await Expect(page.Locator(".head .state").First).ToContainTextAsync("Draft of version 2");
    }

    private static Task ChooseAsync(IPage page, string text) => page.SetInputFilesAsync("#import", new FilePayload { Name = "service.json", MimeType = "application/json", Buffer = System.Text.Encoding.UTF8.GetBytes(text) });

    private async Task<IPage> OpenAsync(string userName, string address, string language = "zh-CN")
    {
        var page = await screen.SignedInAsync(userName, Wide, language);
        page.Console += (_, message) => complaints.AddRange(message.Type == "error" ? [$"{message.Text} ({message.Location})"] : []);
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync(address);
        await page.WaitForSelectorAsync("[data-step]");
        return page;
    }
}
