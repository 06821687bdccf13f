using AidWorkflow.Engine.Expressions.JavaScript.Objects;
using AidWorkflow.Engine.Expressions.JavaScript.Syntax;

namespace AidWorkflow.Engine.Expressions.JavaScript.Compiling;

internal sealed partial class Compiler
{
    /// <summary>A function where it stands: its code made now, a closure over the current variables made at each run.</summary>
    private Eval Closure(Function function)
    {
        var code = CodeOf(function);
        var captured = function.Scope.Captured.Select(binding =>
        {
            var slot = SlotOf(binding, out var store);
            return (slot, store == Store3.Captured);
        }).ToArray();
        return frame =>
        {
            frame.Run.Allocate(96 + (8 * captured.Length));
            var cells = captured.Length == 0 ? [] : new Cell[captured.Length];
            for (var index = 0; index < captured.Length; index++)
                cells[index] = captured[index].Item2 ? frame.Captured[captured[index].slot] : frame.Cells[captured[index].slot];
            return JsValue.Of(new ScriptFunction(code, cells, frame.This));
        };
    }

    private FunctionCode CodeOf(Function function)
    {
        var (outer, outerDepth, outerCost, outerTracks) = (_function, _depth, _cost, _tracksValue);
        _function = function.Scope;
        _cost = 0;
        _tracksValue = false;

        var isPlain = function.Parameters.All(parameter => parameter is Name);
        var prologue = new List<Action<Frame>>();
        if (function.Scope.Body != function.Scope)
            prologue.AddRange(Enter(function.Scope, isFunction: true));
        var parameters = new List<(bool, int)>();
        if (isPlain)
            parameters.AddRange(function.Parameters.Select(parameter => Plain(((Name)parameter).Binding!)));
        else
            prologue.AddRange(function.Parameters.Select((parameter, index) => Parameter(parameter, index)));
        foreach (var (variable, parameter) in function.Scope.Inherited)
        {
            var read = Read(new Name(function.At, parameter.Name) { Binding = parameter });
            var write = Initialise(variable);
            prologue.Add(frame => write(frame, read(frame)));
        }
        prologue.AddRange(Enter(function.Scope.Body, isFunction: true));

        var code = new FunctionCode(function)
        {
            Length = function.Parameters.TakeWhile(parameter => parameter is not (Defaulted or Rest)).Count(),
            NeedsArguments = !isPlain,
            Parameters = [.. parameters],
            Self = function.Self is { } self ? Plain(self) : null,
        };
        switch (function.Body)
        {
            case Block { Statements: [Return { Value: { } only }] }:
                code.Value = Expression(only);
                break;
            case Block body:
                code.Body = Statements(body.Statements);
                break;
            default:
                code.Value = Expression(function.Body);
                break;
        }
        code.Prologue = [.. prologue];
        code.Locals = function.Scope.Locals;
        code.Cells = function.Scope.Cells;
        code.Cost = _cost;
        (_function, _depth, _tracksValue) = (outer, outerDepth, outerTracks);
        _cost = outerCost + 1;
        return code;
    }

    private static (bool IsCell, int Slot) Plain(Binding binding) => (binding.IsCaptured, binding.Slot);

    private Action<Frame> Parameter(Node parameter, int index)
    {
        if (parameter is Rest rest)
        {
            var all = Declare(rest.Target);
            return frame =>
            {
                var left = frame.Arguments.AsSpan(Math.Min(index, frame.Arguments.Length));
                all(frame, JsValue.Of(JsArray.Of(frame.Run, left)));
            };
        }
        var target = Declare(parameter);
        return frame => target(frame, index < frame.Arguments.Length ? frame.Arguments[index] : default);
    }

    /// <summary>
    /// What has to happen when a block is entered: new cells for variables that closures keep, emptiness for those that may be
    /// reached too early, and the functions that it declares.
    /// </summary>
    private Action<Frame>[] Enter(Scope scope, bool isFunction)
    {
        var actions = new List<Action<Frame>>();
        foreach (var binding in scope.Bindings)
        {
            var slot = binding.Slot;
            if (binding.IsCaptured && !isFunction)
                actions.Add(binding.HasDeadZone ? frame => frame.Cells[slot] = Fresh(frame, JsValue.Empty) : frame => frame.Cells[slot] = Fresh(frame, default));
            else if (binding.IsCaptured && binding.HasDeadZone)
                actions.Add(frame => frame.Cells[slot].Value = JsValue.Empty);
            else if (binding.MayBeEarly && binding.HasDeadZone)
                actions.Add(frame => frame.Locals[slot] = JsValue.Empty);
        }
        foreach (var declared in scope.Functions)
        {
            var closure = Closure(declared.Function);
            var write = Initialise(scope.Find(declared.Name.Text)!);
            actions.Add(frame => write(frame, closure(frame)));
        }
        return [.. actions];
    }

    private static Cell Fresh(Frame frame, JsValue value)
    {
        frame.Run.Allocate(40);
        return new Cell(value);
    }
}
