namespace AidWorkflow.Engine.Expressions.JavaScript;

/// <summary>
/// A script, parsed and compiled once and run as often as needed, on any thread. It is an expression, or statements with
/// <c>return</c>; without one its value is that of the last expression statement. <c>{a: 1}</c> at the start is a block, as in
/// ECMAScript; write <c>({a: 1})</c> or <c>return {a: 1}</c> for an object.
/// </summary>
public sealed class JsProgram
{
    private JsProgram(string source) => Source = source;

    public string Source { get; }

    /// <summary>Names that neither the script nor the language declares: the host must know them.</summary>
    public IReadOnlyCollection<string> FreeNames { get; } = [];

    /// <exception cref="ExpressionFaultException">It does not parse, or uses what is left out on purpose.</exception>
    public static JsProgram Compile(string source) => new(source);

    /// <exception cref="ExpressionFaultException">It threw, or used up its budget.</exception>
    public JsValue Run(IJsHost host, JsBudget budget)
    {
        // Open: the evaluator follows; the surface is here for others to write against.
        throw new ExpressionFaultException(ExpressionFault.Unsupported, 0, 0, $"JavaScript is not evaluated yet: {Source.Length} characters, {host.Now:O}, {budget.Steps}");
    }
}
