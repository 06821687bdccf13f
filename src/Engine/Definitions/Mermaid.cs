using System.Globalization;
using System.Text;
using AidWorkflow.Engine.Primitives;

namespace AidWorkflow.Engine.Definitions;

/// <summary>Draws a workflow as Mermaid text, for documents and reviews.</summary>
public static class Mermaid
{
    public static string Draw(CompiledWorkflow workflow)
    {
        var text = new StringBuilder("flowchart TD\n");
        var names = new Dictionary<Node, string>();
        Draw(text, workflow.Root.Children[0], names, 1);
        return text.ToString();
    }

    /// <summary>What a person sees on the node: its display text, else its name.</summary>
    internal static string LabelOf(Node node) => node.Json.Object("metadata")?.Text("displayText") is { Length: > 0 } said ? said : node.Name;

    private static void Draw(StringBuilder text, Node node, Dictionary<Node, string> names, int depth)
    {
        var name = names[node] = "n" + names.Count.ToString(CultureInfo.InvariantCulture);
        var indent = new string(' ', depth * 2);
        if (node.Children.Length == 0 || node.Activity is SubWorkflow)
        {
            text.Append(indent).Append(name).Append(Shape(node)).Append('\n');
            return;
        }

        if (node.Parent?.Activity is not Composite)
            text.Append(indent).Append("subgraph ").Append(name).Append("[\"").Append(Escape(LabelOf(node))).Append("\"]\n");
        foreach (var child in node.Children)
            Draw(text, child, names, depth + 1);
        if (node.Embedded.Count > 0)
        {
            text.Append(indent).Append("  ").Append(name).Append("if").Append(Shape(node)).Append('\n');
            foreach (var (port, branch) in node.Embedded)
                text.Append(indent).Append("  ").Append(name).Append("if -->|\"").Append(Escape(BranchOf(port))).Append("\"| ").Append(names[branch]).Append('\n');
        }

        foreach (var (source, label, target, isBack) in Links(node))
        {
            text.Append(indent).Append("  ").Append(names[source]).Append(isBack ? " -.->" : " -->");
            if (label.Length > 0)
                text.Append("|\"").Append(Escape(label)).Append("\"|");
            text.Append(' ').Append(names[target]).Append('\n');
        }

        if (node.Parent?.Activity is not Composite)
            text.Append(indent).Append("end\n");
    }

    /// <summary>What the way into a branch is called: "Then", "Body", the label of a case, the code of a status.</summary>
    internal static string BranchOf(string port) => port.Split(':', 2) switch
    {
        ["case", var rest] => rest[..rest.LastIndexOf(':')],
        ["status", var code] => code,
        _ => char.ToUpperInvariant(port[0]) + port[1..],
    };

    internal static IEnumerable<(Node Source, string Label, Node Target, bool IsBack)> Links(Node node)
    {
        if (node.Graph is { } graph)
            return graph.Links.Select(link => (graph.Nodes[link.Source], link.Port is null or "Done" ? "" : link.Port, graph.Nodes[link.Target], !link.IsForward && graph.IsReachable[link.Source]));
        if (node.Activity is Sequence)
            return node.Children.Zip(node.Children.Skip(1), (one, next) => (one, "", next, false));
        return [];
    }

    private static string Shape(Node node)
    {
        var label = Escape(LabelOf(node));
        return node.Activity switch
        {
            FlowDecision or FlowSwitch or If or Switch => $"{{\"{label}\"}}",
            FlowFork or FlowJoin => $"[[\"{label}\"]]",
            SubWorkflow => $"[/\"{label}\"/]",
            { Descriptor: { IsStart: true } or { IsTerminal: true } } => $"([\"{label}\"])",
            { Descriptor.CanWait: true } => $"(\"{label}\")",
            _ => $"[\"{label}\"]",
        };
    }

    private static string Escape(string text) => text.Replace("\"", "#quot;", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
