using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Services;

/// <summary>A whole service as one file: every file that a version holds, each as its text, with a hash over them. The same files give the same text, whoever writes it and when.</summary>
/// <param name="Number">Of the version that it was taken from; told to people, and nothing rests on it.</param>
public sealed record ServiceFile(string ServiceId, int Number, ImmutableSortedDictionary<string, string> Files)
{
    public const string Format = "aidworkflow-service/1";
    public const int Longest = 20_000_000;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public string Write() => new JsonObject
    {
        ["format"] = Format,
        ["service"] = ServiceId,
        ["version"] = Number,
        ["hash"] = ServiceContent.Hash(Files),
        ["files"] = new JsonObject([.. Files.Select(file => KeyValuePair.Create<string, JsonNode?>(file.Key, file.Value))]),
    }.ToJsonString(Readable) + "\n";

    /// <exception cref="RefusedException">
    /// service-import.unreadable, service-import.no-service, service-import.damaged, service-import.file-unreadable (each names what is wrong), service.file-unfit, service.file-too-long
    /// </exception>
    public static ServiceFile Read(string text)
    {
        if (text.Length > Longest)
            throw Unreadable("too long");
        if (Parse(text) is not JsonObject json || Said(json, "format") != Format || Said(json, "service") is not { Length: > 0 } service || json["files"] is not JsonObject given)
            throw new RefusedException("service-import.no-service", "content", ("format", Format));
        var files = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var refusals = new Refusals();
        foreach (var (path, value) in given)
        {
            if (value is not JsonValue said || !said.TryGetValue<string>(out var content))
            {
                refusals.Add(new("service-import.file-unreadable", path, ("file", path), ("reason", "no text")));
                continue;
            }

            SaveServiceDraft.RequireFit(path, content);
            if (path.EndsWith(".json", StringComparison.Ordinal) && JsonFault(content) is { } fault)
                refusals.Add(new("service-import.file-unreadable", path, ("file", path), ("reason", fault)));
            files[path] = content.ReplaceLineEndings("\n");
        }

        refusals.ThrowIfAny();
        if (files.Count == 0)
            throw new RefusedException("service-import.no-service", "content", ("format", Format));
        var read = new ServiceFile(service, json["version"] is JsonValue number && number.TryGetValue<int>(out var version) ? version : 0, files.ToImmutable());
        if (Said(json, "hash") is { } hash && hash != ServiceContent.Hash(read.Files))
            throw new RefusedException("service-import.damaged", "content");
        return read;
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new() { AllowDuplicateProperties = false });
        }
        catch (JsonException broken)
        {
            throw Unreadable(broken.Message);
        }
    }

    private static string? JsonFault(string content)
    {
        try
        {
            using var _ = JsonDocument.Parse(content);
            return null;
        }
        catch (JsonException broken)
        {
            return broken.Message;
        }
    }

    private static RefusedException Unreadable(string reason) => new("service-import.unreadable", "content", ("reason", reason));

    private static string? Said(JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
