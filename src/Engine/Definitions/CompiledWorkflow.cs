using System.Collections.Frozen;
using System.Collections.Immutable;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Primitives;

namespace AidWorkflow.Engine.Definitions;

/// <summary>A link of a flowchart, by the ids of the activities at its ends and the outcome that follows it.</summary>
public sealed record FlowLink(string Source, string Port, string Target);

/// <summary>A version of a definition, ready to run: immutable, shared by all its instances.</summary>
public sealed class CompiledWorkflow
{
    private readonly FrozenDictionary<string, Node> byKey;
    private readonly ImmutableArray<string> scripts;

    internal CompiledWorkflow(WorkflowDefinition definition, ImmutableArray<Node> nodes, ImmutableArray<DefinitionFault> faults, bool keepsLastResult, ImmutableArray<string> scripts)
    {
        this.scripts = scripts;
        Definition = definition;
        Nodes = nodes;
        Faults = faults;
        KeepsLastResult = keepsLastResult;
        InputNames = [.. definition.Inputs.Select(input => input.Name)];
        byKey = nodes.DistinctBy(node => node.Key).ToFrozenDictionary(node => node.Key, StringComparer.Ordinal);
    }

    public WorkflowDefinition Definition { get; }

    /// <summary>What is wrong in it as far as compiling shows; running goes on to where it hurts. Lint finds more.</summary>
    public ImmutableArray<DefinitionFault> Faults { get; }

    /// <summary>Parents first; the first is the workflow itself.</summary>
    internal ImmutableArray<Node> Nodes { get; }

    internal Node Root => Nodes[0];

    internal ImmutableArray<string> InputNames { get; }

    internal bool KeepsLastResult { get; }

    /// <param name="workflows">Finds workflows that are used as activities; null where there are none.</param>
    /// <exception cref="DefinitionException">It has nothing to run.</exception>
    public static CompiledWorkflow Compile(WorkflowDefinition definition, ActivityCatalog catalog, IWorkflowActivities? workflows = null) =>
        new Compiler(definition, catalog, workflows).Compile();

    /// <summary>Whether an expression in it may ask for an input of that name; a script may also make the name up as it runs.</summary>
    public bool MayAskFor(string input) => scripts.Any(script => script.Contains(input, StringComparison.Ordinal)) || InputNames.Contains(input, StringComparer.OrdinalIgnoreCase);

    /// <summary>What starts it from outside. What the clock starts is told for its next time after the moment; a moment that is over starts nothing.</summary>
    public ImmutableArray<TriggerPlace> TriggersAfter(DateTimeOffset moment) =>
        [.. Nodes.Where(MayStart).SelectMany(node => ((Primitive)node.Activity).Starts(node, moment) ?? [])];

    /// <summary>A trigger anywhere in the workflow, though not inside another that it uses: as in Elsa it is passed when the flow comes to it.</summary>
    internal static bool MayStart(Node node) => node is { CanStartWorkflow: true, Activity: Primitive { Descriptor.Kind: ActivityKind.Trigger } } && node.Key == node.Id;

    /// <summary>The name of an activity as people see it; its id where it has none; null when there is no such activity.</summary>
    public string? NameOf(string activityId) => byKey.GetValueOrDefault(activityId)?.Name;

    /// <summary>What its author wrote at the activity; its name where nothing; null when there is no such activity.</summary>
    public string? LabelOf(string activityId) => byKey.GetValueOrDefault(activityId) is { } node ? Mermaid.LabelOf(node) : null;

    /// <summary>The id of the activity with the name, nearest to another: in the flowchart of that one first, then around it. Null when none has it.</summary>
    public string? NearestOf(string name, string activityId)
    {
        for (var scope = byKey.GetValueOrDefault(activityId)?.Parent; scope is not null; scope = scope.Parent)
        {
            if (Nodes.FirstOrDefault(node => node.Key == node.Id && node.Name == name && node.StepUnder(scope) is not null) is { } found)
                return found.Id;
        }

        return null;
    }

    /// <summary>
    /// The id of the activity with the name, nearest to another, that comes before that one: from there the flow leads on to it. What stands in another branch beside it, or behind it, does
    /// not, however often it was passed. Null where none does.
    /// </summary>
    public string? NearestBefore(string name, string activityId)
    {
        if (byKey.GetValueOrDefault(activityId) is not { } start)
            return null;
        for (var scope = start.Parent; scope is not null; scope = scope.Parent)
        {
            var step = start.StepUnder(scope)!;
            if (Nodes.FirstOrDefault(node => node.Key == node.Id && node.Name == name && node.StepUnder(scope) is { } other && ComesBefore(other, step)) is { } found)
                return found.Id;
        }

        return null;
    }

    /// <summary>Of two children of one container.</summary>
    private static bool ComesBefore(Node one, Node other) => one != other
        && (one.Parent!.Graph is { } graph ? graph.ComesTo(one.Local, other.Local) : one.Parent.Activity is Sequence && one.Local < other.Local);

    /// <summary>The ways by which a person may let the flow go on behind an activity; empty where there is no such activity.</summary>
    public ImmutableArray<string> WaysOut(string activityId) => byKey.GetValueOrDefault(activityId) is { } node ? LintFlow.WaysOut(node) : [];

    /// <summary>What can be passed of its own flowcharts: the activities that the flow can come to, and the links between them.</summary>
    public IEnumerable<FlowLink> FlowLinks =>
        from node in Nodes
        let graph = node.Parent?.Graph
        where node.Key == node.Id && graph is not null && graph.IsReachable[node.Local]
        from link in graph.Outbound[node.Local]
        select new FlowLink(node.Id, link.Port ?? "Done", graph.Nodes[link.Target].Id);

    /// <summary>The ids of its activities, parents first; those inside a workflow that it uses like an activity are not its own.</summary>
    public IEnumerable<string> ActivityIds => Nodes.Skip(1).Where(node => node.Key == node.Id).Select(node => node.Id);

    /// <summary>Whether two activities stand in branches that run at the same time: some fork leads to the one and the other by different ways that have not met before them.</summary>
    public bool RunBeside(string one, string other) =>
        byKey.GetValueOrDefault(one) is { } first && byKey.GetValueOrDefault(other) is { } second && Around(first, second) is { Graph: { } graph } scope
        && graph.RunBeside(first.StepUnder(scope)!.Local, second.StepUnder(scope)!.Local);

    /// <summary>Whether the activity stands in a flowchart that holds the other too, itself or further inside: going to it enters no branch halfway.</summary>
    public bool StandsAround(string activityId, string other) =>
        byKey.GetValueOrDefault(activityId) is { Parent: { } scope } && byKey.GetValueOrDefault(other) is { } inside && inside.StepUnder(scope) is not null;

    /// <summary>The innermost activity that holds both.</summary>
    private static Node? Around(Node one, Node other)
    {
        var scope = one.Parent;
        while (scope is not null && other.StepUnder(scope) is null)
            scope = scope.Parent;
        return scope;
    }

    /// <summary>
    /// What a leap from one activity to another leaves out: the first, and everything on a way between them that leads on, also within the branches that are left and entered halfway. Empty where
    /// the second does not lie ahead.
    /// </summary>
    public IReadOnlyList<string> PassedOver(string from, string to)
    {
        if (byKey.GetValueOrDefault(from) is not { } start || byKey.GetValueOrDefault(to) is not { } target || start == target || Around(start, target) is not { } scope)
            return [];
        var (first, last) = (start.StepUnder(scope)!, target.StepUnder(scope)!);
        var ahead = Ahead(first);
        if (!ahead.Contains(last))
            return [];
        var passed = ahead.Intersect(Behind(last)).Except([first, last]).ToHashSet();
        for (var left = start; left != first; left = left.Parent!)
            passed.UnionWith(Ahead(left));
        for (var entered = target; entered != last; entered = entered.Parent!)
            passed.UnionWith(Behind(entered));
        return [start.Id, .. Nodes.Where(node => node.Key == node.Id && node != start && passed.Any(one => one == node || node.StepUnder(one) is not null)).Select(node => node.Id)];
    }

    /// <summary>What comes behind a step in its flowchart, without the ways back.</summary>
    private static HashSet<Node> Ahead(Node step) => Reached(step, Mermaid.Links(step.Parent!).Where(link => !link.IsBack).ToLookup(link => link.Source, link => link.Target));

    /// <summary>What comes before a step in its flowchart, without the ways back.</summary>
    internal static HashSet<Node> Behind(Node step) => Reached(step, Mermaid.Links(step.Parent!).Where(link => !link.IsBack).ToLookup(link => link.Target, link => link.Source));

    private static HashSet<Node> Reached(Node from, ILookup<Node, Node> next)
    {
        var (found, left) = (new HashSet<Node>(), new Queue<Node>([from]));
        while (left.TryDequeue(out var node))
        {
            foreach (var one in next[node].Where(found.Add))
                left.Enqueue(one);
        }

        return found;
    }

    /// <summary>The type of an activity; null when there is no such activity.</summary>
    public string? TypeOf(string activityId) => byKey.GetValueOrDefault(activityId)?.Type;

    /// <summary>What an activity is, and the ports it may leave by; null when there is no such activity.</summary>
    public ActivityDescriptor? DescriptorOf(string activityId) => byKey.GetValueOrDefault(activityId)?.Activity.Descriptor;

    internal Node NodeByKey(string key) =>
        byKey.GetValueOrDefault(key) ?? throw new InvalidDataException($"the state speaks of activity '{key}', which version {Definition.Id} does not have");

    internal Node? TryNode(string key) => byKey.GetValueOrDefault(key);

    /// <summary>The activity that an expression names, by id or by name, nearest first: within the same workflow.</summary>
    internal Node? FindNode(string idOrName, Node from)
    {
        var prefix = from.Key[..^from.Id.Length];
        if (byKey.GetValueOrDefault(prefix + idOrName) is { } exact)
            return exact;
        return Nodes.FirstOrDefault(node => node.Name == idOrName && node.Key.StartsWith(prefix, StringComparison.Ordinal))
            ?? Nodes.FirstOrDefault(node => TypeNaming.Pascalize(node.Name) == idOrName);
    }
}

/// <summary>Finds a definition that another uses like an activity.</summary>
public interface IWorkflowActivities
{
    /// <param name="versionId">Wins when some definition has it.</param>
    /// <param name="typeName">The name of the type: the latest definition of that name.</param>
    /// <param name="definitionId">Counts when there is no version id and no such type.</param>
    WorkflowDefinition? Find(string? versionId, string typeName, int? version, string? definitionId);
}
