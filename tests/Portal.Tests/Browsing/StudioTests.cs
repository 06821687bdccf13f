using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>Elsa Studio itself, from its package, against our server: what an Elsa user does with it, and what our own editor and running cases make of that.</summary>
[TestFixture]
internal sealed class StudioTests
{
    private const int Wide = 1500;

    private readonly List<string> complaints = [];
    private readonly List<string> outside = [];
    private Screen screen = null!;

    private Office Office => screen.Office;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        if (Package() is not { } package)
        {
            Assert.Ignore("Elsa Studio is not installed: npm ci in src/Portal/Web/studio, which test.sh does where npm is at hand.");
            return;
        }

        screen = await Screen.OpenAsync(await Office.OpenAsync(Provider.Sqlite), settings => settings with { Studio = new StudioSettings { Enabled = true, Files = package } });
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        if (screen is not null)
            await screen.DisposeAsync();
    }

    [SetUp]
    public void Forget()
    {
        complaints.Clear();
        outside.Clear();
    }

    [TearDown]
    public void NothingWentWrongInTheBrowserAndNothingForeignWasAsked()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(complaints, Is.Empty);
            Assert.That(outside, Is.Empty);
        }
    }

    [Test]
    [CancelAfter(240_000)]
    public async Task An_administrator_renames_a_step_publishes_and_sees_a_running_case_and_our_editor_and_new_cases_go_on_with_it(CancellationToken cancellation)
    {
        var running = await Office.SubmitCompleteAsync();
        await Office.UntilAsync(running.Id, "VillageOpinion");
        var before = await DefinitionAsync(cancellation);

        var page = await OpenedAsync("/admin/designer");
        await page.ClickAsync("a[href='/studio']");
        await page.ClickAsync("#studio td:text-is('hardship-aid')");
        await RenameAsync(page, "districtReview", "中心核实（Studio）");
        await page.ClickAsync("button.mud-icon-button.mud-primary-text");
        await page.FillAsync("#reason", "在 Studio 中改名");
        await SavedAsync(page, () => page.ClickAsync("#why button[value=publish]"));
        await Expect(page.GetByText("Workflow published")).ToBeVisibleAsync();

        await page.ClickAsync("header a[href='/studio/instances']");
        await page.WaitForURLAsync("**/studio/instances*");
        await page.Locator("#studio tbody tr", new() { HasText = running.ReceiptNumber }).Locator("td").Nth(4).ClickAsync();
        await page.WaitForURLAsync("**/studio/instances/*-*");
        await Expect(page.Locator(".mud-timeline").GetByText("Completeness check").First).ToBeVisibleAsync();
        await Expect(page.Locator("#studio").GetByText("Suspended").First).ToBeVisibleAsync();
        var applicant = await Office.ReadAsync(db => db.Set<AidWorkflow.Cases.People.Person>().Where(person => person.Id == running.ApplicantId).Select(person => person.Name).SingleAsync(cancellation));
        Assert.That(await page.ContentAsync(), Does.Contain(running.ReceiptNumber).And.Not.Contain(applicant));

        await page.GotoAsync("/admin/designer/hardship-aid");
        await Expect(page.Locator("[data-step=districtReview]")).ToContainTextAsync("中心核实（Studio）");
        await Expect(page.Locator(".problems h3 .ok")).ToBeVisibleAsync();
        await page.Context.CloseAsync();

        var young = (await Office.SubmitCompleteAsync()).Id;
        await Office.UntilAsync(young, "Payout");
        var version = await Office.ReadAsync(db => db.Set<ServiceVersion>().SingleAsync(one => one.ServiceId == "hardship-aid" && one.State == ServiceState.Published, cancellation));
        var after = await DefinitionAsync(cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((version.Number, version.Source, version.Reason), Is.EqualTo((2, ServiceSource.Editor, "在 Studio 中改名")));
            Assert.That((await Office.CaseAsync(young)).ServiceVersionId, Is.EqualTo(version.Id));
            Assert.That((await Office.CaseAsync(running.Id)).ServiceVersionId, Is.Not.EqualTo(version.Id));
            Assert.That(after.Select(pair => pair.Key), Is.EquivalentTo(before.Select(pair => pair.Key)), "what Studio does not know is kept");
            Assert.That(after["customProperties"]!.ToJsonString(), Is.EqualTo(before["customProperties"]!.ToJsonString()), "the stamp is no part of the file");
            Assert.That(await Office.ReadAsync(db => db.Set<AuditEntry>().CountAsync(entry => entry.Act == "personal.viewed" && entry.Subject == $"case:{running.Id}")), Is.GreaterThan(0), "the look is on record");
        }
    }

    [Test]
    [CancelAfter(240_000)]
    public async Task Of_two_at_one_draft_the_second_is_told_and_what_studio_may_not_do_here_is_said()
    {
        var first = await OpenedAsync("/studio/definitions/serious-illness-relief");
        var second = await OpenedAsync("/studio/definitions/serious-illness-relief");
        await SavedAsync(first, () => RenameAsync(first, "districtReview", "核实（一）"));
        await RenameAsync(second, "districtReview", "核实（二）");
        await Expect(second.Locator("#told")).ToContainTextAsync("changed this service at");
        await second.ClickAsync("button.mud-icon-button.mud-success-text"); // runs it, if it could
        await Expect(second.Locator("#told")).ToContainTextAsync("a service is started by an application");
        complaints.RemoveAll(one => one.Contains("409", StringComparison.Ordinal));
        var drafts = await Office.ReadAsync(db => db.Set<ServiceDraft>().SingleAsync(draft => draft.ServiceId == "serious-illness-relief"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(System.Text.Json.Nodes.JsonNode.Parse(drafts.Files)!["workflow.json"]!.ToString(), Does.Contain("核实（一）").And.Not.Contain("核实（二）"));
            Assert.That(await Office.ReadAsync(db => db.Set<AidWorkflow.Cases.Defining.OverwrittenDraft>().CountAsync()), Is.Zero, "the stamp came back, so nothing was written over");
        }

        await first.Context.CloseAsync();
        await second.Context.CloseAsync();
    }

    [Test]
    public async Task Only_administrators_are_served_and_only_these_pages_may_compile()
    {
        var administrator = (await screen.SignedInAsync("admin1", Wide, "en")).APIRequest;
        var station = (await screen.SignedInAsync("station1", Wide, "en")).APIRequest;
        var (mine, other) = (await administrator.GetAsync("/studio"), await administrator.GetAsync("/admin/designer"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(mine.Status, Is.EqualTo(200));
            Assert.That((await station.GetAsync("/studio")).Status, Is.EqualTo(404));
            Assert.That((await station.GetAsync("/studio/_framework/blazor.webassembly.js")).Status, Is.EqualTo(404));
            Assert.That((await administrator.GetAsync("/studio/_framework/blazor.webassembly.js")).Status, Is.EqualTo(200));
            Assert.That((await administrator.GetAsync("/studio/_framework/..%2f..%2fpackage.json")).Status, Is.EqualTo(404));
            Assert.That(mine.Headers["content-security-policy"], Does.Contain("'wasm-unsafe-eval'").And.Not.Contain("'unsafe-eval'"));
            Assert.That(other.Headers["content-security-policy"], Does.Not.Contain("unsafe"));
        }
    }

    private async Task<IPage> OpenedAsync(string address)
    {
        var page = await screen.SignedInAsync("admin1", Wide, "en", older: false);
        page.Console += (_, message) => complaints.AddRange(message.Type == "error" ? [$"{message.Text} ({message.Location})"] : []);
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) => outside.AddRange(request.Url.StartsWith(screen.Site.Address, StringComparison.Ordinal) || request.Url.StartsWith("data:", StringComparison.Ordinal) || request.Url.StartsWith("blob:", StringComparison.Ordinal) ? [] : [request.Url]);
        page.Dialog += (_, asked) => _ = asked.AcceptAsync(); // whether one leaves
        page.SetDefaultTimeout(60_000); // its runtime is compiled on each page
        await page.GotoAsync(address);
        return page;
    }

    /// <summary>
    /// Studio saves it by itself a moment later. On a slow machine it may still be drawing the step when the name is written, and forgets what was written:
    /// an administrator sees that the drawing keeps the old name, and writes it again.
    /// </summary>
    private static async Task RenameAsync(IPage page, string step, string to)
    {
        var label = page.Locator($"[data-cell-id={step}] .activity-label");
        for (var attempt = 1; ; attempt++)
        {
            await label.ClickAsync();
            await page.GetByRole(AriaRole.Tab, new() { Name = "Common", Exact = true }).ClickAsync();
            await Expect(page.GetByLabel("Display text")).ToHaveValueAsync(await label.InnerTextAsync());
            await page.GetByLabel("Display text").FillAsync(to);
            await page.Keyboard.PressAsync("Tab");
            try
            {
                await Expect(label).ToHaveTextAsync(to, new() { Timeout = 20_000 });
                return;
            }
            catch (PlaywrightException) when (attempt < 3)
            {
            }
        }
    }

    private static async Task SavedAsync(IPage page, Func<Task> act)
    {
        var answer = await page.RunAndWaitForResponseAsync(
            act, response => response.Request.Method == "POST" && response.Url.EndsWith("/elsa/api/workflow-definitions", StringComparison.Ordinal), new() { Timeout = 150_000 });
        Assert.That(answer.Status, Is.EqualTo(200), await answer.TextAsync());
    }

    private Task<System.Text.Json.Nodes.JsonObject> DefinitionAsync(CancellationToken cancellation) => Office.ReadAsync(async db =>
    {
        var version = await db.Set<ServiceVersion>().SingleAsync(one => one.ServiceId == "hardship-aid" && one.State == ServiceState.Published, cancellation);
        return System.Text.Json.Nodes.JsonNode.Parse(EditedService.Of(version).Files["workflow.json"])!.AsObject();
    });

    private static string? Package()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AidWorkflow.sln")))
            folder = folder.Parent;
        var package = Path.Combine(folder!.FullName, "src", "Portal", "Web", "studio", "node_modules", "@elsa-workflows", "elsa-studio-wasm");
        return System.IO.Directory.Exists(package) ? package : null;
    }
}
