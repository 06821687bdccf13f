using System.Text.Json.Nodes;

namespace AidWorkflow.Designer.Managing;

/// <summary>
/// A definition as Elsa's clients have it: its own JSON, with what tells which version it is around it. What comes back is the content again, so that opening and
/// saving changes nothing but what was edited.
/// </summary>
internal static class Wire
{
    /// <summary>Of what a writer has before them; travels in the customProperties, which Elsa's clients give back as they were.</summary>
    internal const string Stamp = "AidWorkflow:Stamp";

    /// <summary>The terms of a service's steps, which stand in its service.json.</summary>
    internal const string Terms = "AidWorkflow:Terms";

    private const string Ours = "AidWorkflow:";

    /// <summary>What is said of a version and is not of its content.</summary>
    private static readonly string[] Envelope = ["id", "definitionId", "version", "isLatest", "isPublished", "createdAt", "links"];

    /// <summary>What Elsa's own clients do not know of a definition, or leave out of what they save. It stays as it was where it is not sent.</summary>
    private static readonly string[] Unsaid = ["$schema", "isReadonly", "isSystem", "tenantId"];

    internal static JsonObject Of(ManagedVersion version)
    {
        var json = (JsonObject)version.Content.As(version.Id, version.DefinitionId, version.Version, version.IsLatest, version.IsPublished).Json.DeepClone();
        if (Find(json, "createdAt") is null)
            json["createdAt"] = version.CreatedAt;
        json["links"] = Links(version.DefinitionId);
        if (version.Stamp is null)
            return json;
        if (Member(json, "customProperties") is not JsonObject own)
            json[Find(json, "customProperties") ?? "customProperties"] = own = [];
        own[Stamp] = version.Stamp;
        if (version.Service is { } service && TermsOf(service.Files["service.json"]) is { } terms)
            own[Terms] = terms;
        return json;
    }

    internal static string? StampOf(JsonObject model) => (Member(model, "customProperties") as JsonObject)?[Stamp] is JsonValue value && value.TryGetValue<string>(out var stamp) ? stamp : null;

    /// <param name="stored">As it stood before; null for a new one.</param>
    internal static JsonObject Back(JsonObject model, JsonObject? stored)
    {
        var json = (JsonObject)model.DeepClone();
        foreach (var name in Envelope)
        {
            if (stored is not null && Find(stored, name) is { } there)
                json[Find(json, name) ?? there] = stored[there]?.DeepClone();
            else if (Find(json, name) is { } gone && (stored is not null || name == "links"))
                json.Remove(gone);
        }

        foreach (var name in Unsaid)
            if (stored is not null && Find(stored, name) is { } kept && Find(json, name) is null)
                json[kept] = stored[kept]?.DeepClone();

        if (Find(json, "customProperties") is { } key && json[key] is JsonObject own)
        {
            foreach (var name in own.Select(pair => pair.Key).Where(name => name.StartsWith(Ours, StringComparison.Ordinal)).ToList())
                own.Remove(name);
            if (own.Count == 0 && stored is not null && (Find(stored, key) is not { } before || stored[before] is null))
                Undo(json, stored, key);
        }

        return json;
    }

    /// <summary>The service.json with the terms that the model brings along; null where it brings none, or the same.</summary>
    internal static string? WithTerms(string serviceJson, JsonObject model)
    {
        if ((Member(model, "customProperties") as JsonObject)?[Terms] is not JsonObject terms || JsonNode.Parse(serviceJson) is not JsonObject service || JsonNode.DeepEquals(service["deadlines"], terms))
            return null;
        service["deadlines"] = terms.DeepClone();
        return service.ToJsonString(Pretty);
    }

    internal static readonly System.Text.Json.JsonSerializerOptions Compact = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static readonly System.Text.Json.JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static JsonNode? Member(JsonObject json, string name) => Find(json, name) is { } key ? json[key] : null;

    private static void Undo(JsonObject json, JsonObject stored, string key)
    {
        if (Find(stored, key) is { } before)
            json[key] = stored[before]?.DeepClone();
        else
            json.Remove(key);
    }

    /// <summary>Files write their keys in any case.</summary>
    private static string? Find(JsonObject json, string name) =>
        json.ContainsKey(name) ? name : json.FirstOrDefault(pair => string.Equals(pair.Key, name, StringComparison.OrdinalIgnoreCase)).Key;

    internal static JsonNode? TermsOf(string serviceJson)
    {
        try
        {
            return (JsonNode.Parse(serviceJson) as JsonObject)?["deadlines"] is JsonObject terms ? terms.DeepClone() : null;
        }
        catch (System.Text.Json.JsonException)
        {
            return null; // said by the check
        }
    }

    private static JsonArray Links(string definitionId)
    {
        var at = $"/workflow-definitions/{Uri.EscapeDataString(definitionId)}";
        return
        [
            Link(at, "self", "GET"), Link($"/workflow-definitions/by-definition-id/{Uri.EscapeDataString(definitionId)}", "self", "GET"),
            Link($"{at}/export", "export", "GET"), Link($"{at}/publish", "publish", "POST"), Link($"{at}/retract", "retract", "POST"), Link($"{at}/import", "import", "PUT"),
        ];
    }

    private static JsonObject Link(string address, string relation, string method) => new() { ["href"] = address, ["rel"] = relation, ["method"] = method };
}
