using System.Text.Json.Nodes;

namespace AidWorkflow.Engine.Expressions;

/// <summary>What expressions can see: variables from the inside out, inputs, outputs of earlier activities.</summary>
internal abstract class ExpressionScope
{
    internal abstract DateTimeOffset Now { get; }

    internal abstract string? CorrelationId { get; }

    internal abstract string InstanceId { get; }

    internal abstract string? InstanceName { get; }

    internal abstract string DefinitionId { get; }

    internal abstract string DefinitionVersionId { get; }

    internal abstract int DefinitionVersion { get; }

    internal abstract JsonNode? LastResult { get; }

    internal abstract IEnumerable<string> VariableNames { get; }

    internal abstract IEnumerable<string> InputNames { get; }

    internal abstract bool TryVariable(string id, string? name, out JsonNode? value);

    internal abstract bool TryVariable(string name, out JsonNode? value);

    internal abstract void SetVariable(string name, JsonNode? value);

    internal abstract JsonNode? Input(string name);

    /// <param name="activity">Id or name.</param>
    /// <param name="output">Null for its only or "result" output.</param>
    internal abstract JsonNode? ActivityOutput(string activity, string? output);

    internal abstract void SetCorrelationId(string? value);

    internal abstract void SetInstanceName(string? value);

    internal abstract double NextRandom();

    internal abstract Guid NewId();
}
