using System.Net;
using System.Text.RegularExpressions;

namespace AidWorkflow.Portal.Benching;

/// <summary>Somebody at a browser of their own, who clicks through pages as a person does.</summary>
internal sealed partial class PageVisitor : IDisposable
{
    private readonly HttpClient http;

    public PageVisitor(Uri portal)
    {
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = true, CookieContainer = new CookieContainer(), AutomaticDecompression = DecompressionMethods.All }) { BaseAddress = portal };
        http.DefaultRequestHeaders.Add("Accept", "text/html");
        http.DefaultRequestHeaders.Add("Accept-Language", "zh-CN");
    }

    /// <summary>What the answer brought, with where redirects led to.</summary>
    /// <exception cref="HttpRequestException">The page was not answered with success.</exception>
    public async Task<(string Text, string Path)> GetAsync(string path, CancellationToken cancellation) => await ReadAsync(await http.GetAsync(path, cancellation), cancellation);

    /// <summary>The same, with what it is asked for.</summary>
    public async Task<string> AskAsync(string what, string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { PageWatch.Header, what } } };
        return (await ReadAsync(await http.SendAsync(request, cancellation), cancellation)).Text;
    }

    /// <summary>Sends a form of a page that is open already.</summary>
    /// <returns>False where the server refused it, as somebody else was first.</returns>
    public async Task<bool> SendAsync(string what, string page, string path, IEnumerable<KeyValuePair<string, string>> fields, CancellationToken cancellation)
    {
        using var form = new FormUrlEncodedContent(fields.Append(KeyValuePair.Create("__RequestVerificationToken", Token().Match(page).Groups["token"].Value)));
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form, Headers = { { PageWatch.Header, what } } };
        using var answer = await http.SendAsync(request, cancellation);
        return answer.IsSuccessStatusCode;
    }

    /// <summary>Presses a button of a form on <paramref name="page"/>.</summary>
    public async Task<(string Text, string Path)> PostAsync(string page, string path, IEnumerable<KeyValuePair<string, string>> fields, CancellationToken cancellation)
    {
        var (text, _) = await GetAsync(page, cancellation);
        using var form = new FormUrlEncodedContent(fields.Append(KeyValuePair.Create("__RequestVerificationToken", Token().Match(text).Groups["token"].Value)));
        return await ReadAsync(await http.PostAsync(path, form, cancellation), cancellation);
    }

    public Task SignInAsync(string userName, string password, CancellationToken cancellation) =>
        PostAsync("/sign-in", "/sign-in", [KeyValuePair.Create("userName", userName), KeyValuePair.Create("password", password)], cancellation);

    public void Dispose() => http.Dispose();

    private static async Task<(string Text, string Path)> ReadAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        using (answer)
            return (await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellation), answer.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Token();
}
