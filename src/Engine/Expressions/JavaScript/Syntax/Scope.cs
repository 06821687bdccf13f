namespace AidWorkflow.Engine.Expressions.JavaScript.Syntax;

internal enum BindingKind
{
    Var,
    Let,
    Const,
    Parameter,
    Caught,

    /// <summary>A function expression's own name: assigning to it does nothing.</summary>
    Self,
}

/// <summary>A declared variable and where its value lives: a slot of the frame, or a cell when an inner function uses it too.</summary>
internal sealed class Binding(string name, BindingKind kind, FunctionScope owner)
{
    private int _slot = -1;

    public string Name => name;

    public BindingKind Kind => kind;

    public FunctionScope Owner => owner;

    public bool IsCaptured { get; set; }

    /// <summary>Whether the walk of the analysis is past its declaration.</summary>
    public bool IsDeclared { get; set; }

    /// <summary>Whether something may reach it before its declaration ran, so that it must be marked as empty first.</summary>
    public bool MayBeEarly { get; set; }

    public bool HasDeadZone => kind is BindingKind.Let or BindingKind.Const;

    public int Slot => _slot >= 0 ? _slot : _slot = IsCaptured ? owner.Cells++ : owner.Locals++;
}

/// <summary>What a block declares.</summary>
internal class Scope(Scope? parent)
{
    private readonly Dictionary<string, Binding> _bindings = new(StringComparer.Ordinal);

    public Scope? Parent => parent;

    public FunctionScope Function { get; protected init; } = parent?.Function!;

    public IReadOnlyCollection<Binding> Bindings => _bindings.Values;

    /// <summary>Function declarations of this block, which exist from its start.</summary>
    public List<FunctionDeclaration> Functions { get; } = [];

    public Binding? Find(string name) => _bindings.GetValueOrDefault(name);

    public Binding Declare(string name, BindingKind kind) => _bindings[name] = new Binding(name, kind, Function);
}

/// <summary>A function, or the script as a whole.</summary>
internal sealed class FunctionScope : Scope
{
    private readonly Dictionary<Binding, int> _captured = [];

    public FunctionScope(Scope? parent)
        : base(parent) => Function = this;

    public int Locals { get; set; }

    public int Cells { get; set; }

    /// <summary>Variables of outer functions that this one or one inside it uses, in the order of its captured cells.</summary>
    public IReadOnlyCollection<Binding> Captured => _captured.Keys;

    /// <summary>Where the variables of the body live: here, or apart when parameters have expressions.</summary>
    public Scope Body { get; set; } = null!;

    /// <summary>Variables of a body apart that start with the value of a parameter of the same name.</summary>
    public List<(Binding Variable, Binding Parameter)> Inherited { get; } = [];

    public int Capture(Binding binding)
    {
        if (!_captured.TryGetValue(binding, out var place))
            _captured.Add(binding, place = _captured.Count);
        return place;
    }
}
