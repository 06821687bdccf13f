using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Integrating;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;

namespace AidWorkflow.Portal.Tests.Api;

/// <summary>Programs of others at the portal of an office, each with a token of somebody of the demo city.</summary>
internal static class Programs
{
    public static Task<IssuedToken> IssueAsync(this Office office, string userName, int days = 30) => office.DoAsync((IssueToken act, CancellationToken token) =>
        act.IssueAsync(new($"test {userName}", userName, LocalDay.Today(office.Clock).AddDays(days)), Actor.System, token));

    public static async Task<Caller> CallerAsync(this Website site, Office office, string userName, string language = "en") =>
        new(new Uri(site.Address), (await office.IssueAsync(userName)).Token, language);
}

/// <summary>What a program was answered with.</summary>
internal sealed record Reply(HttpStatusCode Status, JsonNode? Body, string Text, string? Location, string? MediaType)
{
    /// <summary>The answer of a request that went well.</summary>
    public JsonNode Ok()
    {
        Assert.That((int)Status, Is.InRange(200, 299), Text);
        return Body!;
    }

    public void ShouldBe(int status) => Assert.That((int)Status, Is.EqualTo(status), Text);

    public string? Code => (string?)Body?["code"];
}

/// <summary>A program that speaks JSON.</summary>
internal sealed class Caller : IDisposable
{
    private readonly HttpClient http;

    public Caller(Uri address, string? token, string language = "en")
    {
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = address };
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        if (token is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null, null);

    public Task<Reply> PostAsync(string path, object? body = null, string? key = null) => SendAsync(HttpMethod.Post, path, body is null ? null : JsonContent.Create(body), key);

    public Task<Reply> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, path, JsonContent.Create(body), null);

    public Task<Reply> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null, null);

    public Task<Reply> SendRawAsync(string path, string text, string mediaType = "application/json") => SendAsync(HttpMethod.Post, path, new StringContent(text, System.Text.Encoding.UTF8, mediaType), null);

    public Task<Reply> UploadAsync(string path, byte[] content, string name = "paper.pdf")
    {
        var form = new MultipartFormDataContent { { new ByteArrayContent(content), "file", name } };
        return SendAsync(HttpMethod.Post, path, form, null);
    }

    public void Dispose() => http.Dispose();

    private async Task<Reply> SendAsync(HttpMethod method, string path, HttpContent? body, string? key)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        var media = answer.Content.Headers.ContentType?.MediaType;
        return new(answer.StatusCode, media?.EndsWith("json", StringComparison.Ordinal) == true ? JsonNode.Parse(text) : null, text, answer.Headers.Location?.ToString(), media);
    }
}
