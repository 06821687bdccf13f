using System.Collections.Frozen;
using System.Collections.Immutable;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Primitives;

namespace AidWorkflow.Engine.Definitions;

/// <summary>A version of a definition, ready to run: immutable, shared by all its instances.</summary>
public sealed class CompiledWorkflow
{
    private readonly FrozenDictionary<string, Node> byKey;

    internal CompiledWorkflow(WorkflowDefinition definition, ImmutableArray<Node> nodes, ImmutableArray<DefinitionFault> faults, bool keepsLastResult)
    {
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

    /// <summary>What starts it from outside. What the clock starts is told for its next time after the moment; a moment that is over starts nothing.</summary>
    public ImmutableArray<TriggerPlace> TriggersAfter(DateTimeOffset moment) =>
        [.. Nodes.Where(MayStart).SelectMany(node => ((Primitive)node.Activity).Starts(node, moment) ?? [])];

    /// <summary>A trigger anywhere in the workflow, though not inside another that it uses: as in Elsa it is passed when the flow comes to it.</summary>
    internal static bool MayStart(Node node) => node is { CanStartWorkflow: true, Activity: Primitive { Descriptor.Kind: ActivityKind.Trigger } } && node.Key == node.Id;

    /// <summary>The name of an activity as people see it; its id where it has none; null when there is no such activity.</summary>
    public string? NameOf(string activityId) => byKey.GetValueOrDefault(activityId)?.Name;

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

    /// <summary>The ids of its activities, parents first; those inside a workflow that it uses like an activity are not its own.</summary>
    public IEnumerable<string> ActivityIds => Nodes.Skip(1).Where(node => node.Key == node.Id).Select(node => node.Id);

    /// <summary>Whether a new instance can begin at the activity: it stands in the outermost flowchart.</summary>
    public bool CanBeginAt(string activityId) => byKey.GetValueOrDefault(activityId)?.Parent is { Graph: not null } scope && scope.Parent == Root;

    /// <summary>What a leap from one activity to another leaves out: the first, and everything on a way between them that leads on. Empty where the second does not lie ahead.</summary>
    public IReadOnlyList<string> PassedOver(string from, string to)
    {
        if (byKey.GetValueOrDefault(to) is not { Parent: { } scope } target || byKey.GetValueOrDefault(from) is not { } start)
            return [];
        while (start.Parent is { } above && above != scope)
            start = above;
        if (start.Parent != scope || start == target)
            return [];
        var links = Mermaid.Links(scope).Where(link => !link.IsBack).ToList();
        var ahead = Reached(start, links.ToLookup(link => link.Source, link => link.Target));
        if (!ahead.Contains(target))
            return [];
        var before = Reached(target, links.ToLookup(link => link.Target, link => link.Source));
        return [start.Id, .. scope.Children.Where(node => node != start && node != target && ahead.Contains(node) && before.Contains(node)).Select(node => node.Id)];
    }

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
