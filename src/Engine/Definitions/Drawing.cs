using System.Globalization;
using System.Net;
using System.Text;
using AidWorkflow.Engine.Primitives;

namespace AidWorkflow.Engine.Definitions;

/// <summary>What a drawing says of one step besides its name: a class for its look, a sign that needs no colour, and words.</summary>
/// <param name="Label">What the step is called instead; null for its own label.</param>
public sealed record DrawnStep(string? Look, string? Sign, string? Words, string? Label);

/// <summary>
/// Draws a workflow as SVG from the top down: each activity below those that lead to it, links back dashed on the right. What stands in a branch, a loop or a
/// sequence hangs below it by lines that name the branch; a flowchart inside is one box. Nothing in it has an id: a page may hold many.
/// </summary>
public static class Drawing
{
    private const int BoxWidth = 170;
    private const int BoxHeight = 44;
    private const int GapX = 40;
    private const int GapY = 56;
    private const int Margin = 24;
    private const int LineHeight = 17;

    /// <summary>From the boxes to the first way that runs beside them, and from one such way to the next.</summary>
    private const int Aside = 18;
    private const int Lane = 14;

    /// <summary>From a way or a box to the label beside it.</summary>
    private const int Beyond = 6;

    /// <summary>How many letters a line of a box takes; a Chinese character is about as wide as two.</summary>
    private const int Room = 20;

    /// <param name="steps">What is said of steps, by their key; null for the bare drawing.</param>
    /// <param name="title">What the drawing is called; null for the definition's own name.</param>
    /// <param name="port">How a port is called in the drawing; null for its own name.</param>
    public static string Svg(CompiledWorkflow workflow, IReadOnlyDictionary<string, DrawnStep>? steps = null, Func<string, string>? port = null, string? title = null)
    {
        var scope = workflow.Root.Children[0];
        List<Node> nodes = [.. scope.Activity is Flowchart or Sequence && !scope.Children.IsEmpty ? scope.Children.SelectMany(WithBranches) : WithBranches(scope)];
        var links = Mermaid.Links(scope).Concat(nodes.SelectMany(Branches)).GroupBy(link => (link.Source, link.Target, link.IsBack)) // two ports on one way are one line
            .Select(way => (way.Key.Source, Label: string.Join(" / ", way.Select(link => link.Label).Where(label => label.Length > 0).Select(port ?? (label => label))), way.Key.Target, way.Key.IsBack)).ToList();
        var places = Places(nodes, links);
        var ways = Ways(links, places);
        var (left, right) = (Math.Min(0, ways.Select(way => way.Left).DefaultIfEmpty(0).Min() - Margin), Math.Max(places.Values.Max(place => place.X) + BoxWidth, ways.Select(way => way.Right).DefaultIfEmpty(0).Max()) + Margin);
        var (width, height) = (right - left, (2 * Margin) + places.Values.Max(place => place.Y) + BoxHeight);

        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{left} 0 {width} {height}\" width=\"{width}\" height=\"{height}\" font-family=\"'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', system-ui, sans-serif\" font-size=\"14\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{Escape(title ?? workflow.Definition.Name ?? workflow.Definition.DefinitionId)}</title>\n");
        foreach (var way in ways)
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{way.Path}\" fill=\"none\" stroke=\"#555\"{(way.IsBack ? " stroke-dasharray=\"5 4\"" : "")}/><path class=\"tip\" d=\"{way.Tip}\" fill=\"#555\"/>\n");
        foreach (var node in nodes)
            Box(svg, node, places[node], steps?.GetValueOrDefault(node.Key));
        foreach (var (label, x, y, anchor) in ways.Select(way => way.Label).Where(label => label.Words.Length > 0)) // last, over everything else
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" font-size=\"12\" fill=\"#333\" paint-order=\"stroke\" stroke=\"#fff\" stroke-width=\"4\">{Escape(label)}</text>\n");
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>The keys of steps at which nothing is done: the flow starts, divides, meets or chooses there, and only passes through.</summary>
    public static IReadOnlySet<string> PassedThrough(CompiledWorkflow workflow) => workflow.Nodes
        .Where(node => node.Activity is FlowDecision or FlowSwitch or FlowFork or FlowJoin or { Descriptor: { IsStart: true, CanWait: false } })
        .Select(node => node.Key).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<Node> WithBranches(Node node) => HasBranches(node) ? node.Children.SelectMany(WithBranches).Prepend(node) : [node];

    private static bool HasBranches(Node node) => node.Activity is Container and not (Flowchart or SubWorkflow);

    private static IEnumerable<(Node Source, string Label, Node Target, bool IsBack)> Branches(Node node)
    {
        if (!HasBranches(node))
            return [];
        var ports = node.Embedded.ToDictionary(branch => branch.Value, branch => Mermaid.BranchOf(branch.Key));
        var entered = node.Activity is Sequence ? node.Children.Take(1) : node.Children;
        return entered.Select(child => (node, ports.GetValueOrDefault(child, ""), child, false)).Concat(node.Activity is Sequence ? Mermaid.Links(node) : []);
    }

    private static Dictionary<Node, (int X, int Y)> Places(List<Node> nodes, List<(Node Source, string Label, Node Target, bool IsBack)> links)
    {
        var ahead = links.Where(link => !link.IsBack && link.Source != link.Target).ToList();
        var layer = nodes.ToDictionary(node => node, _ => 0);

        // The longest way decides the layer; unreachable circles stop after as many rounds as there are nodes.
        for (var round = 0; round < nodes.Count; round++)
        {
            var moved = false;
            foreach (var link in ahead.Where(link => layer[link.Target] <= layer[link.Source] && layer[link.Source] < nodes.Count))
            {
                layer[link.Target] = layer[link.Source] + 1;
                moved = true;
            }

            if (!moved)
                break;
        }

        var order = nodes.Select((node, index) => (node, index)).ToDictionary(one => one.node, one => one.index);
        var places = new Dictionary<Node, (int X, int Y)>();
        var above = new Dictionary<Node, double>();
        var rows = nodes.GroupBy(node => layer[node]).OrderBy(row => row.Key).ToList();
        var widest = rows.Max(row => row.Count());
        foreach (var (row, index) in rows.Select((row, index) => (row, index)))
        {
            var sorted = row.OrderBy(node => ahead.Where(link => link.Target == node && above.ContainsKey(link.Source))
                .Select(link => above[link.Source]).DefaultIfEmpty(0).Average()).ThenBy(node => order[node]).ToList();
            var left = (widest - sorted.Count) * (BoxWidth + GapX) / 2;
            for (var place = 0; place < sorted.Count; place++)
            {
                var x = Margin + left + (place * (BoxWidth + GapX));
                places[sorted[place]] = (x, Margin + (index * (BoxHeight + GapY)));
                above[sorted[place]] = x;
            }
        }

        return places;
    }

    private static void Box(StringBuilder svg, Node node, (int X, int Y) at, DrawnStep? said)
    {
        var label = said?.Label ?? Mermaid.LabelOf(node);
        var (fill, radius) = node.Activity switch
        {
            FlowDecision or FlowSwitch => ("#fff3cd", 4),
            FlowFork or FlowJoin => ("#e2e3e5", 4),
            NotFoundActivity => ("#f8d7da", 4),
            { Descriptor: { IsStart: true } or { IsTerminal: true } } => ("#d1e7dd", 22),
            { Descriptor.CanWait: true } => ("#cfe2ff", 8),
            _ => ("#ffffff", 4),
        };
        svg.Append(CultureInfo.InvariantCulture, $"<g{(said?.Look is { } look ? $" class=\"{Escape(look)}\"" : "")}><title>{Escape($"{label} ({said?.Words ?? node.Type})")}</title><rect x=\"{at.X}\" y=\"{at.Y}\" width=\"{BoxWidth}\" height=\"{BoxHeight}\" rx=\"{radius}\" fill=\"{fill}\" stroke=\"#555\"/>");
        var lines = Lines(label);
        var middle = at.X + (BoxWidth / 2);
        var first = at.Y + (BoxHeight / 2) + 5 - ((lines.Length - 1) * LineHeight / 2);
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{middle}\" y=\"{first}\" text-anchor=\"middle\">{Escape(lines[0])}");
        foreach (var line in lines.Skip(1))
            svg.Append(CultureInfo.InvariantCulture, $"<tspan x=\"{middle}\" dy=\"{LineHeight}\">{Escape(line)}</tspan>");
        svg.Append("</text>");
        if (said?.Sign is { } sign)
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{at.X}\" cy=\"{at.Y}\" r=\"11\" fill=\"#ffffff\" stroke=\"#555\"/><text x=\"{at.X}\" y=\"{at.Y + 5}\" text-anchor=\"middle\" class=\"sign\">{Escape(sign)}</text>");
        svg.Append("</g>\n");
    }

    /// <summary>A link as it is drawn, with how far it and its label reach to both sides.</summary>
    private sealed record Way(string Path, string Tip, bool IsBack, (string Words, int X, int Y, string Anchor) Label, int Left, int Right);

    /// <summary>Links to the next row go straight there, links further down beside the boxes of the rows between, links back outside of all on the right.</summary>
    private static List<Way> Ways(List<(Node Source, string Label, Node Target, bool IsBack)> links, Dictionary<Node, (int X, int Y)> places)
    {
        var rows = places.Values.ToLookup(place => place.Y, place => place.X);
        var (onLeft, onRight) = (0, 0);
        var ways = new List<Way>();
        foreach (var (source, label, target, _) in links.Where(link => !link.IsBack))
        {
            var (from, to) = (places[source], places[target]);
            var between = rows.Where(row => row.Key > from.Y && row.Key < to.Y).SelectMany(row => row).ToList();
            if (between.Count == 0)
            {
                ways.Add(Straight(from, to, label));
                continue;
            }

            var (left, right) = (between.Min() - Aside - (Lane * onLeft), between.Max() + BoxWidth + Aside + (Lane * onRight));
            var goesLeft = Math.Abs(Middle(from) - left) + Math.Abs(Middle(to) - left) < Math.Abs(Middle(from) - right) + Math.Abs(Middle(to) - right);
            ways.Add(Beside(from, to, label, goesLeft ? left : right, goesLeft, goesLeft ? onLeft++ : onRight++));
        }

        var rail = Math.Max(places.Values.Max(place => place.X) + BoxWidth, ways.Select(way => way.Right).DefaultIfEmpty(0).Max());
        rail = links.Where(link => link.IsBack).Select(link => rows[places[link.Source].Y].Max() + BoxWidth + Beyond + Wide(link.Label)).Append(rail).Max() + Aside;
        foreach (var (source, label, target, _) in links.Where(link => link.IsBack))
        {
            ways.Add(Back(places[source], places[target], label, rail, rows));
            rail += Lane;
        }

        return ways;
    }

    private static Way Straight((int X, int Y) from, (int X, int Y) to, string label)
    {
        var (x1, y1, x2, y2) = (Middle(from), from.Y + BoxHeight, Middle(to), to.Y);
        var middle = (x1 + x2) / 2;
        return new($"M{x1} {y1} C{x1} {y1 + (GapY / 2)} {x2} {y2 - (GapY / 2)} {x2} {y2 - 2}", Down(x2, y2), false, (label, middle, (y1 + y2) / 2, "middle"), Math.Min(from.X, middle - (Wide(label) / 2)), middle + (Wide(label) / 2));
    }

    /// <summary>Its label stands at the foot of the first row it passes, lower than that of a way back from there, and each lane's a line below the one before.</summary>
    private static Way Beside((int X, int Y) from, (int X, int Y) to, string label, int lane, bool onLeft, int before)
    {
        var (x1, y1, x2, y2) = (Middle(from), from.Y + BoxHeight, Middle(to), to.Y);
        var path = $"M{x1} {y1} C{x1} {y1 + (GapY / 2)} {lane} {y1 + (GapY / 2)} {lane} {y1 + GapY} V{y2 - GapY} C{lane} {y2 - (GapY / 2)} {x2} {y2 - (GapY / 2)} {x2} {y2 - 2}";
        var at = (label, lane + (onLeft ? -Beyond : Beyond), y1 + GapY + BoxHeight - Beyond + (LineHeight * (before % 3)), onLeft ? "end" : "start");
        return new(path, Down(x2, y2), false, at, lane - (onLeft ? Beyond + Wide(label) : 0), lane + (onLeft ? 0 : Beyond + Wide(label)));
    }

    private static Way Back((int X, int Y) from, (int X, int Y) to, string label, int rail, ILookup<int, int> rows)
    {
        // Past a box on its right it goes below the row it leaves, and above the row it comes to.
        var (leaves, comes) = (from.Y + (BoxHeight / 2), to.Y + (BoxHeight / 2));
        var (under, over) = (rows[from.Y].Max() > from.X, rows[to.Y].Max() > to.X);
        var (low, high) = (from.Y + BoxHeight + (GapY / 4), to.Y - (GapY / 4));
        var path = $"M{from.X + BoxWidth} {leaves} {(under ? $"H{from.X + BoxWidth + (GapX / 2)} V{low} " : "")}H{rail} {(over ? $"V{high} H{to.X + BoxWidth + (GapX / 2)} " : "")}V{comes} H{to.X + BoxWidth + 2}";
        return new(path, $"M{to.X + BoxWidth + 8} {comes - 4} v8 l-8 -4 z", true, (label, rows[from.Y].Max() + BoxWidth + Beyond, (under ? low : leaves) - Beyond, "start"), from.X, rail);
    }

    private static int Middle((int X, int Y) place) => place.X + (BoxWidth / 2);

    private static string Down(int x, int y) => $"M{x - 4} {y - 8} h8 l-4 8 z";

    /// <summary>About how wide a label is, in pixels.</summary>
    private static int Wide(string label) => label.Sum(letter => letter > 0x2E80 ? 12 : 7);

    /// <summary>A label on one line or two; what is longer still ends in an ellipsis, and stands whole in the title of its step.</summary>
    private static string[] Lines(string label)
    {
        var fits = Fitting(label, Room);
        if (fits == label.Length)
            return [label];
        var blank = label.LastIndexOf(' ', fits);
        var cut = blank > 0 ? blank : fits; // between words where there are any
        var rest = label[cut..].TrimStart();
        var room = Fitting(rest, Room);
        return [label[..cut].TrimEnd(), room == rest.Length ? rest : $"{rest[..Fitting(rest, Room - 1)]}…"];
    }

    private static int Fitting(string text, int room)
    {
        for (var index = 0; index < text.Length; index++)
        {
            room -= text[index] > 0x2E80 ? 2 : 1;
            if (room < 0)
                return index;
        }

        return text.Length;
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
