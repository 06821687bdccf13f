using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.SigningIn;
using AidWorkflow.Portal.Sweeping;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>The whole portal with its demo people, on a clock that is moved, seen through a real browser.</summary>
internal sealed class House : IAsyncDisposable
{
    private readonly string home;
    private readonly WebApplication app;
    private readonly Windows windows;
    private readonly string secret;

    private House(string folder, WebApplication portal, Harness.FakeClock clock, Windows opened, string password)
    {
        home = folder;
        app = portal;
        windows = opened;
        secret = password;
        Clock = clock;
    }

    public Harness.FakeClock Clock { get; }

    public string Address => app.Urls.Single();

    /// <summary>Of every demo account.</summary>
    public string Password => secret;

    /// <summary>What browsers wrote to their consoles: an error there is a fault of ours.</summary>
    public List<string> Complaints { get; } = [];

    public static async Task<House> OpenAsync()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("portal-browser-").FullName;
        var clock = new Harness.FakeClock(LocalDay.At(new DateOnly(2026, 3, 2), new TimeOnly(9, 0))); // cookies must not be older than the browser's own day
        var settings = Installation.Settings(folder) with { Demo = new DemoSettings { Enabled = true, Fund = true }, SignIn = new SignInSettings { TriesAMinute = 1000 } };
        var portal = PortalHost.Build(settings, "Development", port: 0, clock);
        await portal.Services.GetRequiredService<Preparation>().RunAsync(CancellationToken.None);
        var password = await portal.Services.GetRequiredService<IActs>().RunAsync<DemoSignIn, string>((act, token) => act.SeedAsync(token), CancellationToken.None);
        await portal.StartAsync();
        return new House(folder, portal, clock, await Chromium.OpenAsync(), password);
    }

    /// <summary>Somebody at a browser of their own, signed in.</summary>
    public async Task<IPage> SignedInAsync(string userName, string language, bool phone = false, bool script = true)
    {
        var page = await AnybodyAsync(userName, language, phone, script);
        await page.GotoAsync("/sign-in");
        await page.FillAsync("[name=userName]", userName);
        await page.FillAsync("[name=password]", secret);
        await page.ClickAsync("main button[type=submit]");
        return page;
    }

    /// <summary>Somebody at a browser of their own, not signed in.</summary>
    /// <param name="who">Whose browser it is, for the list of complaints.</param>
    public async Task<IPage> AnybodyAsync(string who, string language, bool phone = false, bool script = true)
    {
        var context = await windows.OpenAsync(new()
        {
            BaseURL = Address,
            Locale = language,
            JavaScriptEnabled = script,
            ViewportSize = phone ? new() { Width = 390, Height = 844 } : new() { Width = 1280, Height = 900 },
        });
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            // A form that is refused answers 422 on purpose.
            if (message.Type == "error" && !message.Text.Contains("422", StringComparison.Ordinal))
                Complaints.Add($"{who}: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => Complaints.Add($"{who}: {error}");
        return page;
    }

    /// <summary>What the schedule would do now, done at once.</summary>
    public async Task SweepAsync()
    {
        await using var scope = app.Services.CreateAsyncScope();
        for (var busy = true; busy;)
        {
            busy = false;
            foreach (var sweep in scope.ServiceProvider.GetServices<ISweep>())
                busy |= await sweep.SweepAsync(CancellationToken.None) > 0;
        }
    }

    public async Task<T> ReadAsync<T>(Func<DbContext, Task<T>> read)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<IUnitOfWork>().Db);
    }

    /// <summary>Does an act without a page: what a walk begins with.</summary>
    public Task<T> DoAsync<TAct, T>(Func<TAct, CancellationToken, Task<T>> act)
        where TAct : notnull => app.Services.GetRequiredService<IActs>().RunAsync(act, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await windows.DisposeAsync();
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        System.IO.Directory.Delete(home, recursive: true);
    }
}
