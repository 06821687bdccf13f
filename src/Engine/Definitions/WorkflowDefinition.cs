using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AidWorkflow.Engine.Definitions;

/// <summary>
/// A definition as it was read: the JSON is the truth and is written back whole, whatever we understand of it.
/// The properties are views.
/// </summary>
public sealed class WorkflowDefinition
{
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 256 };

    private WorkflowDefinition(JsonObject json)
    {
        Json = json;
        Id = json.Text("id") ?? "";
        DefinitionId = json.Text("definitionId") ?? Id;
        Name = json.Text("name");
        Version = json.Whole("version") ?? 1;
        Root = json.Object("root");
    }

    /// <summary>The whole document. Not to be changed: compiled workflows read it too.</summary>
    public JsonObject Json { get; }

    /// <summary>The version's id.</summary>
    public string Id { get; }

    /// <summary>The same in all versions.</summary>
    public string DefinitionId { get; }

    public string? Name { get; }

    public string? Description => Json.Text("description");

    public int Version { get; }

    public bool IsLatest => Json.Flag("isLatest");

    public bool IsPublished => Json.Flag("isPublished");

    /// <summary>Other workflows may use it like an activity. Older files say it at the top.</summary>
    public bool UsableAsActivity => Json.Object("options")?.Flag("usableAsActivity") == true || Json.Flag("usableAsActivity");

    /// <summary>Its type name when used as an activity.</summary>
    public string ActivityTypeName => ActivityTypeOf(Name ?? DefinitionId);

    /// <summary>The type name of a workflow that is called so.</summary>
    public static string ActivityTypeOf(string name) => TypeNaming.Pascalize(name);

    /// <summary>What happens to the workflow when one of its activities faults; null leaves it to the runner.</summary>
    public bool? ContinuesWithIncidents => Json.Object("options")?.Text("incidentStrategyType") switch
    {
        null or "" => null,
        var strategy => strategy.Contains("ContinueWithIncidents", StringComparison.OrdinalIgnoreCase),
    };

    /// <summary>How many instances of it may run at once.</summary>
    public ActivationStrategy Activation => Json.Object("options")?.Text("activationStrategyType") switch
    {
        { } type when type.Contains("CorrelatedSingleton", StringComparison.OrdinalIgnoreCase) => ActivationStrategy.CorrelatedSingleton,
        { } type when type.Contains("Singleton", StringComparison.OrdinalIgnoreCase) => ActivationStrategy.Singleton,
        { } type when type.Contains("Correlation", StringComparison.OrdinalIgnoreCase) => ActivationStrategy.Correlation,
        _ => ActivationStrategy.Always,
    };

    /// <summary>Whether its flowcharts go by tokens; null leaves it to the runner. Elsa has this as a property of the instance.</summary>
    public bool? UsesTokens => Json.Object("customProperties")?.Text("Flowchart:ExecutionMode")?.ToUpperInvariant() switch
    {
        "TOKENBASED" => true,
        "COUNTERBASED" => false,
        _ => null,
    };

    public ImmutableArray<VariableDefinition> Variables => VariableDefinition.ReadAll(Json);

    public ImmutableArray<ArgumentDefinition> Inputs => ArgumentDefinition.ReadAll(Json, "inputs");

    public ImmutableArray<ArgumentDefinition> Outputs => ArgumentDefinition.ReadAll(Json, "outputs");

    public ImmutableArray<string> Outcomes => [.. Json.Items("outcomes", "$").Select(item => JsonReading.Text(item.Item)).OfType<string>()];

    internal JsonObject? Root { get; }

    /// <exception cref="DefinitionException">It is not JSON, or not a workflow definition.</exception>
    public static WorkflowDefinition Parse(string json)
    {
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(json, documentOptions: Lenient);
        }
        catch (JsonException broken)
        {
            throw new DefinitionException(JsonFault.In(json) ?? new(Severity.Error, broken.Path ?? "$", "not-json", new("不是 JSON", "not JSON")));
        }

        try
        {
            return Of(node);
        }
        catch (DefinitionException) when (JsonFault.In(json) is { } repeated)
        {
            throw new DefinitionException(repeated);
        }
    }

    /// <exception cref="DefinitionException">It is not a workflow definition.</exception>
    public static WorkflowDefinition Of(JsonNode? node)
    {
        try
        {
            if (node is not JsonObject json)
                throw new DefinitionException(new(Severity.Error, "$", "not-a-definition", new("流程定义应是一个 JSON 对象", "a workflow definition is a JSON object")));
            if (json.Object("root") is null)
                throw new DefinitionException(new(Severity.Error, "$.root", "no-root", new("流程定义没有根活动", "the definition has no root activity")));
            return new(json);
        }
        catch (ArgumentException)
        {
            // System.Text.Json finds a repeated property only when the object is first looked into.
            throw new DefinitionException(JsonFault.In(node!.ToJsonString()) ?? new(Severity.Error, "$", "repeated-property", new("同一个对象里有重复的属性", "an object has the same property twice")));
        }
    }

    /// <summary>The same content as a version of a definition, as whoever keeps versions tells it.</summary>
    public WorkflowDefinition As(string id, string definitionId, int version, bool isLatest, bool isPublished)
    {
        var json = (JsonObject)Json.DeepClone();
        json.Put("id", id);
        json.Put("definitionId", definitionId);
        json.Put("version", version);
        json.Put("isLatest", isLatest);
        json.Put("isPublished", isPublished);
        return Of(json);
    }

    public string ToJson() => Json.ToJsonString(Pretty);
}

/// <summary>How many instances of a definition may run at once: Elsa's strategies, by the end of their type names.</summary>
public enum ActivationStrategy
{
    Always,

    /// <summary>One of the definition.</summary>
    Singleton,

    /// <summary>One of whatever definition under a correlation id.</summary>
    Correlation,

    /// <summary>One of the definition under a correlation id.</summary>
    CorrelatedSingleton,
}

/// <summary>A variable as declared by a workflow or a container.</summary>
public sealed record VariableDefinition(string Id, string Name, string TypeName, bool IsArray, JsonNode? Value)
{
    internal static ImmutableArray<VariableDefinition> ReadAll(JsonObject owner) =>
    [
        .. owner.Items("variables", "$").Select(item => item.Item).OfType<JsonObject>().Select(json => new VariableDefinition(
            json.Text("id") ?? json.Text("name") ?? "", json.Text("name") ?? "", json.Text("typeName") ?? "Object", json.Flag("isArray"), json.Member("value"))),
    ];
}

/// <summary>An input or output of a workflow.</summary>
public sealed record ArgumentDefinition(string Name, string TypeName, string? DisplayName, string? Description, bool IsArray)
{
    internal static ImmutableArray<ArgumentDefinition> ReadAll(JsonObject owner, string list) =>
    [
        .. owner.Items(list, "$").Select(item => item.Item).OfType<JsonObject>().Select(json => new ArgumentDefinition(
            json.Text("name") ?? "", json.Text("type") ?? "Object", json.Text("displayName"), json.Text("description"), json.Flag("isArray"))),
    ];
}
