using System.Collections.Frozen;
using System.Runtime.CompilerServices;

namespace AidWorkflow.Engine.Expressions.JavaScript.Syntax;

/// <summary>Finds for every name the variable it means, and which variables inner functions use.</summary>
internal sealed partial class ScopeAnalysis(string source)
{
    // What every engine has and this one leaves out: said where it is written, not when it is reached.
    private static readonly FrozenSet<string> LeftOut = FrozenSet.ToFrozenSet(
    [
        "Symbol", "Promise", "Proxy", "Reflect", "WeakMap", "WeakSet", "WeakRef", "FinalizationRegistry", "BigInt", "Intl", "Atomics", "structuredClone", "queueMicrotask",
        "ArrayBuffer", "SharedArrayBuffer", "DataView", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array",
        "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array", "setTimeout", "setInterval", "setImmediate", "escape", "unescape",
    ]);

    private readonly Dictionary<string, int> _globals = new(StringComparer.Ordinal);
    private Scope _scope = null!;

    /// <summary>Names that nothing declares, by their numbers.</summary>
    public IReadOnlyDictionary<string, int> Globals => _globals;

    public FunctionScope Analyse(Block script)
    {
        var root = new FunctionScope(null);
        root.Body = root;
        _scope = root;
        script.Scope = root;
        DeclareVariables(script.Statements, root);
        DeclareLexical(script.Statements, root);
        foreach (var statement in script.Statements)
            Visit(statement);
        return root;
    }

    private void VisitAll(IEnumerable<Node?> nodes)
    {
        foreach (var node in nodes)
            Visit(node);
    }

    private void Visit(Node? node)
    {
        if (node is null)
            return;
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw Place.Fault(source, node.At, ExpressionFault.Unsupported, "The script is nested too deeply");
        switch (node)
        {
            case Name name: Resolve(name); break;
            case Template template: VisitAll(template.Values); break;
            case ArrayLiteral array: VisitAll(array.Items); break;
            case ObjectLiteral literal: VisitMembers(literal.Members); break;
            case Spread spread: Visit(spread.Value); break;
            case Function function: VisitFunction(function); break;
            case Unary unary: Visit(unary.Operand); break;
            case Update update: Visit(update.Target); break;
            case Binary binary: VisitBinary(binary); break;
            case Assignment assignment:
                Visit(assignment.Target);
                Visit(assignment.Value);
                break;
            case Conditional conditional: VisitAll([conditional.Test, conditional.Yes, conditional.No]); break;
            case Access access:
                Visit(access.Owner);
                Visit(access.Key);
                break;
            case Call call:
                Visit(call.Callee);
                VisitAll(call.Arguments);
                break;
            case New made:
                Visit(made.Callee);
                VisitAll(made.Arguments);
                break;
            case Chain chain: Visit(chain.Inner); break;
            case Sequence sequence: VisitAll(sequence.Items); break;
            case Parenthesised wrapped: Visit(wrapped.Inner); break;
            case ArrayPattern pattern:
                VisitAll(pattern.Items);
                Visit(pattern.Rest);
                break;
            case ObjectPattern pattern:
                VisitMembers(pattern.Members);
                Visit(pattern.Rest);
                break;
            case Defaulted defaulted:
                Visit(defaulted.Value);
                Visit(defaulted.Target);
                break;
            case Rest rest: Visit(rest.Target); break;
            default: VisitStatement(node); break;
        }
    }

    /// <summary>Long sums lean to the left: by a loop, not by descent.</summary>
    private void VisitBinary(Binary binary)
    {
        var chain = new Stack<Binary>();
        Node left = binary;
        while (left is Binary inner)
        {
            chain.Push(inner);
            left = inner.Left;
        }
        Visit(left);
        while (chain.TryPop(out var inner))
            Visit(inner.Right);
    }

    private void VisitMembers(IEnumerable<Member> members)
    {
        foreach (var member in members)
        {
            Visit(member.Key);
            Visit(member.Value);
        }
    }

    private void VisitFunction(Function function)
    {
        var outer = _scope;
        var scope = new FunctionScope(_scope);

        // The name of a function expression belongs to the function itself, whose frame keeps it.
        if (function.SeesItself)
            function.Self = scope.Declare(function.Name, BindingKind.Self);
        function.Scope = scope;
        _scope = scope;
        foreach (var parameter in function.Parameters)
            DeclareParameters(parameter);
        VisitAll(function.Parameters);

        var isPlain = function.Parameters.All(parameter => parameter is Name);
        scope.Body = isPlain ? scope : new Scope(scope);
        _scope = scope.Body;
        if (function.Body is Block body)
        {
            body.Scope = scope.Body;
            DeclareVariables(body.Statements, scope.Body);
            foreach (var variable in scope.Body.Bindings.Where(_ => !isPlain))
            {
                if (scope.Find(variable.Name) is { Kind: BindingKind.Parameter } parameter)
                    scope.Inherited.Add((variable, parameter));
            }
            DeclareLexical(body.Statements, scope.Body);
            VisitAll(body.Statements);
        }
        else
        {
            Visit(function.Body);
        }
        _scope = outer;
    }

    private void Resolve(Name name)
    {
        for (var scope = _scope; scope is not null; scope = scope.Parent)
        {
            if (scope.Find(name.Text) is not { } binding)
                continue;
            name.Binding = binding;
            var crosses = false;
            for (var function = _scope.Function; function != binding.Owner; function = function.Parent!.Function)
            {
                binding.IsCaptured = true;
                function.Capture(binding);
                crosses = true;
            }
            if (binding.HasDeadZone && (crosses || !binding.IsDeclared))
                name.MayBeEarly = binding.MayBeEarly = true;
            return;
        }
        if (LeftOut.Contains(name.Text))
            throw Place.Fault(source, name.At, ExpressionFault.Unsupported, $"'{name.Text}' is not supported");
        if (!_globals.TryGetValue(name.Text, out var global))
            _globals.Add(name.Text, global = _globals.Count);
        name.Global = global;
    }
}
