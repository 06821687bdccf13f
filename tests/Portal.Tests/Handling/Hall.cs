using System.Net;
using System.Text.RegularExpressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.SigningIn;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Handling;

/// <summary>The office with its portal open: people sign in over HTTP and use the pages as a browser does.</summary>
internal sealed class Hall : IAsyncDisposable
{
    private readonly WebApplication portal;
    private readonly string password;
    private readonly List<Seat> seats = [];

    private Hall(Office office, WebApplication portal, string password)
    {
        Office = office;
        this.portal = portal;
        this.password = password;
    }

    public Office Office { get; }

    public static async Task<Hall> OpenAsync(int triesAMinute = 1000, Action<IServiceCollection>? with = null, Provider provider = Provider.Sqlite, Func<SignInSettings, SignInSettings>? signIn = null, TimeProvider? clock = null)
    {
        var office = await Office.OpenAsync(provider, with: with);
        var settings = new SignInSettings { TriesAMinute = triesAMinute, CodesAnHour = triesAMinute };
        var app = PortalHost.Build(office.Settings with { SignIn = signIn?.Invoke(settings) ?? settings }, "Development", port: 0, clock ?? office.Clock);
        var secret = await app.Services.GetRequiredService<IActs>().RunAsync<DemoSignIn, string>((act, token) => act.SeedAsync(token), CancellationToken.None);
        await app.StartAsync();
        return new Hall(office, app, secret);
    }

    /// <summary>Somebody who did not sign in.</summary>
    public Seat Anybody(string language = "zh-CN")
    {
        var seat = new Seat(new Uri(portal.Urls.Single()), language);
        seats.Add(seat);
        return seat;
    }

    public async Task<Seat> SignInAsync(string userName, string language = "zh-CN")
    {
        var seat = Anybody(language);
        var (status, text) = await seat.PostAsync("/sign-in", "/sign-in", ("userName", userName), ("password", password));
        Assert.That(status, Is.EqualTo(HttpStatusCode.SeeOther), $"{userName}: {text}");
        return seat;
    }

    /// <summary>As <see cref="SignInAsync"/>, for an account that the test itself opened.</summary>
    public async Task<Seat> HireAsync(string userName, Role role, UnitLevel level, string divisionCode, PersonId? person = null)
    {
        var hired = await Office.HireAsync(userName, role, level, divisionCode, person);
        await using var scope = Office.Services.CreateAsyncScope();
        var work = scope.ServiceProvider.GetRequiredService<IUnitOfWork>();
        var hash = await work.Db.Set<Credential>().Select(credential => credential.PasswordHash).FirstAsync();
        work.Db.Add(new Credential { AccountId = hired.Account!.Value, SecurityStamp = userName, PasswordHash = hash });
        await work.CommitAsync(CancellationToken.None);
        return await SignInAsync(userName);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var seat in seats)
            seat.Dispose();
        await portal.DisposeAsync();
        await Office.DisposeAsync();
    }
}

/// <summary>One person's browser: keeps cookies, follows no redirect by itself, and posts only with the token of the page it stands on.</summary>
internal sealed partial class Seat : IDisposable
{
    private readonly HttpClient client;

    public Seat(Uri address, string language)
    {
        client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = address };
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public async Task<(HttpStatusCode Status, string Text)> GetAsync(string path)
    {
        using var answer = await client.GetAsync(path);
        return (answer.StatusCode, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }

    /// <returns>The text of the answer, or where it leads.</returns>
    public async Task<(HttpStatusCode Status, string Text)> PostAsync(string page, string path, params (string Name, string Value)[] fields) => await PostAsync(page, path, fields, file: null);

    /// <summary>Opens an address, and says where it leads.</summary>
    public async Task<(HttpStatusCode Status, string Leads)> FollowAsync(string address)
    {
        using var answer = await client.GetAsync(address);
        return (answer.StatusCode, answer.Headers.Location?.ToString() ?? "");
    }

    public async Task<(HttpStatusCode Status, string Text)> PostAsync(string page, string path, (string Name, string Value)[] fields, string? file)
    {
        var (_, text) = await GetAsync(page);
        using var form = new MultipartFormDataContent();
        if (Token().Match(text) is { Success: true } token)
            form.Add(new StringContent(token.Groups["token"].Value), "__RequestVerificationToken");
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        if (file is not null)
            form.Add(new ByteArrayContent("%PDF-1.4\n%%EOF\n"u8.ToArray()), file, "证明.pdf");
        using var answer = await client.PostAsync(path, form);
        return (answer.StatusCode, answer.Headers.Location?.ToString() ?? WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()));
    }

    public void Dispose() => client.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
