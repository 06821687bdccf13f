using System.Runtime.InteropServices;
using AidWorkflow.Engine.Expressions.JavaScript.Builtins;
using AidWorkflow.Engine.Expressions.JavaScript.Objects;

namespace AidWorkflow.Engine.Expressions.JavaScript;

/// <summary>What <c>typeof</c> tells apart, with null on its own and arrays beside objects.</summary>
public enum JsKind
{
    Undefined,
    Null,
    Boolean,
    Number,
    String,
    Object,
    Array,
    Function,
}

/// <summary>A value of a script. The default is undefined. Objects belong to the run that made them.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly partial struct JsValue : IEquatable<JsValue>
{
    // The kind is read off what is held: nothing is undefined, a tag is a value without a heap object, the rest are heap objects.
    private readonly object? _held;
    private readonly double _number;

    private JsValue(object? held, double number = 0)
    {
        _held = held;
        _number = number;
    }

    public static JsValue Undefined => default;

    public static JsValue Null { get; } = new(Tag.Null);

    public static JsValue True { get; } = new(Tag.Boolean, 1);

    public static JsValue False { get; } = new(Tag.Boolean);

    /// <summary>No value at all: an array hole, a variable before its declaration, a global not asked for yet.</summary>
    internal static JsValue Empty { get; } = new(Tag.Empty);

    public JsKind Kind => _held switch
    {
        null => JsKind.Undefined,
        Tag tag => tag.Kind,
        string or Rope => JsKind.String,
        JsArray => JsKind.Array,
        JsFunction => JsKind.Function,
        _ => JsKind.Object,
    };

    public bool IsUndefined => _held is null;

    public bool IsNull => ReferenceEquals(_held, Tag.Null);

    public bool IsNullish => _held is null || ReferenceEquals(_held, Tag.Null);

    public bool IsBoolean => ReferenceEquals(_held, Tag.Boolean);

    public bool IsNumber => ReferenceEquals(_held, Tag.Number);

    public bool IsString => _held is string or Rope;

    internal bool IsEmpty => ReferenceEquals(_held, Tag.Empty);

    internal bool IsObject => _held is JsObject;

    /// <summary>The number of a number or a boolean; anything else is 0.</summary>
    public double Number => _number;

    /// <summary>The text of a string; anything else is null.</summary>
    public string? Text => _held as string ?? (_held as Rope)?.Flatten();

    internal JsObject? Object => _held as JsObject;

    internal JsFunction? Callable => _held as JsFunction;

    internal Rope? RopeOrNull => _held as Rope;

    internal object? Held => _held;

    /// <summary>What <c>if</c> makes of it.</summary>
    public bool IsTruthy => _held switch
    {
        null => false,
        Tag => _number != 0 && !double.IsNaN(_number),
        string text => text.Length > 0,
        _ => true, // a rope is never empty
    };

    public static JsValue Of(bool value) => value ? True : False;

    public static JsValue Of(double value) => new(Tag.Number, value);

    public static JsValue Of(string value) => new(value);

    /// <summary>A <c>Date</c>.</summary>
    public static JsValue Of(DateTimeOffset moment) => new(new JsDate(moment.ToUnixTimeMilliseconds()));

    /// <summary>A function of the host.</summary>
    public static JsValue Function(string name, JsHostFunction body) => new(new HostFunction(name, body));

    /// <summary>An object whose members live in the host.</summary>
    public static JsValue Live(IJsMembers members) => new(new LiveObject(members));

    public static JsValue Array(params IEnumerable<JsValue> items) => new(new JsArray(items.ToArray()));

    public static JsValue Record(params IEnumerable<KeyValuePair<string, JsValue>> members)
    {
        var made = new JsObject(Realm.Objects);
        foreach (var (name, value) in members)
            made.Define(name, value);
        return new(made);
    }

    /// <summary>An <c>Error</c> with a message.</summary>
    public static JsValue Error(string message) => new(new JsError(Realm.Errors, message));

    internal static JsValue Of(JsObject value) => new(value);

    internal static JsValue Of(Rope value) => new(value);

    /// <summary>The same value by <c>Object.is</c>, except that 0 equals -0: how keys of a Map are told apart.</summary>
    public bool Equals(JsValue other) => (_held, other._held) switch
    {
        (Tag tag, Tag same) => ReferenceEquals(tag, same) && (_number == other._number || (double.IsNaN(_number) && double.IsNaN(other._number))),
        (string or Rope, string or Rope) => Text == other.Text,
        _ => ReferenceEquals(_held, other._held),
    };

    public override bool Equals(object? obj) => obj is JsValue other && Equals(other);

    public override int GetHashCode() => _held switch
    {
        null => 0,
        Tag => _number == 0 ? 0 : _number.GetHashCode(),
        string or Rope => Text!.GetHashCode(StringComparison.Ordinal),
        _ => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(_held),
    };

    public static bool operator ==(JsValue left, JsValue right) => left.Equals(right);

    public static bool operator !=(JsValue left, JsValue right) => !left.Equals(right);

    /// <summary>For people and logs; runs no script.</summary>
    public override string ToString() => _held switch
    {
        null => "undefined",
        Tag => IsNull ? "null" : IsNumber ? Numerals.Write(_number) : _number != 0 ? "true" : "false",
        string or Rope => Text!,
        JsObject value => value.Describe(),
        _ => "",
    };

    private sealed class Tag(JsKind kind)
    {
        public static readonly Tag Null = new(JsKind.Null);
        public static readonly Tag Boolean = new(JsKind.Boolean);
        public static readonly Tag Number = new(JsKind.Number);
        public static readonly Tag Empty = new(JsKind.Undefined);

        public JsKind Kind => kind;
    }
}
