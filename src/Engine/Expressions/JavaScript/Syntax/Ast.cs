namespace AidWorkflow.Engine.Expressions.JavaScript.Syntax;

/// <summary>A piece of a parsed script, with the offset where it starts.</summary>
internal abstract class Node(int at)
{
    public int At => at;
}

// Expressions

internal sealed class Literal(int at, JsValue value) : Node(at)
{
    public JsValue Value => value;
}

/// <summary>A variable where it is read, written or declared.</summary>
internal sealed class Name(int at, string text) : Node(at)
{
    public string Text => text;

    /// <summary>Set by the scope analysis; null for a global of the host.</summary>
    public Binding? Binding { get; set; }

    /// <summary>The number of a global in the program.</summary>
    public int Global { get; set; } = -1;

    /// <summary>Whether it may be reached before its declaration ran.</summary>
    public bool MayBeEarly { get; set; }
}

internal sealed class This(int at) : Node(at);

internal sealed class Template(int at, IReadOnlyList<string> texts, IReadOnlyList<Node> values) : Node(at)
{
    public IReadOnlyList<string> Texts => texts;

    public IReadOnlyList<Node> Values => values;
}

internal sealed class RegexLiteral(int at, string pattern, string flags) : Node(at)
{
    public string Pattern => pattern;

    public string Flags => flags;
}

/// <summary>A null item is a hole.</summary>
internal sealed class ArrayLiteral(int at, IReadOnlyList<Node?> items) : Node(at)
{
    public IReadOnlyList<Node?> Items => items;
}

internal sealed class ObjectLiteral(int at, IReadOnlyList<Member> members) : Node(at)
{
    public IReadOnlyList<Member> Members => members;
}

/// <summary>A member of an object literal or pattern. The key is a literal or, when computed, any expression; spreads have none.</summary>
internal sealed record Member(Node? Key, bool IsComputed, Node Value, int At)
{
    /// <summary><c>{a = 1}</c>, which only a pattern may say.</summary>
    public bool IsDefaulted { get; init; }
}

internal sealed class Spread(int at, Node value) : Node(at)
{
    public Node Value => value;
}

internal sealed class Function(int at, string name, IReadOnlyList<Node> parameters, Node body, FunctionKind kind, string source) : Node(at)
{
    /// <summary>The name it is declared with or, for an anonymous one, given by the place it is written in.</summary>
    public string Name { get; set; } = name;

    public IReadOnlyList<Node> Parameters => parameters;

    /// <summary>A block, or the expression of a short arrow.</summary>
    public Node Body => body;

    public FunctionKind Kind => kind;

    public string Source => source;

    /// <summary>The scope of the parameters, and of the body when the parameters are plain.</summary>
    public FunctionScope Scope { get; set; } = null!;

    /// <summary>Whether it is a function expression with a name of its own, which it sees inside.</summary>
    public bool SeesItself { get; init; }

    public Binding? Self { get; set; }
}

internal enum FunctionKind
{
    Declaration,
    Expression,
    Arrow,
    Method,
}

internal sealed class Unary(int at, string sign, Node operand) : Node(at)
{
    public string Sign => sign;

    public Node Operand => operand;
}

internal sealed class Update(int at, bool isPrefix, int step, Node target) : Node(at)
{
    public bool IsPrefix => isPrefix;

    public int Step => step;

    public Node Target => target;
}

/// <summary>Also the logical signs, which do not always look at their right side.</summary>
internal sealed class Binary(int at, string sign, Node left, Node right) : Node(at)
{
    public string Sign => sign;

    public Node Left => left;

    public Node Right => right;
}

/// <summary>The sign is without its "=": "" for a plain assignment.</summary>
internal sealed class Assignment(int at, string sign, Node target, Node value) : Node(at)
{
    public string Sign => sign;

    public Node Target => target;

    public Node Value => value;
}

internal sealed class Conditional(int at, Node test, Node yes, Node no) : Node(at)
{
    public Node Test => test;

    public Node Yes => yes;

    public Node No => no;
}

/// <summary><c>a.b</c> and <c>a[b]</c>; the key of the first is a literal.</summary>
internal sealed class Access(int at, Node owner, Node key, bool isOptional) : Node(at)
{
    public Node Owner => owner;

    public Node Key => key;

    public bool IsOptional => isOptional;
}

internal sealed class Call(int at, Node callee, IReadOnlyList<Node> arguments, bool isOptional) : Node(at)
{
    public Node Callee => callee;

    public IReadOnlyList<Node> Arguments => arguments;

    public bool IsOptional => isOptional;
}

/// <summary>Where a chain with <c>?.</c> ends early with undefined.</summary>
internal sealed class Chain(int at, Node inner) : Node(at)
{
    public Node Inner => inner;
}

internal sealed class New(int at, Node callee, IReadOnlyList<Node> arguments) : Node(at)
{
    public Node Callee => callee;

    public IReadOnlyList<Node> Arguments => arguments;
}

internal sealed class Sequence(int at, IReadOnlyList<Node> items) : Node(at)
{
    public IReadOnlyList<Node> Items => items;
}

/// <summary>Kept, because <c>(a, b)</c> before an arrow, <c>(-1) ** 2</c> and <c>(a ?? b) || c</c> differ from the bare forms.</summary>
internal sealed class Parenthesised(int at, Node inner) : Node(at)
{
    public Node Inner => inner;
}

// Patterns

internal sealed class ArrayPattern(int at, IReadOnlyList<Node?> items, Node? rest) : Node(at)
{
    public IReadOnlyList<Node?> Items => items;

    public Node? Rest => rest;
}

internal sealed class ObjectPattern(int at, IReadOnlyList<Member> members, Node? rest) : Node(at)
{
    public IReadOnlyList<Member> Members => members;

    public Node? Rest => rest;
}

/// <summary>A target with the value it takes when it would get undefined.</summary>
internal sealed class Defaulted(int at, Node target, Node value) : Node(at)
{
    public Node Target => target;

    public Node Value => value;
}

internal sealed class Rest(int at, Node target) : Node(at)
{
    public Node Target => target;
}

/// <summary>Parentheses before an arrow: parameters to be.</summary>
internal sealed class ArrowHead(int at, IReadOnlyList<Node> items) : Node(at)
{
    public IReadOnlyList<Node> Items => items;
}
