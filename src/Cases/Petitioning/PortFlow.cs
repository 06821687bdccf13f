using System.Text.Json.Nodes;
using AidWorkflow.Engine.Definitions;
using DrawnStep = AidWorkflow.Cases.Services.DrawnStep;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>The main flow of a definition, by ports: which of the steps that count comes behind which.</summary>
internal sealed class PortFlow
{
    private readonly Dictionary<string, DrawnStep> steps;
    private readonly List<(string Source, string Port, string Target)> links = [];
    private readonly string? start;
    private readonly Func<string, bool> isStop;

    public PortFlow(WorkflowDefinition definition, Func<string, bool> isStop)
    {
        this.isStop = isStop;
        var root = definition.Json["root"] as JsonObject;
        var inside = (root?["activities"] as JsonArray)?.OfType<JsonObject>().Select(one => (string?)one["id"]).OfType<string>().ToHashSet(StringComparer.Ordinal) ?? [];
        steps = DrawnStep.In("", definition.Json.ToJsonString()).Where(step => inside.Contains(step.Id)).DistinctBy(step => step.Id).ToDictionary(step => step.Id, StringComparer.Ordinal);
        foreach (var link in (root?["connections"] as JsonArray)?.OfType<JsonObject>() ?? [])
            links.Add(((string?)link["source"]?["activity"] ?? "", (string?)link["source"]?["port"] ?? "Done", (string?)link["target"]?["activity"] ?? ""));
        start = (string?)root?["start"] ?? steps.Values.FirstOrDefault(step => step.Type == "Elsa.Start")?.Id ?? steps.Values.FirstOrDefault(step => !links.Exists(link => link.Target == step.Id))?.Id;
    }

    public bool Has(string id) => steps.ContainsKey(id);

    /// <summary>The steps that count and are come to first.</summary>
    public List<DrawnStep> First() => start is null ? [] : Reached([start]);

    /// <summary>The steps that count and are come to next behind a port.</summary>
    public List<DrawnStep> Behind(string id, string port) => Reached(links.Where(link => link.Source == id && link.Port == port).Select(link => link.Target));

    private List<DrawnStep> Reached(IEnumerable<string> from)
    {
        var (found, seen, next) = (new List<DrawnStep>(), new HashSet<string>(StringComparer.Ordinal), new Queue<string>(from));
        while (next.TryDequeue(out var id))
        {
            if (!seen.Add(id) || !steps.TryGetValue(id, out var step))
                continue;
            if (isStop(step.Type))
                found.Add(step);
            else
                foreach (var link in links.Where(link => link.Source == id))
                    next.Enqueue(link.Target);
        }

        return found;
    }
}
