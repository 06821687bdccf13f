using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Engine.Primitives;

/// <summary>Reads the links of a flowchart in both of Elsa's forms, and those that waited for a missing activity to return.</summary>
internal static class FlowLinks
{
    internal static ImmutableArray<(int Source, string? Port, int Target)> Read(Compiler compiler, Node flowchart)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var child in flowchart.Children)
            places.TryAdd(child.Id, child.Local);

        var links = ImmutableArray.CreateBuilder<(int, string?, int)>();
        foreach (var (json, path, isOld) in All(flowchart))
        {
            var (source, port, target) = Ends(json);
            var known = places.TryGetValue(source ?? "", out var from) & places.TryGetValue(target ?? "", out var to);
            if (known)
                links.Add((from, port, to));
            else if (!isOld)
                compiler.Say(Severity.Error, path, "link-to-nowhere",
                    new($"从“{source}”到“{target}”的连线指向了流程图中没有的活动", $"the link from '{source}' to '{target}' names an activity that is not in this flowchart"));
        }

        // A link that is written twice is one.
        return [.. links.Distinct()];
    }

    /// <summary>Ids of the activities that some link leads to.</summary>
    internal static HashSet<string> Targets(Node flowchart) => [.. All(flowchart).Where(link => !link.IsOld).Select(link => Ends(link.Json).Target).OfType<string>()];

    internal static IEnumerable<(JsonObject Json, string Path, bool IsOld)> All(Node flowchart)
    {
        foreach (var (item, path) in flowchart.Json.Items("connections", flowchart.Path))
        {
            if (item is JsonObject link)
                yield return (link, path, false);
        }

        if (flowchart.Json.Object("customProperties") is not { } custom)
            yield break;
        foreach (var (item, path) in custom.Items("notFoundConnections", $"{flowchart.Path}.customProperties"))
        {
            if (item is JsonObject link)
                yield return (link, path, true);
        }
    }

    private static (string? Source, string? Port, string? Target) Ends(JsonObject link)
    {
        var (source, target) = (link.Member("source"), link.Member("target"));
        var from = source is JsonObject nested ? nested.Text("activity") : JsonReading.Text(source);
        var port = source is JsonObject withPort ? withPort.Text("port") : link.Text("sourcePort");
        var to = target is JsonObject end ? end.Text("activity") : JsonReading.Text(target);
        return (from, port, to);
    }
}
