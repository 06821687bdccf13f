using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>A petition from the desk to the third word on a telephone, and what people get wrong on the way: each is told at its field, and what they wrote is still there.</summary>
[TestFixture("zh-CN")]
[TestFixture("en")]
internal sealed class PetitionCourseTests(string language)
{
    private const int Width = 390;

    private readonly Dictionary<string, IPage> browsers = new(StringComparer.Ordinal);
    private Screen screen = null!;

    private Office Office => screen.Office;

    private DateOnly Today => LocalDay.Today(Office.Clock);

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        var office = await Office.OpenAsync(Provider.Sqlite);
        office.Clock.MoveTo(LocalDay.At(new DateOnly(2022, 5, 9), new TimeOnly(9, 0)));
        await office.DoAsync((SeedDemoHeads act, CancellationToken token) => act.RunAsync(token));
        screen = await Screen.OpenAsync(office);
    }

    /// <summary>Whoever was signed in before the clock moved is so no longer.</summary>
    [SetUp]
    public void Forget() => browsers.Clear();

    [OneTimeTearDown]
    public async Task CloseAsync() => await screen.DisposeAsync();

    [Test]
    [CancelAfter(300_000)]
    public async Task From_the_desk_to_the_opinion_of_the_re_review(CancellationToken cancellation)
    {
        var desk = await AsAsync("desk1");
        await EnterVisitAsync(desk, "employment", people: 7, "甲\n乙\n丙\n丁\n戊\n己");
        await RefusedAsync(desk, "representatives", "1-six-representatives");
        Assert.That(await desk.InputValueAsync("[name='matters[0].summary']"), Does.StartWith("要求落实就业"), "nothing is lost");
        await desk.FillAsync("[name=representatives]", "甲\n乙\n丙");
        await desk.SendAsync("main form button.main");
        var id = new Uri(desk.Url).AbsolutePath["/matters/".Length..];

        await desk.ClickAsync("#work a[href$='/acts/send']");
        Assert.That(await desk.InputValueAsync("[name=body]"), Is.EqualTo("人力资源和社会保障局"));
        Assert.That(await desk.InnerTextAsync("#suggested"), Does.Contain("2022-01-01"), "with the rule that says so");
        await desk.FillAsync("[name=body]", "市中区退役军人事务局");
        await desk.SendAsync("main form button.main");
        await RefusedAsync(desk, "why", "2-elsewhere-without-reason");
        await desk.FillAsync("[name=why]", "职责已划转到区局");
        await desk.FillAsync("[name=replyBy]", $"{Today.AddDays(20):yyyy-MM-dd}");
        await desk.SendAsync("main form button.main");
        await SeenAsync(desk, "3-sent");

        foreach (var kind in (PetitionEventKind[])[PetitionEventKind.Arrived, PetitionEventKind.Accepted, PetitionEventKind.Answered])
            await StepAsync("rights1", id, kind);
        await IssueAsync("rights1", id, "DispositionLetter");
        await DeliverAsync("desk1", id, forgetsTheDay: true);
        await StepAsync("desk1", id, PetitionEventKind.ReviewAsked);
        await StepAsync("cityrights1", id, PetitionEventKind.ReviewAnswered);
        await IssueAsync("cityrights1", id, "ReviewOpinion");
        await DeliverAsync("desk1", id);
        await StepAsync("desk1", id, PetitionEventKind.ReReviewAsked);
        await StepAsync("cityrights1", id, PetitionEventKind.ReReviewAnswered);
        await RecordAsync("cityrights1", id);
        await DeliverAsync("desk1", id);

        await desk.GotoAsync($"/matters/{id}");
        await SeenAsync(desk, "8-final");
        await EnterVisitAsync(desk, "employment", people: 7, "甲\n乙");
        await RefusedAsync(desk, "matters[0].newFacts", "9-final-before");
        var matter = MatterIdOf(id);
        var petition = await Office.ReadAsync(db => db.Set<Petition>().AsNoTracking().SingleAsync(one => one.Id == matter, cancellation));
        var documents = await Office.ReadAsync(db => db.Set<PetitionDocument>().AsNoTracking().Where(one => one.MatterId == matter).OrderBy(one => one.Ordinal).ToListAsync(cancellation));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(petition.Status, Is.EqualTo(PetitionStatus.Final));
            Assert.That(documents.Select(one => one.Kind), Is.EqualTo(new[] { PetitionDocumentKind.DispositionLetter, PetitionDocumentKind.ReviewOpinion, PetitionDocumentKind.ReReviewOpinion }));
            Assert.That(documents.Select(one => one.DeliveredOn), Is.All.EqualTo(Today));
        }
    }

    [Test]
    [CancelAfter(180_000)]
    public async Task An_objection_on_the_sixth_day_and_an_extension_behind_the_limit_are_told_at_their_day(CancellationToken cancellation)
    {
        var desk = await AsAsync("desk1");
        await EnterVisitAsync(desk, "card", people: 1, "");
        var id = new Uri(desk.Url).AbsolutePath["/matters/".Length..];
        await StepAsync("rights1", id, PetitionEventKind.Arrived);
        var rights = await LateAsync("rights1", id, await DueAsync(id, LimitKind.Objecting), PetitionEventKind.Objected);
        await RefusedAsync(rights, "on", "objection-late");
        await StepAsync("rights1", id, PetitionEventKind.Accepted);
        var head = await LateAsync("head1", id, await DueAsync(id, LimitKind.Handling), PetitionEventKind.Extended);
        await RefusedAsync(head, "on", "extension-late");
        Assert.That(await head.InputValueAsync("[name=days]"), Is.EqualTo("30"), "what was written is still there");
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Somebody opens the page in the last hour of a limit and sends it when the day is over.</summary>
    private async Task<IPage> LateAsync(string userName, string id, DateOnly due, PetitionEventKind kind)
    {
        Office.Clock.MoveTo(LocalDay.At(due, new TimeOnly(23, 30)));
        browsers.Clear(); // whoever was signed in no longer is
        var page = await AsAsync(userName);
        await page.GotoAsync($"/matters/{id}");
        Office.Clock.MoveTo(LocalDay.At(due.AddDays(1), new TimeOnly(0, 15)));
        await page.FillAsync("[name=on]", $"{Today:yyyy-MM-dd}");
        await StepAsync(page, kind);
        return page;
    }

    private Task<DateOnly> DueAsync(string id, LimitKind kind) => Office.AskAsync(async all =>
        (await all.GetRequiredService<PetitionFiles>().LoadAsync(MatterIdOf(id), CancellationToken.None)).Story.Open(kind)!.Due.On);

    private async Task<IPage> AsAsync(string userName)
    {
        if (!browsers.TryGetValue(userName, out var page))
            browsers[userName] = page = await screen.SignedInAsync(userName, Width, language);
        return page;
    }

    private static MatterId MatterIdOf(string id) => new(Guid.Parse(id));

    private async Task EnterVisitAsync(IPage page, string subject, int people, string representatives)
    {
        await page.GotoAsync("/matters/new");
        await page.FillAsync("[name=name]", "王大山");
        await page.FillAsync("[name=phone]", "13800000001");
        await page.FillAsync("[name=people]", $"{people}");
        if (people > 1) // one alone is asked for none
            await page.FillAsync("[name=representatives]", representatives);
        await page.SelectOptionAsync("[name='matters[0].kind']", "Petition");
        await page.SelectOptionAsync("[name='matters[0].subject']", subject);
        await page.FillAsync("[name='matters[0].summary']", "要求落实就业安置，已多次反映。");
        await page.SelectOptionAsync("[name='matters[0].class']", "Claim");
        await page.SelectOptionAsync("[name='matters[0].branch']", "PetitionHandling");
        await page.SendAsync("main form button.main");
    }

    private async Task StepAsync(string userName, string id, PetitionEventKind kind)
    {
        var page = await AsAsync(userName);
        await page.GotoAsync($"/matters/{id}");
        await StepAsync(page, kind);
        Assert.That(page.Url, Does.Contain("done=2"), $"{kind}");
    }

    private static async Task StepAsync(IPage page, PetitionEventKind kind)
    {
        await page.SelectOptionAsync("select[name=kind]", kind.ToString());
        if (kind == PetitionEventKind.Extended && await page.Locator("[name=days]").CountAsync() > 0)
            await page.FillAsync("[name=days]", "30");
        await page.FillAsync("[name=words]", "按程序办理。");
        await page.SendAsync("main form[action^='/matters/'] button.main");
    }

    private async Task IssueAsync(string userName, string id, string kind)
    {
        var page = await AsAsync(userName);
        await page.GotoAsync($"/matters/{id}");
        await page.ClickAsync($"#documents a[href$='kind={kind}']");
        foreach (var (name, words) in ((string, string)[])[("facts", "经查，情况属实。"), ("basis", "《信访工作条例》"), ("signer", "李副局长"), ("opinion", "予以维持。"), ("superior", "枣庄市退役军人事务局")])
            if (await page.Locator($"[name={name}]").CountAsync() > 0)
                await page.FillAsync($"[name={name}]", words);
        await page.Locator("[name=result]").First.CheckAsync();
        await page.SendAsync("button[value=preview]");
        await page.SendAsync("button[value=issue]");
        Assert.That(page.Url, Does.Contain("done=3"), kind);
    }

    private async Task RecordAsync(string userName, string id)
    {
        var page = await AsAsync(userName);
        await page.GotoAsync($"/matters/{id}");
        await page.ClickAsync("#documents a[href$='kind=ReReviewOpinion']");
        await page.FillAsync("[name=body]", "山东省退役军人事务厅");
        await page.FillAsync("[name=number]", "鲁退信复〔2022〕1号");
        await page.FillAsync("[name=date]", $"{Today:yyyy-MM-dd}");
        await page.Locator("[name=result]").First.CheckAsync();
        await page.SetInputFilesAsync("[name=scan]", new FilePayload { Name = "scan.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.4"u8.ToArray() });
        await page.SendAsync("main form button.main");
        Assert.That(page.Url, Does.Contain("done=4"));
    }

    private async Task DeliverAsync(string userName, string id, bool forgetsTheDay = false)
    {
        var page = await AsAsync(userName);
        await page.GotoAsync($"/matters/{id}");
        await page.ClickAsync("#documents a[href$='/delivery']");
        await page.CheckAsync("[name=method][value=InPerson]");
        await page.FillAsync("[name=to]", "王大山");
        if (forgetsTheDay)
        {
            await page.FillAsync("[name=on]", "");
            await page.SendAsync("main form button.main");
            await RefusedAsync(page, "on", "5-no-delivery-day");
            Assert.That(await page.InputValueAsync("[name=to]"), Is.EqualTo("王大山"), "what was written is still there");
        }

        await page.FillAsync("[name=on]", $"{Today:yyyy-MM-dd}");
        await page.SendAsync("main form button.main");
        Assert.That(page.Url, Does.Contain("done=5"));
    }

    /// <summary>It is told at the field, in words, and the summary leads there.</summary>
    private async Task RefusedAsync(IPage page, string field, string name)
    {
        var marked = page.Locator(".field.faulty").Filter(new() { Has = page.Locator($"[name='{field}']") });
        Assert.That(await marked.Locator(".fault").AllInnerTextsAsync(), Has.Some.Matches<string>(words => words is { Length: > 5 }), name);
        Assert.That(await page.Locator(".summary li").CountAsync(), Is.GreaterThanOrEqualTo(1), name);
        await SeenAsync(page, name);
    }

    private async Task SeenAsync(IPage page, string name)
    {
        await Accessibility.CheckAsync(page);
        Assert.That(await page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth"), Is.AtMost(Width), name);
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"course-{language}-{name}.png"), FullPage = true });
    }
}
