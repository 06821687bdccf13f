using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Engine.Definitions;

/// <summary>A place in a definition where another workflow stands like an activity, and what it is called by there.</summary>
/// <param name="Path">Where in the document: "$.root.activities[2]".</param>
public sealed record WorkflowUse(string Path, string TypeName, string? VersionId, int? Version, string? DefinitionId);

/// <summary>Which workflows a definition uses like activities.</summary>
public static class WorkflowUses
{
    /// <summary>Every activity of a type that is not in the catalogue: a workflow, or nothing that is known here.</summary>
    public static ImmutableArray<WorkflowUse> Of(WorkflowDefinition definition, ActivityCatalog catalog) =>
        definition.Root is { } root ? [.. Activities(root, "$.root", catalog).Select(found => Read(found.Json, found.Path))] : [];

    /// <summary>
    /// The definition with the version written into each place, so that compiling it again, after a restart or in five years, gives the same nodes.
    /// </summary>
    /// <param name="find">The version that a place means; null where there is none, and the place stays as it is.</param>
    public static WorkflowDefinition Pin(WorkflowDefinition definition, ActivityCatalog catalog, Func<WorkflowUse, WorkflowDefinition?> find)
    {
        var json = (JsonObject)definition.Json.DeepClone();
        foreach (var (place, path) in Activities(json.Object("root")!, "$.root", catalog).ToList())
        {
            if (find(Read(place, path)) is not { } used)
                continue;
            place.Put("workflowDefinitionId", used.DefinitionId);
            place.Put("workflowDefinitionVersionId", used.Id);
            place.Put("version", used.Version);
        }

        return WorkflowDefinition.Of(json);
    }

    private static WorkflowUse Read(JsonObject json, string path) =>
        new(path, json.Text("type")!, json.Text("workflowDefinitionVersionId"), json.Whole("version"), json.Text("workflowDefinitionId"));

    /// <summary>An activity is known by having a type and an id; settings of an editor and what is merely kept for it are looked past.</summary>
    private static IEnumerable<(JsonObject Json, string Path)> Activities(JsonNode node, string path, ActivityCatalog catalog)
    {
        if (node is JsonArray list)
        {
            for (var index = 0; index < list.Count; index++)
            {
                foreach (var found in list[index] is { } item ? Activities(item, $"{path}[{index}]", catalog) : [])
                    yield return found;
            }

            yield break;
        }

        if (node is not JsonObject json)
            yield break;
        if (json.Text("type") is { Length: > 0 } type && (json.Has("id") || json.Has("nodeId")) && !catalog.TryGet(type, out _))
            yield return (json, path);
        foreach (var (name, value) in json.Where(member => member.Key is not ("metadata" or "customProperties" or "connections" or "variables")).ToList())
        {
            foreach (var found in value is { } inner ? Activities(inner, $"{path}.{name}", catalog) : [])
                yield return found;
        }
    }
}
