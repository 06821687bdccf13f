using System.Runtime.InteropServices;

namespace AidWorkflow.Engine.Expressions.JavaScript.Matching;

internal enum Step : byte
{
    Match,
    One,
    Any,
    OneOf,

    /// <summary>Two ways on; the first is tried first.</summary>
    Split,
    Jump,
    Save,

    /// <summary>Forgets captures of a round before.</summary>
    Forget,

    /// <summary>A round of a repetition must have read something.</summary>
    Progress,
    Edge,
}

[StructLayout(LayoutKind.Auto)]
internal readonly record struct Instruction(Step Step, int First = 0, int Second = 0, CharacterSet? Set = null);

/// <summary>
/// A regular expression as a small machine whose time is linear in the text (Thompson, Pike): all ways are followed at once, in the
/// order in which ECMAScript would try them, so it finds the same match with the same captures and cannot explode.
/// </summary>
internal sealed class Pattern
{
    private const int LongestProgram = 4_000;

    private readonly List<Instruction> _program = [];
    private int _registers;

    private Pattern(string source, string flags)
    {
        Source = source;
        Flags = flags;
        foreach (var flag in flags)
        {
            if (!"dgimsuy".Contains(flag, StringComparison.Ordinal) || flags.Count(other => other == flag) > 1)
                throw new PatternException(flag == 'v' ? ExpressionFault.Unsupported : ExpressionFault.Syntax, $"Invalid regular expression flags '{flags}'");
        }
        var parser = new PatternParser(source, IsUnicode);
        var whole = parser.Parse();
        Groups = parser.Groups;
        Names = parser.Names;
        _registers = 2 * (Groups + 1);
        Emit(new Instruction(Step.Save, 0));
        Emit(whole);
        Emit(new Instruction(Step.Save, 1));
        Emit(new Instruction(Step.Match));
        Program = [.. _program];
    }

    public string Source { get; }

    public string Flags { get; }

    public int Groups { get; }

    public IReadOnlyList<(string Name, int Group)> Names { get; }

    public Instruction[] Program { get; }

    /// <summary>Captures, two each, and after them what repetitions keep in mind.</summary>
    public int Registers => _registers;

    public bool IsGlobal => Flags.Contains('g', StringComparison.Ordinal);

    public bool IsSticky => Flags.Contains('y', StringComparison.Ordinal);

    public bool IgnoresCase => Flags.Contains('i', StringComparison.Ordinal);

    public bool IsMultiline => Flags.Contains('m', StringComparison.Ordinal);

    public bool DotMatchesAll => Flags.Contains('s', StringComparison.Ordinal);

    public bool IsUnicode => Flags.Contains('u', StringComparison.Ordinal);

    public static Pattern Compile(string source, string flags) => new(source, flags);

    private int Emit(Instruction instruction)
    {
        if (_program.Count >= LongestProgram)
            throw TooLarge();
        _program.Add(instruction);
        return _program.Count - 1;
    }

    private void Emit(Piece piece)
    {
        switch (piece)
        {
            case Piece.One one:
                Emit(new Instruction(Step.One, IgnoresCase ? Folding.Upper(one.Code) : one.Code));
                break;
            case Piece.Any:
                Emit(new Instruction(Step.Any));
                break;
            case Piece.OneOf set:
                Emit(new Instruction(Step.OneOf, Set: set.Set));
                break;
            case Piece.Edge edge:
                Emit(new Instruction(Step.Edge, (int)edge.Kind));
                break;
            case Piece.Sequence sequence:
                foreach (var item in sequence.Items)
                    Emit(item);
                break;
            case Piece.Choice choice:
                EmitChoice(choice);
                break;
            case Piece.Group group:
                Emit(new Instruction(Step.Save, 2 * group.Number));
                Emit(group.Inner);
                Emit(new Instruction(Step.Save, (2 * group.Number) + 1));
                break;
            case Piece.Repeat repeat:
                EmitRepeat(repeat);
                break;
        }
    }

    private void EmitChoice(Piece.Choice choice)
    {
        var ends = new List<int>();
        for (var index = 0; index < choice.Options.Count - 1; index++)
        {
            var split = Emit(new Instruction(Step.Split));
            Emit(choice.Options[index]);
            ends.Add(Emit(new Instruction(Step.Jump)));
            _program[split] = new Instruction(Step.Split, split + 1, _program.Count);
        }
        Emit(choice.Options[^1]);
        foreach (var end in ends)
            _program[end] = new Instruction(Step.Jump, _program.Count);
    }

    private void EmitRepeat(Piece.Repeat repeat)
    {
        if (repeat.Least > LongestProgram || (repeat.Most != int.MaxValue && repeat.Most > LongestProgram))
            throw TooLarge();
        for (var round = 0; round < repeat.Least; round++)
            EmitRound(repeat);
        if (repeat.Most == int.MaxValue)
        {
            var split = Emit(new Instruction(Step.Split));
            EmitOptionalRound(repeat);
            Emit(new Instruction(Step.Jump, split));
            Aim(split, repeat.IsLazy);
            return;
        }
        var splits = new List<int>();
        for (var round = repeat.Least; round < repeat.Most; round++)
        {
            splits.Add(Emit(new Instruction(Step.Split)));
            EmitOptionalRound(repeat);
        }
        foreach (var split in splits)
            Aim(split, repeat.IsLazy);
    }

    private PatternException TooLarge() =>
        new(ExpressionFault.Unsupported, $"Invalid regular expression: /{Source[..Math.Min(40, Source.Length)]}/: too large");

    private void Aim(int split, bool isLazy) =>
        _program[split] = isLazy ? new Instruction(Step.Split, _program.Count, split + 1) : new Instruction(Step.Split, split + 1, _program.Count);

    private void EmitRound(Piece.Repeat repeat)
    {
        if (repeat.LastGroup >= repeat.FirstGroup)
            Emit(new Instruction(Step.Forget, 2 * repeat.FirstGroup, (2 * repeat.LastGroup) + 1));
        Emit(repeat.Inner);
    }

    private void EmitOptionalRound(Piece.Repeat repeat)
    {
        if (!MayBeEmpty(repeat.Inner))
        {
            EmitRound(repeat);
            return;
        }
        var register = _registers++;
        Emit(new Instruction(Step.Save, register));
        EmitRound(repeat);
        Emit(new Instruction(Step.Progress, register));
    }

    private static bool MayBeEmpty(Piece piece) => piece switch
    {
        Piece.One or Piece.Any or Piece.OneOf => false,
        Piece.Sequence sequence => sequence.Items.All(MayBeEmpty),
        Piece.Choice choice => choice.Options.Any(MayBeEmpty),
        Piece.Group group => MayBeEmpty(group.Inner),
        Piece.Repeat repeat => repeat.Least == 0 || MayBeEmpty(repeat.Inner),
        _ => true,
    };
}
