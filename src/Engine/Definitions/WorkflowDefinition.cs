using System.Text.Json.Nodes;

namespace AidWorkflow.Engine.Definitions;

/// <summary>
/// A definition as it was read: the JSON is the truth and is written back whole, whatever we understand of it.
/// </summary>
public sealed class WorkflowDefinition
{
    private WorkflowDefinition(JsonObject json) => Json = json;

    /// <summary>Not to be changed; <see cref="ToJson"/> gives a text to change.</summary>
    public JsonObject Json { get; }

    /// <summary>The version's id.</summary>
    public string Id => (string?)Json["id"] ?? "";

    public string DefinitionId => (string?)Json["definitionId"] ?? "";

    public string? Name => (string?)Json["name"];

    /// <exception cref="DefinitionException">It is not JSON, or not a workflow definition.</exception>
    public static WorkflowDefinition Parse(string json) => new((JsonObject)JsonNode.Parse(json)!);

    public string ToJson() => Json.ToJsonString();
}

public enum Severity
{
    Warning,
    Error,
}

/// <summary>Something wrong in a definition: where, and why.</summary>
/// <param name="Path">JSON path in the document, "$.root.activities[2].condition".</param>
/// <param name="Code">Stable, for machines: "unknown-port".</param>
public sealed record DefinitionFault(Severity Severity, string Path, string Code, string Reason);

/// <summary>A definition that cannot be read or run.</summary>
public sealed class DefinitionException(DefinitionFault fault) : Exception($"{fault.Path}: {fault.Reason}")
{
    public DefinitionFault Fault { get; } = fault;
}
