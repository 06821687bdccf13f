using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Running;
using AidWorkflow.Portal.Delivering;
using AidWorkflow.Portal.Hosting;

namespace AidWorkflow.Portal.Calling;

/// <summary>
/// Makes the HTTP requests that workflows ask for, to hosts that the settings allow, and brings what came of them back to where the workflow waits. A node that dies
/// between the answer and its commit asks again under the same key; otherwise nothing is asked twice, for what a request did when no answer came is unknown.
/// </summary>
internal sealed class HttpCallChannel(HttpClient http, HttpSettings settings, IInstances instances, IOwnedInstances owned, BareInstances bare) : IChannel
{
    /// <summary>The name of the HTTP client: it follows no redirect, so that nothing leaves for a host that is not allowed.</summary>
    public const string Client = "workflow-http";

    /// <summary>More than this of an answer is not kept in a workflow's state.</summary>
    public const int LongestAnswer = 1024 * 1024;

    private static readonly HashSet<string> OfTheContent = new(StringComparer.OrdinalIgnoreCase) { "Content-Type", "Content-Length", "Content-Encoding", "Content-Language", "Content-Disposition" };

    public string Name => Channels.HttpRequest;

    public async Task SendAsync(OutboxRow message, CancellationToken cancellation)
    {
        var asked = JsonNode.Parse(message.Payload) as JsonObject ?? throw new UndeliverableException("The payload is no request.");
        if (await instances.BookmarkAsync(new(Guid.Parse((string)asked["bookmarkId"]!)), cancellation) is not { } waiting)
            return; // Answered before, or the flow went another way: nobody wants it any more.
        if (await instances.FindAsync(waiting.InstanceId, cancellation) is { SubStatus: InstanceSubStatus.OnHold })
            throw new NotNowException($"Instance {waiting.InstanceId} is on hold; the request is made when it is activated.");
        var url = new Uri((string)asked["url"]!);
        if (!settings.AllowedHosts.Contains(url.Host, StringComparer.OrdinalIgnoreCase))
            throw new UndeliverableException($"The host {url.Host} is not allowed (Delivery:Http:AllowedHosts).");
        if (url is { Scheme: "http", IsLoopback: false } && !settings.PlainHttp)
            throw new UndeliverableException($"{url.Host} is asked without encryption: use https, or allow it (Delivery:Http:PlainHttp).");

        var answer = await AskAsync(asked, url, message.IdempotencyKey, cancellation);
        try
        {
            if (!await owned.ResumeAsync(waiting, answer, cancellation))
                await bare.ResumeAsync(waiting.Id, answer, cancellation);
        }
        catch (BookmarkGoneException)
        {
            // The flow went another way while the request was under way.
        }
        catch (InstanceOnHoldException held)
        {
            // It was put on hold while the request was under way: it is made again under the same key.
            throw new NotNowException(held.Message, held);
        }
    }

    private async Task<JsonObject> AskAsync(JsonObject asked, Uri url, string key, CancellationToken cancellation)
    {
        using var request = Request(asked, url, key);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            var (content, whole) = await ReadAsync(response.Content, cancellation);
            var answer = new JsonObject
            {
                ["statusCode"] = (int)response.StatusCode,
                ["content"] = content,
                ["headers"] = new JsonObject(response.Headers.Concat(response.Content.Headers).Select(header => KeyValuePair.Create(header.Key, (JsonNode?)string.Join(", ", header.Value)))),
            };
            if (!whole)
                answer["tooLong"] = true;
            return answer;
        }
        catch (HttpRequestException failed)
        {
            return new JsonObject { ["failure"] = "Failed to connect", ["reason"] = failed.Message };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new JsonObject { ["failure"] = "Timeout" };
        }
    }

    /// <exception cref="UndeliverableException">What the workflow wrote cannot be sent: a header that is none.</exception>
    private static HttpRequestMessage Request(JsonObject asked, Uri url, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Parse((string)asked["method"]!), url);
        try
        {
            if (asked["content"] is { } content)
                request.Content = Content(content, (string?)asked["contentType"]);
            request.Headers.Add("Idempotency-Key", key);
            if ((string?)asked["authorization"] is { Length: > 0 } authorization)
                request.Headers.TryAddWithoutValidation("Authorization", authorization);
            foreach (var (name, value) in asked["headers"] as JsonObject ?? [])
            {
                if (value is null || OfTheContent.Contains(name))
                    continue;
                request.Headers.Add(name, value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString());
            }

            return request;
        }
        catch (FormatException wrong)
        {
            request.Dispose();
            throw new UndeliverableException($"The request cannot be sent as it is written: {wrong.Message}", wrong);
        }
    }

    private static StringContent Content(JsonNode content, string? type)
    {
        var isText = content.GetValueKind() == JsonValueKind.String;
        var said = MediaTypeHeaderValue.Parse(type is { Length: > 0 } ? type : isText ? "text/plain" : "application/json");
        said.CharSet ??= "utf-8";
        return new StringContent(isText ? content.GetValue<string>() : content.ToJsonString(), Encoding.UTF8) { Headers = { ContentType = said } };
    }

    private static async Task<(JsonNode? Content, bool IsWhole)> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        var kept = new byte[LongestAnswer + 1];
        var length = await stream.ReadAtLeastAsync(kept, kept.Length, throwOnEndOfStream: false, cancellation);
        if (length > LongestAnswer)
            return (null, false);
        if (length == 0)
            return (null, true);
        var text = Encoding.UTF8.GetString(kept, 0, length);
        if (content.Headers.ContentType?.MediaType is { } type && type.Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            try
            {
                return (JsonNode.Parse(text), true);
            }
            catch (JsonException)
            {
                // It says that it is JSON and is not: the workflow gets the text, and may say what it thinks of it.
            }
        }

        return (JsonValue.Create(text), true);
    }
}
