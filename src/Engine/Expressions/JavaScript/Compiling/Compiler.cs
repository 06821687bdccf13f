using System.Runtime.CompilerServices;
using AidWorkflow.Engine.Expressions.JavaScript.Builtins;
using AidWorkflow.Engine.Expressions.JavaScript.Syntax;

namespace AidWorkflow.Engine.Expressions.JavaScript.Compiling;

/// <summary>Turns the tree of a script into a tree of delegates: names have become slots, literals values, and nothing is looked up twice.</summary>
internal sealed partial class Compiler
{
    /// <summary>So many levels of the tree run between two looks at the stack.</summary>
    private const int GuardEvery = 24;

    private readonly string _source;
    private FunctionScope _function;
    private int _depth;
    private long _cost;
    private bool _tracksValue = true;

    private Compiler(string source, FunctionScope root)
    {
        _source = source;
        _function = root;
    }

    public static CompiledScript Compile(string source)
    {
        var script = Parser.Parse(source);
        var analysis = new ScopeAnalysis(source);
        var root = analysis.Analyse(script);
        var compiler = new Compiler(source, root);

        // A lone expression needs neither statements nor a completion.
        Eval? value = null;
        Exec? body = null;
        if (script.Statements is [ExpressionStatement only])
            value = compiler.Expression(only.Value);
        else if (script.Statements is [Return { Value: { } returned }])
            value = compiler.Expression(returned);
        else
            body = compiler.Statements(script.Statements);
        var prologue = compiler.Enter(script.Scope, isFunction: true);
        var globals = new string[analysis.Globals.Count];
        foreach (var (name, number) in analysis.Globals)
            globals[number] = name;
        return new CompiledScript(globals, value, body, prologue, root.Locals, root.Cells);
    }

    private Eval Expression(Node node)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Unsupported(node, "The script is nested too deeply");
        _cost++;
        _depth++;
        var compiled = Unguarded(node);
        if (--_depth % GuardEvery == GuardEvery - 1)
        {
            return frame =>
            {
                frame.Run.DemandStack();
                return compiled(frame);
            };
        }
        return compiled;
    }

    private Eval Unguarded(Node node) => node switch
    {
        Literal literal => Constant(literal.Value),
        Name name => Read(name),
        This => frame => frame.This,
        Template template => Compile(template),
        RegexLiteral regex => Compile(regex),
        ArrayLiteral array => Compile(array),
        ObjectLiteral literal => Compile(literal),
        Function function => Closure(function),
        Unary unary => Compile(unary),
        Update update => Compile(update),
        Binary binary => Compile(binary),
        Assignment assignment => Compile(assignment),
        Conditional conditional => Compile(conditional),
        Access access => Compile(access),
        Call call => Compile(call),
        New made => Compile(made),
        Chain chain => Compile(chain),
        Sequence sequence => Compile(sequence),
        Parenthesised wrapped => Expression(wrapped.Inner),
        _ => throw Place.Fault(_source, node.At, ExpressionFault.Syntax, "This cannot stand here"),
    };

    private static Eval Constant(JsValue value) => _ => value;

    private Eval Read(Name name)
    {
        var at = name.At;
        var text = name.Text;
        if (name.Binding is not { } binding)
        {
            if (text == "undefined")
                return Constant(default);
            if (Realm.Globals.TryGetValue(text, out var known))
                return Constant(known);
            var number = name.Global;
            return frame =>
            {
                var value = frame.Run.Globals[number];
                return value.IsEmpty ? Ask(frame, number, text, at) : value;
            };
        }

        var slot = SlotOf(binding, out var store);
        if (!name.MayBeEarly)
        {
            return store switch
            {
                Store3.Local => frame => frame.Locals[slot],
                Store3.Cell => frame => frame.Cells[slot].Value,
                _ => frame => frame.Captured[slot].Value,
            };
        }
        return store switch
        {
            Store3.Local => frame => Ready(frame, frame.Locals[slot], text, at),
            Store3.Cell => frame => Ready(frame, frame.Cells[slot].Value, text, at),
            _ => frame => Ready(frame, frame.Captured[slot].Value, text, at),
        };
    }

    private enum Store3
    {
        Local,
        Cell,
        Captured,
    }

    private int SlotOf(Binding binding, out Store3 store)
    {
        if (binding.Owner != _function)
        {
            store = Store3.Captured;
            return _function.Capture(binding);
        }
        store = binding.IsCaptured ? Store3.Cell : Store3.Local;
        return binding.Slot;
    }

    private static JsValue Ready(Frame frame, JsValue value, string name, int at) => value.IsEmpty ? throw Early(frame, name, at) : value;

    private static JsErrorException Early(Frame frame, string name, int at)
    {
        frame.Run.Position = at;
        return Throw.ReferenceError($"Cannot access '{name}' before initialization");
    }

    /// <summary>The first read of a global of the host.</summary>
    private static JsValue Ask(Frame frame, int number, string name, int at)
    {
        var run = frame.Run;
        run.Position = at;
        if (!run.Host.TryGet(name, out var value))
            throw Throw.ReferenceError($"{name} is not defined");
        if (value.IsEmpty)
            value = default;
        run.Globals[number] = value;
        return value;
    }

    private ExpressionFaultException Unsupported(Node node, string reason) => Place.Fault(_source, node.At, ExpressionFault.Unsupported, reason);
}

/// <summary>A script ready to run: an expression, or statements.</summary>
internal sealed record CompiledScript(string[] Globals, Eval? Value, Exec? Body, Action<Frame>[] Prologue, int Locals, int Cells);
