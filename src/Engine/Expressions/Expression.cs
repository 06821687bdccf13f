using System.Text.Json.Nodes;

namespace AidWorkflow.Engine.Expressions;

/// <summary>The value of an input as the definition states it, compiled once.</summary>
internal abstract class Expression
{
    /// <summary>The value does not depend on the instance.</summary>
    internal virtual bool IsConstant => false;

    /// <exception cref="Exception">The value cannot be had; the message says why.</exception>
    internal abstract JsonNode? Evaluate(ExpressionScope scope);

    internal sealed class Literal(JsonNode? value) : Expression
    {
        internal override bool IsConstant => true;

        internal JsonNode? Value { get; } = value;

        internal override JsonNode? Evaluate(ExpressionScope scope) => Value;
    }

    /// <summary>The nearest variable with the id; else with the name.</summary>
    internal sealed class Variable(string id, string? name) : Expression
    {
        internal string Id => id;

        internal string? Name => name;

        internal override JsonNode? Evaluate(ExpressionScope scope) =>
            scope.TryVariable(id, name, out var value) ? value : throw new ConversionException($"there is no variable '{name ?? id}' here");
    }

    /// <summary>An input that the workflow was started with.</summary>
    internal sealed class Input(string name) : Expression
    {
        internal string Name => name;

        internal override JsonNode? Evaluate(ExpressionScope scope) => scope.Input(name);
    }

    /// <summary>An output of an activity that ran before.</summary>
    internal sealed class Output(string activity, string output) : Expression
    {
        internal override JsonNode? Evaluate(ExpressionScope scope) => scope.ActivityOutput(activity, output);
    }

    /// <summary>What cannot be evaluated: it says so when it is reached.</summary>
    internal sealed class Broken(string reason) : Expression
    {
        internal override JsonNode? Evaluate(ExpressionScope scope) => throw new ConversionException(reason);
    }
}
