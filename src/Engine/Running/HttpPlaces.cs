using System.Text.Json.Nodes;

namespace AidWorkflow.Engine.Running;

/// <summary>Where workflows wait for requests, as triggers and bookmarks write it: "post:orders/{id}", or "post!orders/{id}" where the caller must be known.</summary>
/// <param name="Path">Without slashes at its ends; parameters in braces.</param>
/// <param name="MustBeKnown">Only a caller with a token is let in.</param>
public sealed record HttpPlaces(string Method, string Path, bool MustBeKnown)
{
    public const string Type = "Elsa.HttpEndpoint";

    /// <summary>The workflow input under which a request starts an instance.</summary>
    public const string Input = "HttpRequest";

    /// <exception cref="FormatException">It was not written by <see cref="Write"/>.</exception>
    public static HttpPlaces Read(string stimulus) => stimulus.IndexOfAny([':', '!']) is var at and > 0
        ? new(stimulus[..at].ToUpperInvariant(), stimulus[(at + 1)..], stimulus[at] == '!')
        : throw new FormatException($"'{stimulus}' is no place where a request is waited for.");

    internal static string Write(string method, string path, bool mustBeKnown) => $"{method.ToLowerInvariant()}{(mustBeKnown ? '!' : ':')}{path.Trim().Trim('/')}";
}

/// <summary>What a workflow answers a request with.</summary>
/// <param name="ContentType">Null: JSON for an object or list, else plain text.</param>
public sealed record HttpAnswer(int StatusCode, string? ContentType, JsonNode? Content, JsonObject Headers);
