using System.Text.Json;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Visiting;
using AidWorkflow.Portal.Tests.Deciding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>A visit where there is no network: kept on the phone, sealed, and sent once when it is back.</summary>
[TestFixture]
internal sealed class RoadTests
{
    private const string Found = "情况属实，房屋年久失修。";

    private Screen screen = null!;
    private Office office = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        screen = await Screen.OpenAsync();
        office = screen.Office;
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await screen.DisposeAsync();

    [TestCase("zh-CN")]
    [TestCase("en")]
    [CancelAfter(120_000)]
    public async Task A_visit_written_without_network_is_sent_once_when_it_is_back(string language, CancellationToken cancellation)
    {
        var task = await VisitAsync();
        var page = await KeepAsync(task, language);
        await FitsAsync(page);

        await page.Context.SetOfflineAsync(true);
        await page.ReloadAsync();
        await OpenKeptAsync(page);
        Assert.That(await page.InnerTextAsync("[data-fact=service]"), Is.EqualTo(language == "en" ? "One-off hardship grant" : "生活困难一次性帮扶"));
        Assert.That(await page.InnerTextAsync("[data-fact=place]"), Is.Not.Empty);
        await WriteAsync(page);
        await page.ReloadAsync(); // a browser that was closed meanwhile
        await OpenKeptAsync(page);
        Assert.That(await page.InputValueAsync("#findings"), Is.EqualTo(Found));
        await FitsAsync(page);
        await page.ClickAsync("form button[type=submit]");
        await page.WaitForSelectorAsync("[data-list] .tag.warn");
        Assert.That(await LyingAsync(page), Does.Not.Contain("房屋").And.Not.Contain("李秀兰"), "what lies on the phone can be read");
        Assert.That(await office.ReadAsync(db => db.Set<HomeVisit>().AnyAsync(visit => visit.RoundId == task.RoundId, cancellation)), Is.False);

        await page.Context.SetOfflineAsync(false);

        await page.WaitForSelectorAsync("[data-empty]:not([hidden])");
        var visit = await office.ReadAsync(db => db.Set<HomeVisit>().AsNoTracking().SingleAsync(visit => visit.RoundId == task.RoundId, cancellation));
        var papers = await office.ReadAsync(db => db.Set<VisitPaper>().AsNoTracking().Where(paper => paper.VisitId == visit.Id).OrderBy(paper => paper.Number).ToListAsync(cancellation));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(papers.Select(paper => paper.Kind), Is.EqualTo(new[] { VisitPaperKind.FirstSignature, VisitPaperKind.SecondSignature, VisitPaperKind.FamilySignature, VisitPaperKind.Photo }));
            Assert.That(await office.ReadAsync(db => db.Set<Decision>().CountAsync(decision => decision.TaskId == task.Id, cancellation)), Is.EqualTo(1));
            Assert.That(await LyingAsync(page), Is.EqualTo("[]"), "it is still on the phone");
            await page.GotoAsync($"/cases/{task.CaseId}");
            Assert.That(await page.InnerTextAsync("main"), Does.Contain(Found));
            Assert.That(await page.EvaluateAsync<int[]>("""
                async address => { const picture = await createImageBitmap(await (await fetch(address)).blob()); return [picture.width, picture.height]; }
                """, $"/cases/{task.CaseId}/papers/{papers[^1].FileId}"), Is.EqualTo(new[] { 1600, 1200 }));
        }
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task A_record_that_a_colleague_outran_is_told_and_stays_until_its_writer_removes_it(CancellationToken cancellation)
    {
        var task = await VisitAsync();
        var page = await KeepAsync(task, "zh-CN");
        await OpenKeptAsync(page);
        await page.Context.SetOfflineAsync(true);
        await WriteAsync(page);
        var other = (await office.TasksAsync(task.CaseId)).Single(one => one.RoundId == task.RoundId && one.Id != task.Id);
        await office.DecideAsync(await office.HolderAsync(other, 1), new(other.Id, Verdict.Complete)
        {
            Visit = new VisitReport(LocalDay.Today(office.Clock), VisitMethod.Home, "先写的。", "李秀兰", FamilySigned: true),
        });

        await page.Context.SetOfflineAsync(false);
        await page.ClickAsync("form button[type=submit]");
        await page.WaitForSelectorAsync("[data-list] .tag.bad");
        Assert.That(await page.InnerTextAsync("[data-told]"), Does.Contain("另一名调查员"));
        await page.ReloadAsync();
        await OpenKeptAsync(page);
        Assert.That(await page.InputValueAsync("#findings"), Is.EqualTo(Found));

        page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
        await page.ClickAsync("[data-discard]");
        await page.WaitForSelectorAsync("[data-empty]:not([hidden])");
        Assert.That(await LyingAsync(page), Is.EqualTo("[]"));
        Assert.That(await office.ReadAsync(db => db.Set<VisitPaper>().CountAsync(paper => db.Set<HomeVisit>().Any(visit => visit.Id == paper.VisitId && visit.RoundId == task.RoundId), cancellation)), Is.Zero);
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task An_ended_session_is_told_and_the_record_goes_after_signing_in_again(CancellationToken cancellation)
    {
        var task = await VisitAsync();
        var page = await KeepAsync(task, "zh-CN");
        await OpenKeptAsync(page);
        await WriteAsync(page);
        await page.Context.ClearCookiesAsync();

        await page.ClickAsync("form button[type=submit]");
        await page.WaitForSelectorAsync("[data-sign-in]:not([hidden])");
        Assert.That(await page.InnerTextAsync("[data-told]"), Does.Contain("没有丢失"));
        await page.ClickAsync("[data-sign-in] a");
        await screen.EnterAsync(page, await office.HolderAsync(task));

        await page.WaitForSelectorAsync("[data-empty]:not([hidden])");
        Assert.That(await office.ReadAsync(db => db.Set<Decision>().CountAsync(decision => decision.TaskId == task.Id, cancellation)), Is.EqualTo(1));
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task Signing_out_asks_about_what_was_not_sent_and_leaves_nothing(CancellationToken cancellation)
    {
        var page = await KeepAsync(await VisitAsync(), "zh-CN");
        await page.GotoAsync("/tasks");
        var asked = new List<string>();
        var answers = new Queue<bool>([false, true]);
        page.Dialog += (_, dialog) =>
        {
            asked.Add(dialog.Message);
            _ = answers.Dequeue() ? dialog.AcceptAsync() : dialog.DismissAsync();
        };

        await page.ClickAsync("header .menu summary");
        await page.ClickAsync("header .menu form[action='/sign-out'] button");
        Assert.That(await LyingAsync(page), Is.Not.EqualTo("[]"));
        await page.ClickAsync("header .menu form[action='/sign-out'] button");
        await page.WaitForURLAsync("**/services");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(asked, Has.Count.EqualTo(2).And.All.Contains("没送出"));
            Assert.That(await page.EvaluateAsync<int>("async () => (await indexedDB.databases()).length + (await caches.keys()).length"), Is.Zero);
        }
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task The_same_record_sent_twice_is_answered_twice_and_done_once(CancellationToken cancellation)
    {
        var task = await VisitAsync();
        var page = await KeepAsync(task, "zh-CN");

        var answers = await page.EvaluateAsync<JsonElement>("""
            async task => {
              const { token } = await (await fetch('/visits/me')).json();
              const canvas = document.createElement('canvas');
              const picture = await new Promise(resolve => canvas.toBlob(resolve, 'image/jpeg'));
              const send = async () => {
                const form = new FormData();
                for (const [name, value] of [['__RequestVerificationToken', token], ['key', '0d9f4f3c-7a52-4a59-9f0e-5d1f8c0f4b11'], ['visit.visitedOn', '2022-03-07'], ['visit.findings', '属实'], ['visit.familyMember', '李秀兰']])
                  form.append(name, value);
                for (const name of ['firstSignature', 'secondSignature', 'familySignature']) form.append('visit.' + name, picture, name + '.jpg');
                return (await fetch(`/visits/${task}/record`, { method: 'POST', body: form })).json();
              };
              return [await send(), ...(await Promise.all([send(), send()]))];
            }
            """, task.Id.ToString());

        Assert.That(answers.EnumerateArray().Select(answer => answer.GetProperty("decision").GetString()).Distinct().Count(), Is.EqualTo(1));
        Assert.That(await office.ReadAsync(db => db.Set<StoredFile>().CountAsync(file => file.FileName == "familySignature.jpg"
            && db.Set<VisitPaper>().Any(paper => paper.FileId == file.Id && db.Set<HomeVisit>().Any(visit => visit.Id == paper.VisitId && visit.RoundId == task.RoundId)), cancellation)), Is.EqualTo(1));
    }

    private async Task<ReviewTask> VisitAsync() => await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "HomeVisit");

    /// <summary>Whoever has the first seat takes the task along on a phone.</summary>
    private async Task<IPage> KeepAsync(ReviewTask task, string language)
    {
        var page = await screen.SignedInAsync(await office.HolderAsync(task), 390, language);
        await page.GotoAsync($"/tasks/{task.Id}");
        await page.ClickAsync($"form[action='/visits/{task.Id}/keep'] button");
        await page.WaitForSelectorAsync("html[data-ready]");
        return page;
    }

    private static async Task OpenKeptAsync(IPage page)
    {
        if (!await page.IsVisibleAsync("form[data-visit]"))
            await page.ClickAsync("[data-list] button");
        await page.WaitForSelectorAsync("form[data-visit]:not([hidden])");
    }

    private static async Task WriteAsync(IPage page)
    {
        await page.FillAsync("#day", "2022-03-07");
        await page.FillAsync("#findings", Found);
        await page.FillAsync("#family", "李秀兰");
        foreach (var name in new[] { "firstSignature", "secondSignature", "familySignature" })
        {
            var canvas = page.Locator($"[data-sign={name}]");
            await canvas.ScrollIntoViewIfNeededAsync();
            var box = (await canvas.BoundingBoxAsync())!;
            await page.Mouse.MoveAsync(box.X + 30, box.Y + 30);
            await page.Mouse.DownAsync();
            await page.Mouse.MoveAsync(box.X + 120, box.Y + 60, new() { Steps = 4 });
            await page.Mouse.UpAsync();
        }

        var photo = await page.EvaluateAsync<string>("() => { const big = document.createElement('canvas'); [big.width, big.height] = [3200, 2400]; return big.toDataURL('image/png').split(',')[1]; }");
        await page.SetInputFilesAsync("[data-take]", new FilePayload { Name = "现场.png", MimeType = "image/png", Buffer = Convert.FromBase64String(photo) });
        await page.WaitForSelectorAsync("[data-photos] canvas");
    }

    /// <summary>What lies in the phone's database, as far as it can be read without the key.</summary>
    private static Task<string> LyingAsync(IPage page) => page.EvaluateAsync<string>("""
        async () => {
          const db = await new Promise(resolve => { const asked = indexedDB.open('aid-road', 1); asked.onsuccess = () => resolve(asked.result); });
          const all = store => new Promise(resolve => { const asked = db.transaction(store).objectStore(store).getAll(); asked.onsuccess = () => resolve(asked.result); });
          const [rows, keys] = [await all('sealed'), await all('keys')];
          db.close();
          if (keys.some(one => one.key.extractable)) throw new Error('A key can leave the browser.');
          return JSON.stringify(rows.map(row => [row.id, new TextDecoder().decode(row.sealed)]));
        }
        """);

    private static async Task FitsAsync(IPage page)
    {
        await Accessibility.CheckAsync(page);
        Assert.That(await page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth"), Is.AtMost(390));
    }
}
