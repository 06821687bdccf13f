using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Expressions;
using AidWorkflow.Engine.Primitives;

namespace AidWorkflow.Engine.Definitions;

/// <summary>Links, ways and circles of a flowchart.</summary>
internal static class LintFlow
{
    internal static IEnumerable<DefinitionFault> Check(Node flowchart)
    {
        var graph = flowchart.Graph!;
        List<FlowGraph> starts = [graph, .. graph.Nodes.Where(CompiledWorkflow.MayStart).Select(trigger => flowchart.GraphFrom(trigger.Key))];
        foreach (var node in graph.Nodes.Where(node => !node.CanStartWorkflow && !starts.Exists(start => start.IsReachable[node.Local])))
            yield return new(Severity.Warning, node.Path, "unreachable", new($"从开始走不到“{node.Name}”", $"no way leads from the start to '{node.Name}'"));
        foreach (var link in graph.Links)
        {
            var source = graph.Nodes[link.Source];
            if (source.Activity.Descriptor.IsTerminal)
                yield return new(Severity.Warning, source.Path, "link-from-end", new($"流程在“{source.Name}”结束，它后面的连线不会走到", $"the flow ends at '{source.Name}': its links are never followed"));
            else if (link.Port is not null && PortsOf(source) is { } ports && !ports.Contains(link.Port))
                yield return new(Severity.Error, source.Path, "unknown-port",
                    new($"“{source.Name}”没有名为“{link.Port}”的出口（可用：{string.Join("、", ports)}）", $"'{source.Name}' has no way out called '{link.Port}' (it has {string.Join(", ", ports)})"));
            if (link.IsForward || !graph.IsReachable[link.Source])
                continue;
            if (!link.IsSound)
            {
                yield return new(Severity.Error, source.Path, "bad-back-link", new(
                    $"从“{source.Name}”退回“{graph.Nodes[link.Target].Name}”的连线走到时会出错：从开始到“{source.Name}”有一条路不经过“{graph.Nodes[link.Target].Name}”",
                    $"the link back from '{source.Name}' to '{graph.Nodes[link.Target].Name}' faults when followed: some way from the start to '{source.Name}' goes round '{graph.Nodes[link.Target].Name}'"));
            }
            else if (!Circle(graph, link).Any(MayWait))
            {
                yield return new(Severity.Warning, source.Path, "loop-without-wait", new(
                    $"从“{graph.Nodes[link.Target].Name}”到“{source.Name}”再回来的循环里没有等待的步骤",
                    $"nothing waits in the circle from '{graph.Nodes[link.Target].Name}' to '{source.Name}' and back"));
            }

            foreach (var join in link.IsSound ? HurriedBy(graph, link) : [])
            {
                yield return new(Severity.Warning, join.Path, "loop-before-join", new(
                    $"从“{source.Name}”退回“{graph.Nodes[link.Target].Name}”时，“{join.Name}”会把这条路当作已经走完，因而过早执行或不再执行；请把循环放进单独的流程图",
                    $"when '{source.Name}' goes back to '{graph.Nodes[link.Target].Name}', '{join.Name}' counts this way as over, and runs too early or never; put the circle into a flowchart of its own"));
            }
        }

        foreach (var fork in graph.Nodes.Where(node => node.Activity is FlowFork && graph.IsReachable[node.Local] && !Meets(graph, node)))
            yield return new(Severity.Warning, fork.Path, "fork-without-join", new($"“{fork.Name}”分出的各条路没有汇合", $"the ways out of '{fork.Name}' never come together"));
    }

    /// <summary>The ways out that an activity can have; null when only running it can tell.</summary>
    internal static IReadOnlyCollection<string>? PortsOf(Node node)
    {
        var descriptor = node.Activity.Descriptor;
        if (node.Activity is NotFoundActivity)
            return null;
        List<string> ports = [.. descriptor.Ports.Where(port => port.Kind == PortKind.Flow).Select(port => port.Name)];
        if (node.Activity is SubWorkflow)
            ports.Add("Done");
        if (descriptor.PortsFrom is not { } input)
            return ports;
        if (node.Input(input) is { } bound)
        {
            if (!bound.Expression.IsConstant)
                return null;
            return [.. ports, .. Names(bound.Expression is Expression.Literal literal ? literal.Value : null)];
        }

        return [.. ports, .. Names(node.Json.Member(input))];
    }

    /// <summary>
    /// The ways by which a person may let the flow go on behind an activity. Where only running it tells them, those that links lead from.
    /// </summary>
    internal static ImmutableArray<string> WaysOut(Node node)
    {
        var ways = PortsOf(node) ?? [.. node.Activity.Descriptor.Ports.Where(port => port.Kind == PortKind.Flow).Select(port => port.Name), .. Linked(node)];
        return ways.Count == 0 ? ["Done"] : [.. ways.Distinct()];
    }

    private static IEnumerable<string> Linked(Node node) => node.Parent?.Graph is { } graph ? graph.Outbound[node.Local].Select(link => link.Port ?? "Done") : [];

    private static IEnumerable<string> Names(JsonNode? list) => (list as JsonArray ?? (list is JsonObject wrapped ? wrapped.Member("$values") as JsonArray : Told(list)))?
        .Select(item => item switch
        {
            JsonObject labelled => labelled.Text("label"),
            JsonValue plain => Values.Text(plain), // a status code is a number
            _ => null,
        }).OfType<string>() ?? [];

    /// <summary>A list that an editor wrote as the text of its JSON.</summary>
    private static JsonArray? Told(JsonNode? list)
    {
        try
        {
            return list is JsonValue value && value.TryGetValue<string>(out var text) && text.TrimStart().StartsWith('[') ? JsonNode.Parse(text) as JsonArray : null;
        }
        catch (System.Text.Json.JsonException)
        {
            return null; // said where the value is checked
        }
    }

    private static IEnumerable<Node> Circle(FlowGraph graph, Link back) => graph.Nodes.Where(node =>
        (node.Local == back.Target || graph.Leads(back.Target, node.Local)) && (node.Local == back.Source || graph.Leads(node.Local, back.Source)));

    /// <summary>
    /// What waits for a way out of the circle and for another way that going round does not repeat. Going round skips the way out,
    /// and a skipped link is a visited one: the other way alone is then enough, or one visit short for ever.
    /// </summary>
    private static IEnumerable<Node> HurriedBy(FlowGraph graph, Link back)
    {
        var circle = Circle(graph, back).Select(node => node.Local).ToHashSet();
        bool IsRepeated(int node) => node == back.Target || graph.Leads(back.Target, node);
        return graph.Nodes.Where(node => !circle.Contains(node.Local) && !GoesByTheFirst(node)
            && graph.ForwardInbound[node.Local] is var inbound && inbound.Any(link => IsRepeated(link.Source)) && inbound.Any(link => !IsRepeated(link.Source)));
    }

    private static bool GoesByTheFirst(Node node) => node.Activity is FlowJoin
        && (node.Input("mode") is not { } mode || (mode.Expression is Expression.Literal { Value: { } value } && Values.Text(value) == nameof(JoinMode.WaitAny)));

    private static bool MayWait(Node node) =>
        node.Activity.Descriptor.CanWait || node.Activity is NotFoundActivity || node.Children.Any(MayWait);

    /// <summary>It goes round for ever: only the limit on the steps of a burst ends it.</summary>
    internal static bool NeverWaits(Node node) =>
        node.Activity is While && node.Embedded.TryGetValue("body", out var body) && node.Input("condition")?.Expression is { } condition && AlwaysHolds(condition)
        && !MayWait(body) && !MayLeave(body);

    private static bool AlwaysHolds(Expression condition) => condition switch
    {
        Expression.Literal { Value: { } value } => Values.Text(value).Equals("true", StringComparison.OrdinalIgnoreCase),
        ScriptExpression script => script.Source.Trim().TrimEnd(';').TrimEnd() is "true" or "return true" or "1" or "!0",
        _ => false,
    };

    private static bool MayLeave(Node node) => node.Activity.Descriptor.IsTerminal || node.Activity is Fault || node.Children.Any(MayLeave);

    private static bool Meets(FlowGraph graph, Node fork)
    {
        var ways = graph.Outbound[fork.Local].Select(link => link.Target).Distinct().ToList();
        return ways.Count < 2 || graph.Nodes.Any(node => ways.Count(way => way == node.Local || graph.Leads(way, node.Local)) > 1);
    }
}
