using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Portal.Api;
using AidWorkflow.Portal.SigningIn;
using Microsoft.AspNetCore.Http.Features;

namespace AidWorkflow.Portal.Calling;

/// <summary><c>/workflows/{path}</c>: requests that workflows wait for (Elsa.HttpEndpoint), answered by Elsa.WriteHttpResponse after the commit.</summary>
internal static class CalledWorkflows
{
    private const int LongestContent = 1024 * 1024;

    private const string Correlation = "X-Correlation-Id";

    /// <summary>What an administrator's workflow writes must not be able to act in the portal's name in a browser.</summary>
    private const string Harmless = "default-src 'none'; frame-ancestors 'none'; sandbox";

    private static readonly HashSet<string> Secret = new(StringComparer.OrdinalIgnoreCase) { "Authorization", "Cookie" };

    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase) { "Set-Cookie", "Content-Length", "Content-Type", "Transfer-Encoding", "Content-Security-Policy", "Location" };

    public static void MapCalledWorkflows(this WebApplication app) =>
        app.Map("/workflows/{**path}", AnswerAsync).DisableAntiforgery().RequireRateLimiting(ApiSetup.Pace).ExcludeFromDescription();

    private static async Task<IResult> AnswerAsync(HttpContext http, string? path, CallDesk desk, CancellationToken cancellation)
    {
        var correlation = http.Request.Headers[Correlation].ToString() is { Length: > 0 } said ? said : http.Request.Query["correlationId"].ToString() is { Length: > 0 } asked ? asked : null;
        var called = await desk.FindAsync(http.Request.Method, (path ?? "").Trim('/'), correlation, cancellation) ?? throw new RefusedException("workflow.call-unknown");
        var program = called.MustBeKnown ? await http.PresentedAsync() : null; // at an open place nobody is asked who they are
        if (program is { IsSignedIn: false })
            return TypedResults.Unauthorized();

        http.Response.Headers.ContentSecurityPolicy = Harmless;
        var ended = await desk.AnswerAsync(called, program?.Actor ?? Actor.System, correlation, await ReadAsync(http, called, cancellation), cancellation);
        if (ended.Answer is not { } answer)
            return ended.Faulted ? TypedResults.Problem(ApiProblems.Of(new RefusedException("workflow.call-faulted"))) : TypedResults.Accepted((string?)null);
        foreach (var (name, value) in answer.Headers)
        {
            if (value is not null && !Reserved.Contains(name))
                http.Response.Headers[name] = value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
        }

        var isText = answer.Content is null || answer.Content.GetValueKind() == JsonValueKind.String;
        var content = answer.Content is null ? "" : isText ? answer.Content.GetValue<string>() : answer.Content.ToJsonString();
        return TypedResults.Text(content, answer.ContentType ?? (isText ? "text/plain" : "application/json"), Encoding.UTF8, answer.StatusCode);
    }

    /// <summary>The request as a workflow sees it. What a caller proves itself by stays out of it: it would be stored.</summary>
    private static async Task<JsonObject> ReadAsync(HttpContext http, Called called, CancellationToken cancellation) => new()
    {
        ["method"] = http.Request.Method,
        ["path"] = http.Request.Path.Value,
        ["routeData"] = new JsonObject(called.Route.Select(value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value?.ToString()))),
        ["query"] = new JsonObject(http.Request.Query.Select(value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value.ToString()))),
        ["headers"] = new JsonObject(http.Request.Headers.Where(header => !Secret.Contains(header.Key)).Select(header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value.ToString()))),
        ["content"] = await ContentAsync(http, cancellation),
    };

    private static async Task<JsonNode?> ContentAsync(HttpContext http, CancellationToken cancellation)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = LongestContent;
        if (http.Request.HasFormContentType)
        {
            var form = await http.Request.ReadFormAsync(new FormOptions { BufferBodyLengthLimit = LongestContent, ValueLengthLimit = LongestContent }, cancellation);
            if (form.Files.Count > 0)
                throw new RefusedException("workflow.call-with-files", "content");
            return new JsonObject(form.Select(value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value.ToString())));
        }

        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(cancellation);
        if (text.Length == 0)
            return null;
        if (!http.Request.HasJsonContentType())
            return JsonValue.Create(text);
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException broken)
        {
            throw new RefusedException("workflow.call-not-json", "content", ("line", broken.LineNumber + 1));
        }
    }
}
