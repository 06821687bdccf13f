using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>Whoever decides reads the papers beside the form, one after the other; each look is on record.</summary>
[TestFixture]
internal sealed class PaperPaneTests
{
    /// <summary>A picture of one dot.</summary>
    private static readonly byte[] Dot = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private Screen screen = null!;
    private ReviewTask task = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        screen = await Screen.OpenAsync();
        var office = screen.Office;
        var picture = await office.DoAsync((UploadDocument act, CancellationToken _) => Task.FromResult(act.Upload("card.png", Dot, Actor.System)));
        var linked = new List<LinkedFile> { new("identityCard", picture) };
        foreach (var key in (string[])["dischargePapers", "bankCard", "signedPromise", "hardshipStatement"]) // the household register is owed still
            linked.Add(new(key, await office.UploadAsync(key)));
        task = (await office.TasksAsync((await office.SubmitWithAsync(office.Answers(), "hardship-aid", linked)).Id)).Single();
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await screen.DisposeAsync();

    [TestCase("zh-CN", "申请人身份证（正反面）", "没有提供")]
    [TestCase("en", "identity card", "not supplied")]
    [CancelAfter(60_000)]
    public async Task On_a_wide_screen_a_paper_stands_beside_the_form_and_every_look_is_recorded(string language, string name, string lacking, CancellationToken cancellation)
    {
        var page = await screen.SignedInAsync("station1", 1440, language);
        var refused = new List<string>();
        page.Console += (_, said) => refused.AddRange(said.Type == "error" ? [said.Text] : []);
        await page.GotoAsync($"/tasks/{task.Id}");
        var looks = await LooksAsync();

        await page.Locator("a[data-paper]").First.ClickAsync();
        await page.WaitForFunctionAsync("() => document.querySelector('[data-stage] img')?.naturalWidth === 1");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await page.InnerTextAsync("[data-of]"), Does.Contain(name).IgnoreCase);
            Assert.That(await page.InnerTextAsync("[data-at]"), Is.EqualTo("1 / 5"));
            Assert.That(await page.InnerTextAsync(".papers"), Does.Contain(lacking), "what is owed and not there");
            Assert.That((await page.Locator("[data-pane]").BoundingBoxAsync())!.X, Is.GreaterThan((await page.Locator(".desk .card dl").First.BoundingBoxAsync())!.X + 300), "beside what the applicant said");
            Assert.That((await page.Locator("[data-pane]").BoundingBoxAsync())!.Y, Is.LessThan((await page.Locator(".papers > ul").BoundingBoxAsync())!.Y), "not under a list that may be long");
            Assert.That(await LooksAsync(), Is.EqualTo(looks + 1));
        }

        await page.ClickAsync("[data-do=turn]");
        Assert.That(await page.Locator("[data-stage] img").EvaluateAsync<string>("picture => picture.style.transform"), Does.Contain("rotate(90deg)"));
        await Accessibility.CheckAsync(page);

        var paper = await page.RunAndWaitForResponseAsync(() => page.ClickAsync("[data-do=next]"), answer => answer.Url.Contains("/papers/", StringComparison.Ordinal));
        var form = await page.APIRequest.GetAsync($"/tasks/{task.Id}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await paper.AllHeadersAsync())["x-frame-options"], Is.EqualTo("SAMEORIGIN"));
            Assert.That((await paper.AllHeadersAsync())["content-security-policy"], Does.Contain("frame-ancestors 'self'").And.Contain("default-src 'none'"));
            Assert.That(form.Headers["x-frame-options"], Is.EqualTo("DENY"), "the same as frame-ancestors");
            Assert.That(form.Headers["content-security-policy"], Does.Contain("frame-ancestors 'none'"));
            Assert.That(await page.Locator("[data-stage] iframe").CountAsync(), Is.EqualTo(1));
            Assert.That(await page.Locator("[data-picture]").IsVisibleAsync(), Is.False, "its own viewer turns it");
            Assert.That(refused, Is.Empty, "the policy lets it be shown");
        }

        // A viewer of papers takes the keyboard whenever it is ready, and keeps the keys it gets: whoever then looks at the form again presses once more.
        var pane = page.Locator("[data-pane]");
        while (await pane.IsVisibleAsync())
        {
            cancellation.ThrowIfCancellationRequested();
            await page.PressAsync("[data-do=next]", "Escape");
        }
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task On_a_phone_it_stands_under_the_list_and_without_script_it_is_a_link(CancellationToken cancellation)
    {
        var phone = await screen.SignedInAsync("station1", 390, "en");
        await phone.GotoAsync($"/tasks/{task.Id}");
        await phone.Locator("a[data-paper]").First.ClickAsync();
        await phone.WaitForFunctionAsync("() => document.querySelector('[data-stage] img')?.naturalWidth === 1");
        var isUnder = await phone.EvaluateAsync<bool>("() => document.querySelector('[data-pane]').getBoundingClientRect().top >= document.querySelector('.papers ul').getBoundingClientRect().bottom");

        var plain = await screen.SignedInAsync("station1", 1440, "en", script: false);
        await plain.GotoAsync($"/tasks/{task.Id}");
        var opened = await plain.Context.RunAndWaitForPageAsync(() => plain.Locator("a[data-paper]").First.ClickAsync());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(isUnder, Is.True);
            Assert.That(await phone.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(390));
            Assert.That(await plain.Locator("[data-pane]").IsVisibleAsync(), Is.False);
            Assert.That(opened.Url, Does.Contain("/papers/"));
        }
    }

    private Task<int> LooksAsync() => screen.Office.ReadAsync(db => db.Set<AuditEntry>().CountAsync(entry => entry.Act == "personal.viewed" && entry.Facts.Contains("paper ")));
}
