using System.Text.Json.Nodes;

namespace AidWorkflow.Cases.Services;

/// <summary>
/// Which steps of a definition come to which, along its links and through flowcharts within: enough to ask whether one comes before another. One goes into a
/// container by the steps that nothing leads to, and out of it by those that lead nowhere.
/// </summary>
internal sealed class DrawnFlow
{
    private readonly Dictionary<string, List<string>> onward = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DrawnStep> steps;
    private readonly List<string> roots = [];

    public DrawnFlow(IEnumerable<DrawnStep> all)
    {
        steps = all.DistinctBy(step => step.Id, StringComparer.Ordinal).ToDictionary(step => step.Id, StringComparer.Ordinal);
        var inside = steps.Values.ToLookup(Around);
        roots.AddRange(inside[null].Select(step => step.Id));
        foreach (var container in steps.Values)
        {
            var links = Links(container).ToList();
            foreach (var (source, target) in links)
                Lead(steps.TryGetValue(source, out var from) && inside[from].Any() ? Exit(source) : source, target);
            foreach (var inner in inside[container])
            {
                if (!links.Exists(link => link.Target == inner.Id && link.Source != inner.Id))
                    Lead(container.Id, inner.Id);
                if (!links.Exists(link => link.Source == inner.Id && link.Target != inner.Id))
                    Lead(inside[inner].Any() ? Exit(inner.Id) : inner.Id, Exit(container.Id));
            }
        }
    }

    /// <summary>Whether one may come after the other in a case.</summary>
    public bool Leads(DrawnStep from, DrawnStep to) => Reached(onward.GetValueOrDefault(from.Id) ?? [], _ => true).Contains(to.Id);

    /// <summary>Whether a case may come to a step without passing any of which something holds.</summary>
    public bool IsReachedWithout(DrawnStep to, Func<DrawnStep, bool> holds) => Reached(roots, id => !steps.TryGetValue(id, out var step) || !holds(step)).Contains(to.Id);

    private static string Exit(string container) => $"{container}/exit";

    private HashSet<string> Reached(IEnumerable<string> from, Func<string, bool> goesOn)
    {
        var (seen, next) = (new HashSet<string>(StringComparer.Ordinal), new Queue<string>(from));
        while (next.TryDequeue(out var id))
            if (seen.Add(id) && goesOn(id))
                foreach (var target in onward.GetValueOrDefault(id) ?? [])
                    next.Enqueue(target);
        return seen;
    }

    private void Lead(string from, string to)
    {
        if (!onward.TryGetValue(from, out var targets))
            onward[from] = targets = [];
        targets.Add(to);
    }

    /// <summary>The step in whose flow, or in whose port, another stands.</summary>
    private DrawnStep? Around(DrawnStep step) => steps.Values.Where(other => step.Path.Length > other.Path.Length && step.Path.StartsWith(other.Path + ".", StringComparison.Ordinal)).MaxBy(other => other.Path.Length);

    private static IEnumerable<(string Source, string Target)> Links(DrawnStep container) => container.Json["connections"] is not JsonArray links ? []
        : links.OfType<JsonObject>().Select(link => (Source: End(link["source"]), Target: End(link["target"]))).Where(link => link.Source.Length > 0 && link.Target.Length > 0);

    private static string End(JsonNode? end) => end is JsonObject told ? DrawnStep.Text(told["activity"]) : DrawnStep.Text(end);
}
