using System.Collections.Frozen;
using AidWorkflow.Engine.Expressions.JavaScript.Objects;

namespace AidWorkflow.Engine.Expressions.JavaScript.Builtins;

/// <summary>The built-in world. Made once, shared by all runs, changed by none.</summary>
internal static class Realm
{
    public static readonly JsObject Objects = new(null);
    public static readonly JsObject Functions = new(Objects);
    public static readonly JsObject Arrays = new(Objects);
    public static readonly JsObject Strings = new(Objects);
    public static readonly JsObject Numbers = new(Objects);
    public static readonly JsObject Booleans = new(Objects);
    public static readonly JsObject Dates = new(Objects);
    public static readonly JsObject Errors = new(Objects);
    public static readonly JsObject TypeErrors = new(Errors);
    public static readonly JsObject RangeErrors = new(Errors);
    public static readonly JsObject ReferenceErrors = new(Errors);
    public static readonly JsObject SyntaxErrors = new(Errors);
    public static readonly JsObject UriErrors = new(Errors);
    public static readonly JsObject EvalErrors = new(Errors);
    public static readonly JsObject Maps = new(Objects);
    public static readonly JsObject Sets = new(Objects);
    public static readonly JsObject RegExps = new(Objects);
    public static readonly JsObject Iterators = new(Objects);

    static Realm()
    {
        var world = new World();
        ObjectBuiltins.Add(world);
        FunctionBuiltins.Add(world);
        ArrayBuiltins.Add(world);
        ArrayChanges.Add(world);
        ArrayWalks.Add(world);
        StringBuiltins.Add(world);
        StringPatterns.Add(world);
        NumberBuiltins.Add(world);
        MathBuiltins.Add(world);
        JsonBuiltins.Add(world);
        DateBuiltins.Add(world);
        CollectionBuiltins.Add(world);
        RegExpBuiltins.Add(world);
        ErrorBuiltins.Add(world);
        UriBuiltins.Add(world);
        Globals = world.Globals.ToFrozenDictionary(StringComparer.Ordinal);
        foreach (var made in world.Made)
            made.IsShared = true;
    }

    /// <summary>Names that every script knows. The host cannot hide them.</summary>
    public static FrozenDictionary<string, JsValue> Globals { get; }
}

/// <summary>The built-in world while it is being made.</summary>
internal sealed class World
{
    public Dictionary<string, JsValue> Globals { get; } = new(StringComparer.Ordinal);

    public HashSet<JsObject> Made { get; } = [];

    public NativeFunction Method(JsObject owner, string name, int parameters, Native body)
    {
        var function = new NativeFunction(name, parameters, body);
        owner.Define(name, JsValue.Of(function), PropertyFlags.Hidden);
        Made.Add(owner);
        Made.Add(function);
        return function;
    }

    /// <summary>A global function that makes objects with a prototype.</summary>
    public NativeFunction Type(string name, int parameters, JsObject prototype, Native call, Native? construct)
    {
        var type = new NativeFunction(name, parameters, call, construct);
        type.Define("prototype", JsValue.Of(prototype), PropertyFlags.None);
        prototype.Define("constructor", JsValue.Of(type), PropertyFlags.Hidden);
        Globals[name] = JsValue.Of(type);
        Made.Add(type);
        Made.Add(prototype);
        return type;
    }

    /// <summary>A global object that holds functions, such as Math.</summary>
    public JsObject Namespace(string name)
    {
        var made = new JsObject(Realm.Objects);
        Globals[name] = JsValue.Of(made);
        Made.Add(made);
        return made;
    }
}

internal static class ArgumentReading
{
    /// <summary>An argument, undefined when it was not given.</summary>
    public static JsValue At(this ReadOnlySpan<JsValue> arguments, int index) => index < arguments.Length ? arguments[index] : default;

    public static JsFunction DemandFunction(this ReadOnlySpan<JsValue> arguments, int index) =>
        arguments.At(index).Callable ?? throw Throw.TypeError($"{(arguments.At(index).IsObject ? "object" : arguments.At(index))} is not a function");
}
