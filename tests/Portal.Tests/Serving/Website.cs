using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.SigningIn;
using AidWorkflow.Portal.Tests.Deciding;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AidWorkflow.Portal.Tests.Serving;

/// <summary>The pages of an office: its cases are driven by acts, and its people read and post as a browser without script does.</summary>
internal sealed class Website : IAsyncDisposable
{
    private readonly Func<int, WebApplication> build;
    private readonly Mistakes mistakes = new();
    private WebApplication app;

    private Website(Func<int, WebApplication> again, WebApplication portal, string password)
    {
        build = again;
        app = portal;
        Password = password;
        Address = portal.Urls.Single();
        portal.Services.GetRequiredService<ILoggerFactory>().AddProvider(mistakes);
    }

    public IServiceProvider Services => app.Services;

    public string Address { get; }

    /// <summary>Of every demo account.</summary>
    public string Password { get; }

    /// <summary>What was logged as an error.</summary>
    public IReadOnlyList<string> Errors => mistakes.All;

    public static async Task<Website> OpenAsync(Office office, Func<PortalSettings, PortalSettings>? with = null)
    {
        var settings = office.Settings with { SignIn = new SignInSettings { TriesAMinute = 1000 } };
        WebApplication Build(int port) => PortalHost.Build(with?.Invoke(settings) ?? settings, "Development", port, office.Clock);
        var portal = Build(0);
        var password = await portal.Services.GetRequiredService<IActs>().RunAsync<DemoSignIn, string>((act, token) => act.SeedAsync(token), CancellationToken.None);
        await portal.StartAsync();
        return new Website(Build, portal, password);
    }

    public async Task<Reader> SignedInAsync(string userName, string language = "zh-CN")
    {
        var reader = new Reader(new Uri(Address), language);
        var landed = await (await reader.GetAsync("/sign-in")).PostAsync("/sign-in", ("userName", userName), ("password", Password));
        Assert.That(landed.Status, Is.EqualTo(HttpStatusCode.SeeOther), userName);
        return reader;
    }

    /// <summary>The process ends; the database stays.</summary>
    public async Task GoAwayAsync() => await app.DisposeAsync();

    /// <summary>Another process, at the same address and on the same database.</summary>
    public async Task ComeBackAsync()
    {
        app = build(new Uri(Address).Port);
        app.Services.GetRequiredService<ILoggerFactory>().AddProvider(mistakes);
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private sealed class Mistakes : ILoggerProvider, ILogger
    {
        private readonly List<string> all = [];

        public IReadOnlyList<string> All
        {
            get
            {
                lock (all)
                    return [.. all];
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            lock (all)
                all.Add($"{formatter(state, exception)} {exception?.Message}");
        }

        public void Dispose()
        {
        }
    }
}

/// <summary>Somebody at a browser of their own.</summary>
internal sealed class Reader
{
    private readonly HttpClient http;

    public Reader(Uri address, string language)
    {
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = address };
        http.DefaultRequestHeaders.Add("Accept-Language", language);
        http.DefaultRequestHeaders.Add("Accept", "text/html");
    }

    public async Task<ReadPage> GetAsync(string path) => await ReadAsync(await http.GetAsync(path));

    internal async Task<ReadPage> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> fields) => await ReadAsync(await http.PostAsync(path, new FormUrlEncodedContent(fields)));

    /// <summary>With a file chosen, as a browser sends it.</summary>
    internal async Task<ReadPage> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> fields, string file, byte[] content)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        form.Add(new ByteArrayContent(content), file, $"{file}.png");
        return await ReadAsync(await http.PostAsync(path, form));
    }

    private async Task<ReadPage> ReadAsync(HttpResponseMessage answer)
    {
        using (answer)
            return new ReadPage(this, answer.StatusCode, answer.Headers.Location?.ToString(), await answer.Content.ReadAsStringAsync());
    }
}

/// <summary>A page as it came.</summary>
/// <param name="Location">Where it leads on to.</param>
internal sealed partial record ReadPage(Reader Reader, HttpStatusCode Status, string? Location, string Html)
{
    /// <summary>The words alone, blanks run together.</summary>
    public string Words => Blanks().Replace(WebUtility.HtmlDecode(Tags().Replace(Html, " ")), " ");

    /// <summary>Presses a button of a form on this page.</summary>
    public Task<ReadPage> PostAsync(string action, params (string Name, string Value)[] fields) =>
        Reader.PostAsync(action, fields.Append(("__RequestVerificationToken", Token().Match(Html).Groups["token"].Value)).Select(field => KeyValuePair.Create(field.Item1, field.Item2)));

    /// <summary>Presses a button of a form that carries what was written before in hidden fields.</summary>
    public Task<ReadPage> PostHiddenAsync(string action, params (string Name, string Value)[] fields) =>
        PostAsync(action, [.. Hidden().Matches(Html).Select(field => (field.Groups["name"].Value, WebUtility.HtmlDecode(field.Groups["value"].Value))), .. fields]);

    /// <summary>Presses a button of a form with a file chosen in it.</summary>
    public Task<ReadPage> PostWithAsync(string action, string file, byte[] content, params (string Name, string Value)[] fields) =>
        Reader.PostAsync(action, fields.Append(("__RequestVerificationToken", Token().Match(Html).Groups["token"].Value)).Select(field => KeyValuePair.Create(field.Item1, field.Item2)), file, content);

    /// <summary>As <see cref="PostHiddenAsync"/>, with a file chosen.</summary>
    public Task<ReadPage> PostHiddenWithAsync(string action, string file, byte[] content, params (string Name, string Value)[] fields) =>
        PostWithAsync(action, file, content, [.. Hidden().Matches(Html).Select(field => (field.Groups["name"].Value, WebUtility.HtmlDecode(field.Groups["value"].Value))), .. fields]);

    public async Task<ReadPage> FollowAsync() => await Reader.GetAsync(Location ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"It leads nowhere: {Status} {Words}")));

    /// <summary>Every line of the summary leads to something on the page, and its words stand there too.</summary>
    public void EveryFaultLeadsToItsField()
    {
        var lines = FaultLine().Matches(Html);
        Assert.That(lines, Is.Not.Empty, Words);
        using (Assert.EnterMultipleScope())
        {
            foreach (Match line in lines)
            {
                Assert.That(Html, Does.Contain($"id=\"{line.Groups["id"].Value}\""), $"{line.Value} leads nowhere");
                Assert.That(Html.Split(line.Groups["words"].Value), Has.Length.GreaterThan(2), $"{line.Value} is only on top");
            }
        }
    }

    [GeneratedRegex("<(?<tag>script|style)[^>]*>.*?</\\k<tag>>|<[^>]+>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Tags();

    [GeneratedRegex("\\s+", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Blanks();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Token();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>(?!__)[^\"]+)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Hidden();

    [GeneratedRegex("<li>\\s*<a href=\"#(?<id>[^\"]+)\">(?<words>[^<]+)</a>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex FaultLine();
}
