using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Cases.Services;

/// <summary>The workflow definitions among the files of a service version, each under an id of its own version.</summary>
public static class ServiceDefinition
{
    /// <summary>The file's own id stays the same over our versions; this one does not.</summary>
    public static string IdOf(ServiceVersionId version, string file) => $"{version}/{file}";

    /// <returns>Null when it is no id of ours.</returns>
    public static (ServiceVersionId Version, string File)? TryPlace(string versionId) =>
        versionId.Split('/', 2) is [var version, var file] && Guid.TryParseExact(version, "D", out var id) ? (ServiceVersionId.Of(id), file) : null;

    /// <returns>Null when the version has no such file.</returns>
    public static WorkflowDefinition? Of(ServiceVersionId version, ServicePackage package, string file)
    {
        if (!package.Files.TryGetValue(file, out var text) || DefinitionId(file, text) is null)
            return null;
        var json = (JsonObject)JsonNode.Parse(text)!;
        json["id"] = IdOf(version, file);
        return WorkflowDefinition.Parse(json.ToJsonString());
    }

    /// <summary>The file that holds the definition of this id; null when none does.</summary>
    public static string? FileOf(ServicePackage package, string definitionId) =>
        package.Files.FirstOrDefault(file => DefinitionId(file.Key, file.Value) == definitionId).Key;

    /// <summary>A file is a definition by what it holds, so that a service may bring workflows of its own beside those of its cases.</summary>
    internal static string? DefinitionId(string file, string text)
    {
        if (!file.EndsWith(".json", StringComparison.Ordinal))
            return null;
        try
        {
            return JsonNode.Parse(text) is JsonObject { } json && json["root"] is JsonObject && json["definitionId"] is JsonValue id && id.TryGetValue<string>(out var said) ? said : null;
        }
        catch (JsonException)
        {
            return null; // Said by whoever reads the service's files.
        }
    }
}
