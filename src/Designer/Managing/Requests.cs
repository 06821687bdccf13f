using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AidWorkflow.Designer.Managing;

/// <summary>Reads what Elsa's clients send.</summary>
internal static class Requests
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 256 };

    /// <summary>A part of the address.</summary>
    internal static string Named(this HttpContext http, string name) => http.Request.RouteValues[name] as string ?? "";

    internal static string? Asked(this HttpContext http, string name) =>
        http.Request.Query.TryGetValue(name, out var value) ? value.ToString() : null; // in any case

    internal static int? AskedNumber(this HttpContext http, string name) => int.TryParse(http.Asked(name), CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A list: the field several times, or once with commas.</summary>
    internal static IReadOnlyCollection<string> AskedAll(this HttpContext http, string name) =>
        [.. http.Request.Query[name].SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    /// <returns>An empty object where nothing was sent.</returns>
    /// <exception cref="BadHttpRequestException">It is no JSON object, or has a property twice.</exception>
    internal static async Task<JsonObject> BodyAsync(this HttpContext http)
    {
        if (http.Request.ContentLength is null or 0 && !http.Request.Headers.ContainsKey("Transfer-Encoding"))
            return [];
        try
        {
            return await JsonNode.ParseAsync(http.Request.Body, documentOptions: Strict, cancellationToken: http.RequestAborted) switch
            {
                JsonObject body => body,
                null => [],
                _ => throw new BadHttpRequestException("The body is no JSON object."),
            };
        }
        catch (JsonException broken)
        {
            throw new BadHttpRequestException(broken.Message, broken);
        }
    }
}
