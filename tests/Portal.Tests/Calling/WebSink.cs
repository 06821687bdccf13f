using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AidWorkflow.Portal.Tests.Calling;

internal sealed record Asked(string Method, string Path, string Key, string Authorization, string Extra, string ContentType, string Body);

/// <summary>A server on loopback that keeps what it is asked, and answers as the path says.</summary>
internal sealed class WebSink : IAsyncDisposable
{
    private readonly WebApplication app;

    private WebSink(WebApplication app) => this.app = app;

    public string Address => app.Urls.Single();

    public ConcurrentQueue<Asked> Requests { get; } = [];

    public static async Task<WebSink> OpenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var sink = new WebSink(builder.Build());
        sink.app.Map("/{**path}", (Delegate)sink.TakeAsync);
        await sink.app.StartAsync();
        return sink;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpContext http, string path)
    {
        using var reader = new StreamReader(http.Request.Body);
        var headers = http.Request.Headers;
        Requests.Enqueue(new(http.Request.Method, path, headers["Idempotency-Key"].ToString(), headers.Authorization.ToString(), headers["X-Extra"].ToString(), http.Request.ContentType ?? "", await reader.ReadToEndAsync()));
        switch (path)
        {
            case "json":
                return TypedResults.Json(new { id = 7, name = "王" });
            case "teapot":
                return TypedResults.Text("short and stout", "text/plain", statusCode: 418);
            case "large":
                return TypedResults.Text(new string('x', 2_000_000));
            case "away":
                return TypedResults.Redirect("/json");
            case "never":
                var gone = new TaskCompletionSource();
                http.RequestAborted.Register(gone.SetResult);
                await gone.Task;
                return TypedResults.Ok();
            default:
                return TypedResults.NotFound();
        }
    }
}
