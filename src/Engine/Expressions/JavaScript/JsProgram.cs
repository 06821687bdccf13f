using AidWorkflow.Engine.Expressions.JavaScript.Builtins;
using AidWorkflow.Engine.Expressions.JavaScript.Compiling;
using AidWorkflow.Engine.Expressions.JavaScript.Objects;
using AidWorkflow.Engine.Expressions.JavaScript.Syntax;

namespace AidWorkflow.Engine.Expressions.JavaScript;

/// <summary>
/// A script, parsed and compiled once and run as often as needed, on any thread. It is an expression, or statements with
/// <c>return</c>; without one its value is that of the last expression statement. A script that starts with a brace is a block if it
/// can be read as one, as in ECMAScript: <c>{a: 1}</c> gives 1. Else it is an object, so <c>{"a": 1, "b": 2}</c> works; write
/// <c>({a: 1})</c> or <c>return {a: 1}</c> to be sure.
/// </summary>
public sealed class JsProgram
{
    private const int LongestReason = 1_000;

    private readonly CompiledScript _script;

    private JsProgram(string source, CompiledScript script)
    {
        Source = source;
        _script = script;
        FreeNames = script.Globals.Where(name => name != "undefined" && !Realm.Globals.ContainsKey(name)).ToArray();
    }

    public string Source { get; }

    /// <summary>Names that neither the script nor the language declares: the host must know them, or the script assign them first.</summary>
    public IReadOnlyCollection<string> FreeNames { get; }

    /// <exception cref="ExpressionFaultException">It does not parse, or uses what is left out on purpose.</exception>
    public static JsProgram Compile(string source) => new(source, Compiler.Compile(source));

    /// <exception cref="ExpressionFaultException">It threw, or used up its budget.</exception>
    public JsValue Run(IJsHost host, JsBudget budget)
    {
        var globals = _script.Globals.Length == 0 ? [] : new JsValue[_script.Globals.Length];
        Array.Fill(globals, JsValue.Empty);
        var run = new JsRun(host, budget, globals);
        host.Begin(run);
        try
        {
            var frame = new Frame(run, _script.Locals == 0 ? [] : new JsValue[_script.Locals], Cells(run), []);
            foreach (var prepare in _script.Prologue)
                prepare(frame);
            if (_script.Value is not null)
                return _script.Value(frame);
            _script.Body!(frame);
            return frame.Result;
        }
        catch (JsErrorException thrown)
        {
            throw Place.Fault(Source, run.Position, ExpressionFault.Thrown, Describe(thrown.Value));
        }
        catch (ExpressionFaultException fault) when (fault.Line == 0)
        {
            throw Place.Fault(Source, run.Position, fault.Fault, fault.Reason);
        }
    }

    private Cell[] Cells(JsRun run)
    {
        if (_script.Cells == 0)
            return [];
        run.Allocate(40L * _script.Cells);
        var cells = new Cell[_script.Cells];
        for (var index = 0; index < cells.Length; index++)
            cells[index] = new Cell(default);
        return cells;
    }

    private static string Describe(JsValue thrown)
    {
        var reason = thrown.Object is JsError error ? error.Describe() : $"Uncaught {thrown}";
        return reason.Length <= LongestReason ? reason : $"{reason[..LongestReason]}…";
    }
}
