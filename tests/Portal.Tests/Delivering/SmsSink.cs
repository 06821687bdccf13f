using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AidWorkflow.Portal.Tests.Delivering;

internal sealed record ReceivedSms(string Key, string? Authorization, string To, string Text);

/// <summary>A text message gateway on loopback that keeps what it gets, and answers as told.</summary>
internal sealed class SmsSink : IAsyncDisposable
{
    private readonly WebApplication app;

    private SmsSink(WebApplication app) => this.app = app;

    public Uri Address => new(new Uri(app.Urls.Single()), "/send");

    public ConcurrentQueue<ReceivedSms> Received { get; } = [];

    /// <summary>How the next requests are answered; 200 when none is left.</summary>
    public ConcurrentQueue<HttpStatusCode> Answers { get; } = [];

    public static async Task<SmsSink> OpenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var sink = new SmsSink(builder.Build());
        sink.app.MapPost("/send", (Delegate)sink.TakeAsync);
        await sink.app.StartAsync();
        return sink;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpContext context)
    {
        var body = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var headers = context.Request.Headers;
        Received.Enqueue(new ReceivedSms(headers["Idempotency-Key"].ToString(), headers.Authorization, (string)body!["to"]!, (string)body["text"]!));
        return TypedResults.StatusCode(Answers.TryDequeue(out var answer) ? (int)answer : StatusCodes.Status200OK);
    }
}
