using System.Text.Json.Nodes;
using AidWorkflow.Engine.Expressions.JavaScript;

namespace AidWorkflow.Engine.Expressions;

/// <summary>An expression in JavaScript, parsed once.</summary>
internal sealed class ScriptExpression : Expression
{
    private static readonly JsBudget Budget = new(TimeProvider.System);

    private readonly JsProgram program;

    private ScriptExpression(JsProgram program, string source) => (this.program, Source) = (program, source);

    internal string Source { get; }

    internal IReadOnlyCollection<string> FreeNames => program.FreeNames;

    /// <exception cref="ExpressionFaultException">It does not parse.</exception>
    internal static ScriptExpression Compile(string source) => new(JsProgram.Compile(source), source);

    internal override JsonNode? Evaluate(ExpressionScope scope) => Evaluate(scope, null);

    /// <param name="outcomes">Told what the script says its outcomes are; null where it may not.</param>
    internal JsonNode? Evaluate(ExpressionScope scope, Action<List<string>>? outcomes)
    {
        var world = new ScriptWorld(scope, outcomes);
        return world.Leave(program.Run(world, Budget));
    }
}
