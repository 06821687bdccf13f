using System.Text.Json;
using System.Text.Json.Nodes;

namespace AidWorkflow.Engine.Definitions;

/// <summary>Reads Elsa's JSON as Elsa does: names in any case, flags also as text, absent and null alike.</summary>
internal static class JsonReading
{
    internal static JsonNode? Member(this JsonObject json, string name)
    {
        if (json.TryGetPropertyValue(name, out var exact))
            return exact;
        foreach (var (key, value) in json)
        {
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
                return value;
        }

        return null;
    }

    /// <summary>Files write their keys in any case; a second spelling beside the first would be a repeated property.</summary>
    internal static void Put(this JsonObject json, string name, JsonNode? value) =>
        json[json.FirstOrDefault(pair => string.Equals(pair.Key, name, StringComparison.OrdinalIgnoreCase)).Key ?? name] = value;

    internal static bool Has(this JsonObject json, string name) =>
        json.ContainsKey(name) || json.Any(pair => string.Equals(pair.Key, name, StringComparison.OrdinalIgnoreCase));

    internal static JsonObject? Object(this JsonObject json, string name) => json.Member(name) as JsonObject;

    internal static string? Text(this JsonObject json, string name) => Text(json.Member(name));

    internal static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    internal static bool Flag(this JsonObject json, string name) => Flag(json.Member(name)) ?? false;

    internal static bool? Flag(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when bool.TryParse(Text(node), out var flag) => flag,
        _ => null,
    };

    internal static int? Whole(this JsonObject json, string name) =>
        json.Member(name) is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<int>(out var number) ? number : null;

    /// <summary>The entries of a list; also of a list that was wrapped in <c>$values</c>, and a single object as a list of one.</summary>
    internal static IEnumerable<(JsonNode? Item, string Path)> Items(this JsonObject json, string name, string path)
    {
        var node = json.Member(name);
        path = $"{path}.{name}";
        if (node is JsonObject wrapped)
        {
            if (wrapped.Member("$values") is not { } values)
                return [(wrapped, path)];
            (node, path) = (values, $"{path}.$values");
        }

        return node is JsonArray list ? list.Select((item, index) => (item, $"{path}[{index}]")) : [];
    }
}
