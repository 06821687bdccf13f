using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>One browser for all tests of the process; whoever looks through it has a context of their own.</summary>
[SetUpFixture]
internal sealed class Chromium
{
    /// <summary>How long a page may take to show something, in milliseconds: long, as three jobs share two slow cores.</summary>
    public const int Patience = 60_000;

    /// <summary>Without a window the same browser takes a third of the work: where Debian's package of it is not there, the one with windows does.</summary>
    private static readonly string Program = File.Exists("/usr/bin/chromium-headless-shell") ? "/usr/bin/chromium-headless-shell" : "/usr/bin/chromium";

    private static readonly Lazy<Task<(IPlaywright Driver, IBrowser Browser)>> Started = new(StartAsync);

    public static async Task<Windows> OpenAsync() => new((await Started.Value).Browser);

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        if (!Started.IsValueCreated)
            return;
        var (driver, browser) = await Started.Value;
        await browser.DisposeAsync();
        driver.Dispose();
    }

    private static async Task<(IPlaywright Driver, IBrowser Browser)> StartAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience); // a slow machine is no fault
        var driver = await Playwright.CreateAsync();
        return (driver, await driver.Chromium.LaunchAsync(new() { ExecutablePath = Program, Args = ["--no-sandbox"] }));
    }
}

/// <summary>The windows that a test opens, each a context of its own. They are closed with the portal that they look at: one left open goes on asking it for news, beside all tests that follow.</summary>
internal sealed class Windows(IBrowser browser) : IAsyncDisposable
{
    private readonly List<IBrowserContext> open = [];

    public async Task<IBrowserContext> OpenAsync(BrowserNewContextOptions options)
    {
        var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout(Chromium.Patience);
        open.Add(context);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var context in open)
            await context.CloseAsync();
    }
}
