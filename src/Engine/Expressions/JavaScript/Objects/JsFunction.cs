using AidWorkflow.Engine.Expressions.JavaScript.Builtins;

namespace AidWorkflow.Engine.Expressions.JavaScript.Objects;

internal abstract class JsFunction(string name, int parameters) : JsObject(Realm.Functions)
{
    public string Name => name;

    public override string Class => "Function";

    public virtual bool IsConstructor => false;

    public override string Describe() => Source;

    /// <summary>What Function.prototype.toString answers.</summary>
    public virtual string Source => $"function {name}() {{ [native code] }}";

    /// <summary>The only way in: one place counts the depth of calls and looks at the stack.</summary>
    public JsValue Invoke(JsRun run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        run.Enter();
        var result = Call(run, self, arguments);
        run.Leave();
        return result;
    }

    /// <summary>The way in of <c>new</c>.</summary>
    public JsValue InvokeNew(JsRun run, ReadOnlySpan<JsValue> arguments)
    {
        run.Enter();
        var result = Construct(run, arguments);
        run.Leave();
        return result;
    }

    protected abstract JsValue Call(JsRun run, JsValue self, ReadOnlySpan<JsValue> arguments);

    protected virtual JsValue Construct(JsRun run, ReadOnlySpan<JsValue> arguments) =>
        throw Throw.TypeError($"{name} is not a constructor");

    public override bool TryGetOwn(string key, out JsValue value)
    {
        if (base.TryGetOwn(key, out value))
            return true;
        if (key == "name")
            value = JsValue.Of(name);
        else if (key == "length")
            value = JsValue.Of((double)parameters);
        else
            return false;
        return true;
    }

    public override PropertyFlags? FlagsOf(string key) =>
        base.FlagsOf(key) ?? (key is "name" or "length" ? PropertyFlags.Configurable : null);

    public override bool Set(JsRun run, string key, JsValue value) =>
        FlagsOf(key) is { } flags && !flags.HasFlag(PropertyFlags.Writable) ? false : base.Set(run, key, value);
}

/// <summary>A function of the host: sees its arguments, not the run.</summary>
internal sealed class HostFunction(string name, JsHostFunction body) : JsFunction(name, 0)
{
    protected override JsValue Call(JsRun run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var result = body(arguments);
        return result.IsEmpty ? default : result;
    }
}

internal delegate JsValue Native(JsRun run, JsValue self, ReadOnlySpan<JsValue> arguments);

/// <summary>A function of the built-in world.</summary>
internal sealed class NativeFunction(string name, int parameters, Native body, Native? construct = null) : JsFunction(name, parameters)
{
    public override bool IsConstructor => construct is not null;

    protected override JsValue Call(JsRun run, JsValue self, ReadOnlySpan<JsValue> arguments) => body(run, self, arguments);

    protected override JsValue Construct(JsRun run, ReadOnlySpan<JsValue> arguments) =>
        construct is null ? base.Construct(run, arguments) : construct(run, default, arguments);
}

/// <summary>What bind makes.</summary>
internal sealed class BoundFunction(JsFunction target, JsValue self, JsValue[] first) : JsFunction("bound " + target.Name, 0)
{
    public override bool IsConstructor => target.IsConstructor;

    public JsFunction Target => target;

    protected override JsValue Call(JsRun run, JsValue ignored, ReadOnlySpan<JsValue> arguments) =>
        target.Invoke(run, self, With(run, arguments));

    protected override JsValue Construct(JsRun run, ReadOnlySpan<JsValue> arguments) =>
        target.InvokeNew(run, With(run, arguments));

    private JsValue[] With(JsRun run, ReadOnlySpan<JsValue> arguments)
    {
        run.Allocate(32 + (16L * (first.Length + arguments.Length)));
        return [.. first, .. arguments];
    }
}
