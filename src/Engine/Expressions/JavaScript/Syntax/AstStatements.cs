namespace AidWorkflow.Engine.Expressions.JavaScript.Syntax;

internal sealed class ExpressionStatement(int at, Node value) : Node(at)
{
    public Node Value => value;
}

internal sealed class Block(int at, IReadOnlyList<Node> statements) : Node(at)
{
    public IReadOnlyList<Node> Statements => statements;

    public Scope Scope { get; set; } = null!;
}

internal enum DeclarationKind
{
    Var,
    Let,
    Const,
}

internal sealed class Declaration(int at, DeclarationKind kind, IReadOnlyList<Declarator> items) : Node(at)
{
    public DeclarationKind Kind => kind;

    public IReadOnlyList<Declarator> Items => items;
}

internal sealed record Declarator(Node Target, Node? Value);

internal sealed class FunctionDeclaration(int at, Name name, Function function) : Node(at)
{
    public Name Name => name;

    public Function Function => function;
}

internal sealed class If(int at, Node test, Node yes, Node? no) : Node(at)
{
    public Node Test => test;

    public Node Yes => yes;

    public Node? No => no;
}

internal sealed class For(int at, Node? start, Node? test, Node? step, Node body) : Node(at)
{
    public Node? Start => start;

    public Node? Test => test;

    public Node? Step => step;

    public Node Body => body;

    public Scope Scope { get; set; } = null!;
}

/// <summary><c>for (… of …)</c> and <c>for (… in …)</c>. The target is a declaration of one name or pattern, or what can be assigned.</summary>
internal sealed class ForEach(int at, Node target, bool overKeys, Node source, Node body) : Node(at)
{
    public Node Target => target;

    public bool OverKeys => overKeys;

    public Node Source => source;

    public Node Body => body;

    public Scope Scope { get; set; } = null!;
}

internal sealed class While(int at, Node test, Node body, bool bodyFirst) : Node(at)
{
    public Node Test => test;

    public Node Body => body;

    public bool BodyFirst => bodyFirst;
}

internal sealed class Switch(int at, Node subject, IReadOnlyList<SwitchCase> cases) : Node(at)
{
    public Node Subject => subject;

    public IReadOnlyList<SwitchCase> Cases => cases;

    public Scope Scope { get; set; } = null!;
}

/// <summary>A null test is default.</summary>
internal sealed record SwitchCase(Node? Test, IReadOnlyList<Node> Statements);

internal sealed class Try(int at, Block body, Node? caught, Block? handler, Block? finalizer) : Node(at)
{
    public Block Body => body;

    public Node? Caught => caught;

    public Block? Handler => handler;

    public Block? Finalizer => finalizer;

    public Scope CatchScope { get; set; } = null!;
}

internal sealed class ThrowStatement(int at, Node value) : Node(at)
{
    public Node Value => value;
}

internal sealed class Return(int at, Node? value) : Node(at)
{
    public Node? Value => value;
}

/// <summary><c>break</c> and <c>continue</c>. The target is the number of the statement that it leaves or goes on with.</summary>
internal sealed class Jump(int at, bool isBreak, int target) : Node(at)
{
    public bool IsBreak => isBreak;

    public int Target => target;
}

/// <summary>A statement that jumps may name: a loop, a switch or a labelled statement, with all the numbers it answers to.</summary>
internal sealed class JumpTarget(int at, int number, Node body) : Node(at)
{
    public int Number => number;

    public Node Body => body;
}

internal sealed class Nothing(int at) : Node(at);
