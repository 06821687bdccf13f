using System.Globalization;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Cases.Services;

/// <summary>A step as a definition has it, looked at without running anything. What an expression would compute is not known.</summary>
/// <param name="File">Of the service, in which it stands.</param>
/// <param name="Path">JSON path in the file: "$.root.activities[3]".</param>
internal sealed record DrawnStep(string File, string Path, JsonObject Json)
{
    public string Type => Text(Json["type"]);

    public string Id => Text(Json["id"]);

    /// <summary>By which other files and steps know it.</summary>
    public string Name => Text(Json["name"]);

    /// <summary>What people call it.</summary>
    public LocalText Title => SpokenSteps.Of(Name, Json["metadata"] is JsonObject said && Text(said["displayText"]) is { Length: > 0 } title ? title : Name);

    /// <summary>The value of an input that is written down; null where there is none, or an expression makes it.</summary>
    public JsonNode? Written(string input) => Json[input] switch
    {
        JsonObject wrapped when wrapped["expression"] is JsonObject said => Text(said["type"]) is "Literal" or "Object" ? said["value"] : null,
        JsonObject => null,
        var plain => plain,
    };

    public string? Said(string input) => Written(input) is JsonValue value ? value.TryGetValue<string>(out var text) ? text : value.ToJsonString() : null;

    public T? Choice<T>(string input)
        where T : struct, Enum => Enum.TryParse<T>(Said(input), ignoreCase: true, out var chosen) && Enum.IsDefined(chosen) ? chosen : null;

    public int? Number(string input) => int.TryParse(Said(input), CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A list, also where it is written as a text of JSON.</summary>
    public IReadOnlyList<string> Texts(string input)
    {
        var written = Written(input);
        try
        {
            if (written is JsonValue value && value.TryGetValue<string>(out var text))
                written = JsonNode.Parse(text);
        }
        catch (System.Text.Json.JsonException)
        {
            return []; // said by lint
        }

        return written is JsonArray list ? [.. list.Select(Text).Where(one => one.Length > 0)] : [];
    }

    /// <summary>Whose it is by its role and level; null where it has none, or they are computed.</summary>
    public (Role Role, UnitLevel Level)? Post => Type == "Aid.Completeness" ? (Role.StationClerk, UnitLevel.Township)
        : Choice<Role>("role") is { } role && Choice<UnitLevel>("level") is { } level ? (role, level) : null;

    /// <summary>Every step of a definition, also those of flowcharts within; none where it cannot be read, which others say.</summary>
    public static IReadOnlyList<DrawnStep> In(string file, string json)
    {
        try
        {
            var found = new List<DrawnStep>();
            Visit(file, (JsonNode.Parse(json) as JsonObject)?["root"], "$.root", found);
            return found;
        }
        catch (Exception unreadable) when (unreadable is System.Text.Json.JsonException or InvalidOperationException or ArgumentException)
        {
            return [];
        }
    }

    private static void Visit(string file, JsonNode? node, string path, List<DrawnStep> found)
    {
        if (node is JsonArray list)
        {
            for (var at = 0; at < list.Count; at++)
                Visit(file, list[at], $"{path}[{at}]", found);
        }
        else if (node is JsonObject json)
        {
            if (Text(json["type"]).Length > 0 && Text(json["id"]).Length > 0)
                found.Add(new(file, path, json));
            foreach (var (name, inner) in json)
                Visit(file, inner, $"{path}.{name}", found);
        }
    }

    internal static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
