using System.Text.Json.Nodes;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Expressions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Primitives;

namespace AidWorkflow.Engine.Running;

/// <summary>
/// Works out what an instance would be on another version of its definition. An activity is what the mapping says, else the one with the same id, the outermost
/// one else whatever is outermost; always of the same type and in the same container. Nothing runs and nothing is written here.
/// </summary>
internal sealed class Migration
{
    private readonly InstanceState old;
    private readonly InstanceState now;
    private readonly IReadOnlyDictionary<string, string> mapping;
    private readonly List<MovedActivity> moved = [];
    private readonly List<MigrationNote> obstacles = [];
    private readonly List<MigrationNote> warnings = [];
    private readonly List<string> dropped = [];
    private readonly List<string> added = [];
    private readonly List<(string Old, string New)> renames = [];

    private Migration(InstanceState old, CompiledWorkflow to, IReadOnlyDictionary<string, string> mapping)
    {
        (this.old, this.mapping) = (old, mapping);
        now = InstanceState.Begun(to, old);
    }

    /// <param name="mapping">Ids of activities in the old version, and what they are called in the new one.</param>
    internal static (MigrationPlan Plan, Move Move) Of(InstanceState old, InstanceRow row, CompiledWorkflow to, IReadOnlyDictionary<string, string> mapping)
    {
        var migration = new Migration(old, to, mapping);
        migration.Work(row);
        var from = old.Workflow.Definition.Id;
        return (
            new()
            {
                Instance = row.Id,
                From = from,
                To = to.Definition.Id,
                Activities = [.. migration.moved],
                Obstacles = [.. migration.obstacles],
                Warnings = [.. migration.warnings],
                VariablesDropped = [.. migration.dropped.Distinct()],
                VariablesAdded = [.. migration.added.Distinct()],
            },
            new(from, to.Definition.Id, IsBack: false, [.. migration.renames], row.State, migration.obstacles.Count == 0 ? migration.now.Pack() : []));
    }

    private void Work(InstanceRow row)
    {
        var (from, to) = (old.Workflow.Definition, now.Workflow.Definition);
        if (old.Root is not { } root)
        {
            Refuse("ended", row.Id.ToString(), "实例已经结束，没有可以迁移的内容。", "The instance has ended; there is nothing to move.");
            return;
        }

        if (from.DefinitionId != to.DefinitionId)
            Refuse("other-definition", to.DefinitionId, $"“{to.Id}”是另一个流程（{to.DefinitionId}）的版本。", $"'{to.Id}' is a version of another definition, {to.DefinitionId}.");
        else if (from.Id == to.Id)
            Refuse("same-version", to.Id, "实例已经在这个版本上运行。", "The instance runs on this version already.");
        foreach (var (source, target) in mapping)
        {
            if (old.Workflow.TryNode(source) is null)
                Refuse("mapping-from-unknown", source, $"对应关系有误：旧版本没有活动“{source}”。", $"The mapping is wrong: the old version has no activity '{source}'.");
            if (now.Workflow.TryNode(target) is null)
                Refuse("mapping-to-unknown", target, $"对应关系有误：新版本没有活动“{target}”。", $"The mapping is wrong: the new version has no activity '{target}'.");
        }

        foreach (var node in old.Workflow.Nodes)
        {
            if (Counterpart(node) is { } found && found.Key != node.Key)
                renames.Add((node.Key, found.Key));
        }

        foreach (var ((node, output), value) in old.ActivityOutputs)
        {
            if (Counterpart(old.Workflow.NodeByKey(node)) is { } found)
                now.ActivityOutputs[(found.Key, output)] = value;
        }

        Bring(root, null);
    }

    private void Bring(Execution execution, Execution? parent)
    {
        var node = execution.Node;
        if (Place(node, parent?.Node) is not { } place)
        {
            foreach (var child in execution.Children)
                Examine(child);
            return;
        }

        var brought = now.Brought(execution, place, parent);
        brought.State = (JsonObject?)execution.State?.DeepClone();
        brought.Bookmarks = execution.Bookmarks is { Count: > 0 } bookmarks ? [.. bookmarks] : null;
        brought.Fault = execution.Fault;
        BringVariables(execution, brought);
        if (execution.Flow is { } flow)
            brought.Flow = Flow(flow, execution, brought);
        brought.Cursor = Cursor(execution, place);
        if (execution.Bookmarks is { Count: > 0 } && !SameSettings(node, place))
            Warn("settings-changed", node.Key, $"活动“{node.Name}”的设置在新版本中有变化；本实例仍按旧设置等待。", $"The settings of '{node.Name}' differ in the new version; this instance goes on waiting by the old ones.");
        if (place.Activity is Primitives.Parallel or Fork && place.Children.Length > node.Children.Length)
            Warn("branch-not-begun", node.Key, $"“{node.Name}”在新版本中多了分支，本实例不会再开始它们。", $"'{node.Name}' has further branches in the new version; this instance does not begin them.");
        if (execution.Children.Count == 0)
            moved.Add(new(node.Key, node.Name, place.Key, place.Name));
        if (parent is not null)
            TellOfStepsBehind(place);
        foreach (var child in execution.Children)
            Bring(child, brought);
        if (brought.Flow is not null)
            PassNewLinks(brought, execution.Node);
    }

    /// <summary>Steps that the old version does not have and that lie behind the instance: it does not come to them any more, unless a way back leads there.</summary>
    private void TellOfStepsBehind(Node place)
    {
        var known = old.Workflow.Nodes.Select(Counterpart).OfType<Node>().ToHashSet();
        foreach (var node in CompiledWorkflow.Behind(place).Where(node => node.Activity.Descriptor.Category is not ("Flow" or "Branching" or "Primitives") && !known.Contains(node)).OrderBy(node => node.Local))
        {
            var name = Mermaid.LabelOf(node);
            if (!warnings.Exists(note => note.Code == "step-passed" && note.About == node.Key))
                Warn("step-passed", node.Key, $"新版本增加的“{name}”在它现在的位置之前，迁移后不会再做；要补做的，迁移后退回到这一步。", $"'{name}', which is new, comes before where it stands: after the move it is not done any more, unless one goes back to it.");
        }
    }

    /// <summary>What stands in a container that goes nowhere is looked at too, so that everything is named at once.</summary>
    private void Examine(Execution execution)
    {
        Mate(execution.Node);
        foreach (var child in execution.Children)
            Examine(child);
    }

    /// <summary>Where an open activity goes; notes why it cannot.</summary>
    private Node? Place(Node node, Node? parent)
    {
        if (Mate(node) is not { } place)
            return null;
        if (place.Parent == parent)
            return place;
        Refuse("other-container", node.Key, $"活动“{node.Name}”（{node.Key}）在新版本中移到了另一个容器里；请先让实例走过这一步。",
            $"'{node.Name}' ({node.Key}) stands in another container in the new version; let the instance pass it first.");
        return null;
    }

    /// <summary>What an open activity is in the new version, of the same type; notes where there is none.</summary>
    private Node? Mate(Node node)
    {
        if (Counterpart(node) is not { } place)
        {
            Refuse("no-counterpart", node.Key, $"实例停在活动“{node.Name}”（{node.Key}），新版本没有与它对应的活动；请指定对应关系 {node.Key}=新编号。",
                $"The instance stands at '{node.Name}' ({node.Key}), which has no counterpart in the new version; map it: {node.Key}=NEW.");
            return null;
        }

        if (place.Type != node.Type)
        {
            Refuse("other-type", node.Key, $"活动“{node.Name}”（{node.Key}）的类型是 {node.Type}，新版本的“{place.Key}”是 {place.Type}；请对应到同类型的活动。",
                $"'{node.Name}' ({node.Key}) is a {node.Type}, and '{place.Key}' in the new version a {place.Type}; map it to one of its own type.");
            return null;
        }

        return place;
    }

    private Node? Counterpart(Node node)
    {
        if (node.Parent is null)
            return now.Workflow.Root;
        if (mapping.TryGetValue(node.Key, out var said))
            return now.Workflow.TryNode(said);
        var scope = node.Parent;
        while (scope is { Activity: not SubWorkflow, Parent: not null })
            scope = scope.Parent;
        if (scope.Activity is not SubWorkflow)
            return now.Workflow.TryNode(node.Key) ?? OtherRoot(node);
        return Counterpart(scope) is { } embedding ? now.Workflow.TryNode(embedding.Key + node.Key[scope.Key.Length..]) : null;
    }

    /// <summary>What a workflow begins with is that of the new version too, whatever it is called there.</summary>
    private Node? OtherRoot(Node node) =>
        node.Parent == old.Workflow.Root && now.Workflow.Root.Children[0] is var root && root.Type == node.Type && old.Workflow.TryNode(root.Key) is null ? root : null;

    private void BringVariables(Execution execution, Execution brought)
    {
        var (before, after) = (execution.Node.Variables, brought.Node.Variables);
        var extras = execution.Extras is { Count: > 0 } held ? held.ToList() : [];
        var taken = new HashSet<int>();
        for (var slot = 0; slot < before.Length; slot++)
        {
            var known = execution.Variables[slot];
            var isDefault = ReferenceEquals(known, before[slot].Default);
            var place = brought.Node.SlotById(before[slot].Id) is var byId and >= 0 ? byId : brought.Node.SlotByName(before[slot].Name);
            if (place < 0 || !taken.Add(place))
            {
                dropped.Add(before[slot].Name);
                continue;
            }

            if (!isDefault)
                brought.Variables[place] = Converted(known, before[slot], after[place]);
            else if (!JsonNode.DeepEquals(before[slot].Default, after[place].Default))
                Warn("other-default", after[place].Name, $"变量“{after[place].Name}”还是默认值，将改用新版本的默认值。", $"Variable '{after[place].Name}' still has its default and takes the new one.");
        }

        for (var slot = 0; slot < after.Length; slot++)
        {
            if (taken.Contains(slot))
                continue;

            // What a script made without a declaration is declared now: it is the same variable.
            if (extras.FindIndex(extra => extra.Name == after[slot].Name) is var at and >= 0)
            {
                brought.Variables[slot] = Converted(extras[at].Value, null, after[slot]);
                extras.RemoveAt(at);
                continue;
            }

            added.Add(after[slot].Name);
        }

        brought.Extras = extras.Count > 0 ? extras : null;
    }

    private JsonNode? Converted(JsonNode? value, VariableSlot? before, VariableSlot after)
    {
        if (before?.TypeName == after.TypeName || value is null)
            return value;
        var converted = value;
        if (value is JsonValue && after.TypeName is not ("Object" or "String"))
        {
            try
            {
                converted = Literals.Read(value, after.TypeName);
            }
            catch (ConversionException)
            {
                converted = null;
            }
        }
        else if (value is JsonValue && after.TypeName == "String")
        {
            converted = JsonValue.Create(Values.Text(value));
        }

        if (converted is not null && Fits(converted, after.TypeName))
            return converted;
        Warn("not-converted", after.Name, $"变量“{after.Name}”的类型改为 {after.TypeName}，现有的值不能转换，原样保留。", $"Variable '{after.Name}' is a {after.TypeName} now; its value does not convert and is kept as it is.");
        return value;
    }

    /// <summary>Whether a value is plainly of the type; of a type that is not known here any value is.</summary>
    private static bool Fits(JsonNode value, string typeName)
    {
        var kind = value.GetValueKind();
        return typeName switch
        {
            "Boolean" => kind is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False,
            "Int16" or "Int32" or "Int64" or "Byte" or "Long" or "Single" or "Double" or "Decimal" => kind == System.Text.Json.JsonValueKind.Number,
            "String" => kind == System.Text.Json.JsonValueKind.String,
            _ when typeName.EndsWith("[]", StringComparison.Ordinal) => value is JsonArray,
            _ => true,
        };
    }

    private FlowScope Flow(FlowScope flow, Execution execution, Execution brought)
    {
        var (before, usual) = (flow.Graph, brought.Node.Graph!);
        var isUsual = before.Start == execution.Node.Graph!.Start;
        var start = isUsual ? usual.Start : before.Start is null ? null : Counterpart(before.Start);
        var graph = start is null ? usual : brought.Node.GraphFrom(start.Key);
        var result = new FlowScope(graph, flow.Tokens is not null);
        foreach (var token in flow.Tokens ?? [])
        {
            if (LinkIn(graph, before, before.Links[token.Link]) is var link and >= 0)
                result.Tokens!.Add(token with { Link = link });
        }

        for (var node = 0; node < flow.Nodes.Length; node++)
        {
            if (flow.Nodes[node] > 0 && Counterpart(before.Nodes[node]) is { } found && graph.NodeByKey(found.Key) is var place and >= 0)
                result.Nodes[place] = flow.Nodes[node];
        }

        for (var link = 0; link < flow.Links.Length; link++)
        {
            if (flow.Links[link] > 0 && LinkIn(graph, before, before.Links[link]) is var place and >= 0)
                (result.Links[place], result.Last[place]) = (flow.Links[link], flow.Last[link]);
        }

        return result;
    }

    private int LinkIn(FlowGraph graph, FlowGraph before, Link link) =>
        Counterpart(before.Nodes[link.Source]) is { } source && Counterpart(before.Nodes[link.Target]) is { } target
            ? graph.LinkBetween(source.Key, link.Port ?? "", target.Key)
            : -1;

    /// <summary>A way into a join that is new and that nothing open leads to any more is marked as jumped past, so that the join does not wait for it for ever.</summary>
    private void PassNewLinks(Execution brought, Node before)
    {
        var (flow, graph) = (brought.Flow!, brought.Flow!.Graph);
        var known = before.Graph!.Links.Select(link => LinkIn(graph, before.Graph!, link)).ToHashSet();
        bool IsUnderWay(int node) => brought.Children.Exists(child => child.Node.Local == node || graph.Leads(child.Node.Local, node));
        foreach (var node in graph.Nodes)
        {
            if (brought.Children.Exists(child => child.Node == node))
                continue;
            var inbound = graph.ForwardInbound[node.Local];
            foreach (var link in inbound.Where(link => inbound.Length > 1 && !known.Contains(link.Index) && !IsUnderWay(link.Source)))
            {
                if (flow.Tokens is null)
                    (flow.Links[link.Index], flow.Last[link.Index]) = (flow.Nodes[node.Local] + 1, LinkVisit.Jumped);
                else if (IsUnderWay(node.Local))
                    Warn("join-waits", node.Key, $"汇合“{node.Name}”在新版本中还等“{graph.Nodes[link.Source].Name}”，本实例已经走过那里，可能一直等下去。",
                        $"Join '{node.Name}' waits for '{graph.Nodes[link.Source].Name}' too in the new version, which this instance has passed; it may wait for ever.");
            }

            if (flow.Tokens is null && !IsUnderWay(node.Local) && HasArrived(flow, node.Local))
                Warn("join-not-begun", node.Key, $"“{node.Name}”要等的都已到齐，但没有什么会再启动它；迁移后可退回到它。", $"All that '{node.Name}' waits for has come, but nothing starts it any more; go to it after the move.");
        }
    }

    /// <summary>Some way brought the flow here in this round and the activity has not run.</summary>
    private static bool HasArrived(FlowScope flow, int node) =>
        flow.Graph.ForwardInbound[node].Any(link => flow.Links[link.Index] > flow.Nodes[node] && flow.Last[link.Index] == LinkVisit.Followed);

    /// <summary>A sequence goes on behind the child that stands open, wherever that is now; a loop keeps its round.</summary>
    private int Cursor(Execution execution, Node place)
    {
        if (place.Activity is not Sequence || execution.Cursor == 0)
            return execution.Cursor;
        var steps = execution.Node.Children;
        var begun = execution.Children is [{ } open, ..] ? open.Node : steps[Math.Min(execution.Cursor, steps.Length) - 1];
        if (execution.Cursor > begun.Local + 1)
            return place.Children.Length; // broken off: nothing more begins in it
        if (Counterpart(begun) is { } found && found.Parent == place)
            return found.Local + 1;
        return Math.Min(execution.Cursor, place.Children.Length);
    }

    private static bool SameSettings(Node one, Node other) => JsonNode.DeepEquals(Settings(one), Settings(other));

    /// <summary>What an author sets of an activity: not its place in the drawing, its ids or its name.</summary>
    private static JsonObject Settings(Node node)
    {
        var settings = (JsonObject)node.Json.DeepClone();
        foreach (var aside in (string[])["id", "nodeId", "name", "metadata", "version"])
            settings.Remove(aside);
        return settings;
    }

    private void Refuse(string code, string about, string chinese, string english) => obstacles.Add(new(code, about, (chinese, english)));

    private void Warn(string code, string about, string chinese, string english) => warnings.Add(new(code, about, (chinese, english)));
}
