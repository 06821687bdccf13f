using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>The pages of an office, whose cases are driven by acts, on screens of any width, in a browser that has no more than the oldest one we serve (<see cref="Older"/>).</summary>
internal sealed class Screen : IAsyncDisposable
{
    private readonly Website site;
    private readonly Windows windows;

    private Screen(Office cases, Website pages, Windows opened)
    {
        Office = cases;
        site = pages;
        windows = opened;
    }

    public Office Office { get; }

    public IServiceProvider Services => site.Services;

    public Website Site => site;

    public static async Task<Screen> OpenAsync() => await OpenAsync(await Office.OpenAsync(Provider.Sqlite));

    /// <param name="cases">Closed with the screen.</param>
    /// <param name="with">What is set otherwise than in the office.</param>
    public static async Task<Screen> OpenAsync(Office cases, Func<PortalSettings, PortalSettings>? with = null) => new(cases, await Website.OpenAsync(cases, with), await Chromium.OpenAsync());

    public async Task<IPage> AnybodyAsync(int width, string language, bool script = true, bool older = true)
    {
        var context = await windows.OpenAsync(new() { BaseURL = site.Address, Locale = language, JavaScriptEnabled = script, ViewportSize = new() { Width = width, Height = 800 } });
        if (older)
            await context.AddInitScriptAsync(Older.Script);
        return await context.NewPageAsync();
    }

    /// <param name="older">Its browser has no more than the oldest one we serve.</param>
    public async Task<IPage> SignedInAsync(string userName, int width, string language, bool script = true, bool older = true)
    {
        var page = await AnybodyAsync(width, language, script, older);
        await SignInAsync(page, userName);
        return page;
    }

    /// <summary>The editor of a definition, opened and checked once by the administrator.</summary>
    /// <param name="complaints">Takes what goes wrong in the browser.</param>
    public async Task<IPage> EditorAsync(string definition, string language, List<string> complaints)
    {
        var page = await SignedInAsync("admin1", 1440, language);
        page.Console += (_, message) => complaints.AddRange(message.Type == "error" ? [$"{message.Text} ({message.Location})"] : []);
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync($"/admin/designer/{definition}");
        await page.WaitForSelectorAsync("[data-step]");
        await Assertions.Expect(page.Locator(".problems h3")).Not.ToContainTextAsync(language == "en" ? "checking" : "正在检查");
        return page;
    }

    public async Task SignInAsync(IPage page, string userName)
    {
        await page.GotoAsync("/sign-in");
        await EnterAsync(page, userName);
    }

    /// <summary>On a sign-in page that stands open already.</summary>
    public async Task EnterAsync(IPage page, string userName)
    {
        await page.FillAsync("[name=userName]", userName);
        await page.FillAsync("[name=password]", site.Password);
        await page.ClickAsync("main button[type=submit]");
    }

    public async ValueTask DisposeAsync()
    {
        await windows.DisposeAsync();
        await site.DisposeAsync();
        await Office.DisposeAsync();
    }
}
