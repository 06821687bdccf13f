using AidWorkflow.Engine.Expressions.JavaScript.Builtins;
using AidWorkflow.Engine.Expressions.JavaScript.Objects;
using AidWorkflow.Engine.Expressions.JavaScript.Syntax;

namespace AidWorkflow.Engine.Expressions.JavaScript.Compiling;

/// <summary>The part of a function that all its closures share.</summary>
internal sealed class FunctionCode(Function function)
{
    public string Name => function.Name;

    public string Source => function.Source;

    public bool IsArrow => function.Kind == FunctionKind.Arrow;

    public bool IsConstructor => function.Kind is FunctionKind.Declaration or FunctionKind.Expression;

    /// <summary>The length that scripts see: parameters before the first with a default.</summary>
    public int Length { get; init; }

    public int Locals { get; set; }

    public int Cells { get; set; }

    public bool NeedsArguments { get; init; }

    /// <summary>Where plain parameters go.</summary>
    public (bool IsCell, int Slot)[] Parameters { get; init; } = [];

    public (bool IsCell, int Slot)? Self { get; init; }

    /// <summary>What has to be in place before the first statement: hoisted functions, patterns of parameters.</summary>
    public Action<Frame>[] Prologue { get; set; } = [];

    public Exec? Body { get; set; }

    public Eval? Value { get; set; }

    public long Cost { get; set; }
}

/// <summary>A function of the script, with the variables it closed over.</summary>
internal sealed class ScriptFunction(FunctionCode code, Cell[] captured, JsValue lexicalThis) : JsFunction(code.Name, code.Length)
{
    private bool _hasPrototype;

    public override bool IsConstructor => code.IsConstructor;

    public override string Source => code.Source;

    protected override JsValue Call(JsRun run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        run.Spend(code.Cost);
        var cells = code.Cells == 0 ? [] : NewCells(run, code.Cells);
        var frame = new Frame(run, code.Locals == 0 ? [] : new JsValue[code.Locals], cells, captured) { This = code.IsArrow ? lexicalThis : self };
        var parameters = code.Parameters;
        for (var index = 0; index < parameters.Length; index++)
        {
            var value = index < arguments.Length ? arguments[index] : default;
            if (parameters[index].IsCell)
                cells[parameters[index].Slot].Value = value;
            else
                frame.Locals[parameters[index].Slot] = value;
        }
        if (code.NeedsArguments)
            frame.Arguments = arguments.ToArray();
        if (code.Self is { } own)
        {
            if (own.IsCell)
                cells[own.Slot].Value = JsValue.Of(this);
            else
                frame.Locals[own.Slot] = JsValue.Of(this);
        }
        foreach (var prepare in code.Prologue)
            prepare(frame);
        if (code.Value is { } value0)
            return value0(frame);
        return code.Body!(frame) == Completion.Return ? frame.Result : default;
    }

    protected override JsValue Construct(JsRun run, ReadOnlySpan<JsValue> arguments)
    {
        if (!code.IsConstructor)
            return base.Construct(run, arguments);
        run.Allocate(64);
        var made = JsValue.Of(new JsObject(Get("prototype").Object ?? Realm.Objects));
        var result = Call(run, made, arguments);
        return result.IsObject ? result : made;
    }

    public override bool TryGetOwn(string key, out JsValue value)
    {
        if (key == "prototype")
            MakePrototype();
        return base.TryGetOwn(key, out value);
    }

    public override PropertyFlags? FlagsOf(string key)
    {
        if (key == "prototype")
            MakePrototype();
        return base.FlagsOf(key);
    }

    public override bool Set(JsRun run, string key, JsValue value)
    {
        if (key == "prototype")
            MakePrototype();
        return base.Set(run, key, value);
    }

    private static Cell[] NewCells(JsRun run, int count)
    {
        run.Allocate(24 + (40L * count));
        var cells = new Cell[count];
        for (var index = 0; index < count; index++)
            cells[index] = new Cell(default);
        return cells;
    }

    private void MakePrototype()
    {
        if (_hasPrototype || !code.IsConstructor)
            return;
        _hasPrototype = true;
        var prototype = new JsObject(Realm.Objects);
        prototype.Define("constructor", JsValue.Of(this), PropertyFlags.Hidden);
        Define("prototype", JsValue.Of(prototype), PropertyFlags.Writable);
    }
}
