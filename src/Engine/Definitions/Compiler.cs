using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Expressions;
using AidWorkflow.Engine.Primitives;

namespace AidWorkflow.Engine.Definitions;

/// <summary>Turns a definition into nodes, once. What is wrong is noted; only a definition without a root stops it.</summary>
internal sealed class Compiler(WorkflowDefinition definition, ActivityCatalog catalog, IWorkflowActivities? workflows)
{
    private const int DeepestNesting = 64;

    private readonly List<Node> nodes = [];
    private readonly List<DefinitionFault> faults = [];
    private readonly List<string> scripts = [];
    private readonly List<(string Activity, string? Output)> asked = [];
    private readonly HashSet<string> keys = new(StringComparer.Ordinal);
    private readonly List<string> embedding = [];

    internal CompiledWorkflow Compile()
    {
        var root = new Node
        {
            Id = WorkflowScope.Id,
            Key = WorkflowScope.Id,
            Name = definition.Name ?? definition.DefinitionId,
            Type = WorkflowScope.Instance.Descriptor.TypeName,
            Activity = WorkflowScope.Instance,
            Json = definition.Json,
            Path = "$",
            Variables = Slots(definition.Json, "$"),
            WorkflowOutputs = [.. definition.Outputs.Select(output => output.Name)],
        };
        nodes.Add(root);
        keys.Add(root.Key);
        embedding.Add(definition.DefinitionId);
        root.Children = [Child(definition.Root!, "$.root", root, 0)];
        foreach (var node in nodes)
            node.KeepsOutputs = IsAskedFor(node);
        return new(definition, [.. nodes], [.. faults], scripts.Exists(script => script.Contains("getLastResult", StringComparison.Ordinal)), [.. scripts]);
    }

    internal void Say(Severity severity, string path, string code, Words why)
    {
        // What is wrong inside an embedded workflow is that workflow's own business.
        if (embedding.Count <= 1)
            faults.Add(new(severity, path, code, why));
    }

    internal ImmutableArray<Node> Children(Node parent, string list)
    {
        var children = ImmutableArray.CreateBuilder<Node>();
        foreach (var (item, path) in parent.Json.Items(list, parent.Path))
        {
            if (item is JsonObject json)
                children.Add(Child(json, path, parent, children.Count));
            else
                Say(Severity.Error, path, "not-an-activity", new("活动应是一个 JSON 对象", "an activity is a JSON object"));
        }

        return children.ToImmutable();
    }

    /// <summary>Children that stand in ports of their own; absent ones are left out.</summary>
    internal void Embedded(Node parent, params ReadOnlySpan<string> ports)
    {
        foreach (var port in ports)
        {
            if (parent.Json.Object(port) is { } json)
                Embedded(parent, port, json, $"{parent.Path}.{port}");
        }
    }

    internal ImmutableArray<Case> Cases(Node node, string list)
    {
        var cases = ImmutableArray.CreateBuilder<Case>();
        foreach (var (item, path) in node.Json.Items(list, node.Path))
        {
            if (item is not JsonObject json)
                continue;
            var label = json.Text("label") ?? "";
            var condition = json.Object("condition") is { } said ? Expression(said, "Boolean", $"{path}.condition") : new Expression.Literal(null);
            var activity = json.Object("activity") is { } child ? Embedded(node, $"case:{label}:{cases.Count}", child, $"{path}.activity") : null;
            cases.Add(new(label, condition, activity));
        }

        return cases.ToImmutable();
    }

    /// <summary>Puts another workflow's nodes under this one.</summary>
    internal void Embed(Node node, WorkflowDefinition other)
    {
        var inputs = other.Inputs;
        node.Variables =
        [
            .. inputs.Select(input => new VariableSlot($"input:{input.Name}", input.Name, input.TypeName, null)),
            .. Slots(other.Json, "$"),
        ];
        node.WorkflowOutputs = [.. other.Outputs.Select(output => output.Name)];
        node.Inputs = [.. inputs.Select(input => Bind(node, input.Name, input.TypeName)).OfType<BoundInput>()];
        node.Outputs = [.. other.Outputs.Select(output => Bound(node.Json, output.Name)).OfType<BoundOutput>()];
        if (embedding.Contains(other.DefinitionId) || embedding.Count > DeepestNesting)
        {
            if (other.DefinitionId == definition.DefinitionId || embedding.Count <= 1)
                faults.Add(new(Severity.Error, Outermost(node).Path, "contains-itself", new($"流程“{other.Name ?? other.DefinitionId}”包含了它自己", $"workflow '{other.Name ?? other.DefinitionId}' contains itself")));
            node.Children = [Stub(node, $"{other.Name} contains itself")];
            return;
        }

        embedding.Add(other.DefinitionId);
        node.Children = [Child(other.Root!, "$.root", node, 0)];
        embedding.RemoveAt(embedding.Count - 1);
    }

    /// <summary>The place in this definition where the workflow stands that, however deep, holds the node.</summary>
    private static Node Outermost(Node node)
    {
        var outermost = node;
        for (var step = node; step is not null; step = step.Parent)
        {
            if (step.Activity is SubWorkflow)
                outermost = step;
        }

        return outermost;
    }

    internal Expression Script(string source, string path)
    {
        scripts.Add(source);
        try
        {
            return ScriptExpression.Compile(source);
        }
        catch (Expressions.JavaScript.ExpressionFaultException wrong)
        {
            Say(Severity.Error, path, "bad-script", new($"脚本有误：{wrong.Message}", wrong.Message));
            return new Expression.Broken(wrong.Message);
        }
    }

    /// <param name="json"><c>{type, value}</c>.</param>
    internal Expression Expression(JsonObject json, string typeName, string path)
    {
        var (type, value) = (json.Text("type") ?? "Literal", json.Member("value"));
        try
        {
            switch (type.ToUpperInvariant())
            {
                case "LITERAL":
                    return new Expression.Literal(Literals.Read(value, typeName));
                case "OBJECT" or "JSON":
                    return new Expression.Literal(value is JsonValue && JsonReading.Text(value) is { } text ? Object(text, typeName) : Literals.Plain(value));
                case "VARIABLE":
                    var variable = value as JsonObject;
                    return new Expression.Variable(variable?.Text("id") ?? variable?.Text("name") ?? JsonReading.Text(value) ?? "", variable?.Text("name"));
                case "INPUT":
                    return new Expression.Input((value as JsonObject)?.Text("name") ?? JsonReading.Text(value) ?? "");
                case "OUTPUT":
                    var (activity, output) = ((value as JsonObject)?.Text("activityId") ?? "", (value as JsonObject)?.Text("outputName"));
                    asked.Add((activity, output));
                    return new Expression.Output(activity, output ?? "result");
                case "JAVASCRIPT":
                    return Script(JsonReading.Text(value) ?? value?.ToJsonString() ?? "", $"{path}.value");
                default:
                    Say(Severity.Warning, path, "unsupported-expression",
                        new($"这里不能计算“{type}”类型的表达式，执行到该活动时会出错", $"expressions of type '{type}' are not evaluated here; the activity faults when it is reached"));
                    return new Expression.Broken($"Expressions of type '{type}' are not evaluated here.");
            }
        }
        catch (ConversionException wrong)
        {
            Say(Severity.Error, $"{path}.value", "bad-value", new($"值不合要求：{wrong.Message}", wrong.Message));
            return new Expression.Broken(wrong.Message);
        }
    }

    internal Node Child(JsonObject json, string path, Node parent, int local)
    {
        var type = json.Text("type") ?? "";
        var id = json.Text("id") ?? json.Text("nodeId")?.Split(':')[^1] ?? "";
        if (type.Length == 0)
            Say(Severity.Error, path, "no-type", new("活动没有类型", "the activity has no type"));
        if (id.Length == 0)
        {
            Say(Severity.Error, path, "no-id", new("活动没有编号", "the activity has no id"));
            id = path;
        }

        var key = KeyIn(parent, id);
        if (!keys.Add(key))
        {
            Say(Severity.Error, path, "repeated-id", new($"另一个活动的编号也是“{id}”", $"another activity has the id '{id}' too"));
            key = $"{key}@{path}";
            keys.Add(key);
        }

        var node = new Node
        {
            Id = id,
            Key = key,
            Name = json.Text("name") is { Length: > 0 } name ? name : id,
            Type = type,
            Activity = Find(json, type, path),
            Json = json,
            Path = path,
            Parent = parent,
            Local = local,
            CanStartWorkflow = json.Object("customProperties")?.Flag("canStartWorkflow") == true || json.Flag("canStartWorkflow"),
        };
        nodes.Add(node);
        var descriptor = node.Activity.Descriptor;
        node.Inputs = [.. descriptor.Inputs.Where(input => input.IsWrapped).Select(input => Bind(node, input.Name, input.TypeName)).OfType<BoundInput>()];
        node.Outputs = [.. descriptor.Outputs.Select(output => Bound(json, output.Name)).OfType<BoundOutput>()];
        if (descriptor.IsContainer)
            node.Variables = Slots(json, path);
        (node.Activity as Primitive)?.Prepare(this, node);
        return node;
    }

    private static string KeyIn(Node parent, string id)
    {
        var scope = parent;
        while (scope is { Activity: not SubWorkflow, Parent: not null })
            scope = scope.Parent;
        return scope.Activity is SubWorkflow ? $"{scope.Key}:{id}" : id;
    }

    internal Node Embedded(Node parent, string port, JsonObject json, string path)
    {
        var child = Child(json, path, parent, parent.Children.Length);
        parent.Children = parent.Children.Add(child);
        parent.Embedded[port] = child;
        return child;
    }

    private Node Stub(Node parent, string reason)
    {
        var stub = new Node { Id = "stub", Key = $"{parent.Key}:stub", Name = reason, Type = reason, Activity = new NotFoundActivity(reason, $"The workflow {reason}."), Json = [], Path = parent.Path, Parent = parent };
        nodes.Add(stub);
        return stub;
    }

    private Activity Find(JsonObject json, string type, string path)
    {
        if (catalog.TryGet(type, out var activity))
            return activity;
        var other = workflows?.Find(json.Text("workflowDefinitionVersionId"), type, json.Whole("version"), json.Text("workflowDefinitionId"));
        if (other is not null)
            return new SubWorkflow(other);
        Say(Severity.Warning, $"{path}.type", "unknown-activity", new($"没有“{type}”这种活动，执行到它时会出错", $"the activity type '{type}' is not known here; it faults when it is reached"));
        return new NotFoundActivity(type);
    }

    private BoundInput? Bind(Node node, string name, string typeName)
    {
        if (node.Json.Member(name) is not { } said)
            return null;
        var path = $"{node.Path}.{name}";
        if (said is not JsonObject json)
            return new(name, path, Constant(said, typeName, path));

        // An object without a type name is how Elsa leaves an input unset.
        if (!json.Has("typeName") || json.Object("expression") is not { } expression)
            return null;
        return new(name, $"{path}.expression", Expression(expression, Known(typeName, json), $"{path}.expression"));
    }

    /// <summary>What the activity takes; where it takes anything, what the file says.</summary>
    private static string Known(string typeName, JsonObject input) => typeName == "Object" ? input.Text("typeName") ?? typeName : typeName;

    private Expression Constant(JsonNode said, string typeName, string path)
    {
        try
        {
            return new Expression.Literal(Literals.Read(said, typeName));
        }
        catch (ConversionException wrong)
        {
            Say(Severity.Error, path, "bad-value", new($"值不合要求：{wrong.Message}", wrong.Message));
            return new Expression.Broken(wrong.Message);
        }
    }

    private static JsonNode? Object(string text, string typeName)
    {
        var trimmed = text.TrimStart();
        return typeName == "String" || (typeName == "Object" && trimmed is not ['{' or '[', ..]) ? JsonValue.Create(text) : Literals.Plain(Literals.Json(text));
    }

    private static BoundOutput? Bound(JsonObject json, string name) =>
        json.Object(name)?.Object("memoryReference")?.Text("id") is { Length: > 0 } variable ? new(name, variable) : null;

    private ImmutableArray<VariableSlot> Slots(JsonObject owner, string path)
    {
        var slots = ImmutableArray.CreateBuilder<VariableSlot>();
        foreach (var variable in VariableDefinition.ReadAll(owner))
        {
            JsonNode? value = null;
            try
            {
                value = Literals.Read(variable.Value, variable.TypeName, variable.IsArray);
            }
            catch (ConversionException wrong)
            {
                Say(Severity.Error, $"{path}.variables", "bad-default",
                    new($"变量“{variable.Name}”的默认值有误：{wrong.Message}", $"the default of variable '{variable.Name}': {wrong.Message}"));
            }

            slots.Add(new(variable.Id, variable.Name, variable.IsArray ? $"{variable.TypeName}[]" : variable.TypeName, value));
        }

        return slots.ToImmutable();
    }

    private bool IsAskedFor(Node node)
    {
        if (node.Activity.Descriptor.Outputs.Length == 0 && node.Outputs.Length == 0 && node.Activity is not SubWorkflow)
            return false;
        var from = $"From{TypeNaming.Pascalize(node.Name)}";
        return asked.Exists(ask => ask.Activity == node.Id || ask.Activity == node.Name)
            || scripts.Exists(script => script.Contains("getOutputFrom", StringComparison.Ordinal) || script.Contains(from, StringComparison.Ordinal));
    }
}
