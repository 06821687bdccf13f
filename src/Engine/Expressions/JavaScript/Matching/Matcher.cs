namespace AidWorkflow.Engine.Expressions.JavaScript.Matching;

/// <summary>One pattern on one text. Every state that is alive costs a step per character, so that the budget holds for matching too.</summary>
internal sealed class Matcher
{
    private readonly JsRun _run;
    private readonly Pattern _pattern;
    private readonly Instruction[] _program;
    private readonly string _text;
    private readonly Stack<(int At, int Register, int Value)> _open = new();
    private readonly int[] _work;
    private States _now;
    private States _next;
    private int _followed;

    public Matcher(JsRun run, Pattern pattern, string text)
    {
        run.Allocate(pattern.Program.Length * (16L + (8L * pattern.Registers)));
        _run = run;
        _pattern = pattern;
        _program = pattern.Program;
        _text = text;
        _work = new int[pattern.Registers];
        _now = new States(_program.Length, pattern.Registers);
        _next = new States(_program.Length, pattern.Registers);
    }

    /// <summary>The first match at or after a place (exactly there when sticky): start and end of each group, -1 for none.</summary>
    public int[]? Find(int from, bool isSticky)
    {
        int[]? best = null;
        _now.Clear();
        for (var at = from; ; at += Width(at))
        {
            if (best is null && (at == from || !isSticky))
            {
                Array.Fill(_work, -1);
                Follow(_now, 0, at);
            }
            if (_now.Count == 0 && (best is not null || isSticky))
                break;
            _run.Spend(1 + (_now.Count * (1L + (_pattern.Registers / 8))) + _followed);
            _followed = 0;
            var code = at < _text.Length ? CodeAt(at) : -1;
            var after = at + (code < 0 ? 0 : Width(at));
            _next.Clear();
            for (var index = 0; index < _now.Count; index++)
            {
                var place = _now.Places[index];
                if (_program[place].Step == Step.Match)
                {
                    best = _now.Registers(index)[..(2 * (_pattern.Groups + 1))].ToArray();
                    break; // what follows has a lower rank
                }
                if (code >= 0 && Takes(in _program[place], code))
                {
                    _now.Registers(index).CopyTo(_work);
                    Follow(_next, place + 1, after);
                }
            }
            (_now, _next) = (_next, _now);
            if (code < 0 || (_now.Count == 0 && best is not null))
                break;
        }
        return best;
    }

    private int Width(int at) =>
        _pattern.IsUnicode && at + 1 < _text.Length && char.IsHighSurrogate(_text[at]) && char.IsLowSurrogate(_text[at + 1]) ? 2 : 1;

    private int CodeAt(int at) => Width(at) == 2 ? char.ConvertToUtf32(_text[at], _text[at + 1]) : _text[at];

    private bool Takes(in Instruction instruction, int code) => instruction.Step switch
    {
        Step.One => code == instruction.First || (_pattern.IgnoresCase && Folding.Upper(code) == instruction.First),
        Step.Any => _pattern.DotMatchesAll || code >= 0x10000 || !Blank.IsLineEnd((char)code),
        Step.OneOf => _pattern.IgnoresCase ? instruction.Set!.ContainsFolded(code) : instruction.Set!.Contains(code),
        _ => false,
    };

    /// <summary>Adds a state and all that it reaches without reading, best first.</summary>
    private void Follow(States states, int start, int at)
    {
        _open.Push((start, -1, 0));
        while (_open.TryPop(out var next))
        {
            if (next.Register >= 0)
            {
                _work[next.Register] = next.Value;
                continue;
            }
            var place = next.At;
            while (place >= 0 && states.Enter(place))
            {
                _followed++;
                ref readonly var instruction = ref _program[place];
                switch (instruction.Step)
                {
                    case Step.Split:
                        _open.Push((instruction.Second, -1, 0));
                        place = instruction.First;
                        continue;
                    case Step.Jump:
                        place = instruction.First;
                        continue;
                    case Step.Save:
                        Keep(instruction.First, at);
                        place++;
                        continue;
                    case Step.Forget:
                        for (var register = instruction.First; register <= instruction.Second; register++)
                            Keep(register, -1);
                        place++;
                        continue;
                    case Step.Progress when _work[instruction.First] != at:
                    case Step.Edge when Holds((EdgeKind)instruction.First, at):
                        place++;
                        continue;
                    case Step.Progress or Step.Edge:
                        place = -1;
                        continue;
                    default:
                        states.Add(place, _work);
                        place = -1;
                        continue;
                }
            }
        }
    }

    private void Keep(int register, int value)
    {
        _open.Push((0, register, _work[register]));
        _work[register] = value;
    }

    private bool Holds(EdgeKind kind, int at) => kind switch
    {
        EdgeKind.Start => at == 0 || (_pattern.IsMultiline && Blank.IsLineEnd(_text[at - 1])),
        EdgeKind.End => at == _text.Length || (_pattern.IsMultiline && Blank.IsLineEnd(_text[at])),
        EdgeKind.Word => IsWord(at - 1) != IsWord(at),
        _ => IsWord(at - 1) == IsWord(at),
    };

    private bool IsWord(int at) => at >= 0 && at < _text.Length && (char.IsAsciiLetterOrDigit(_text[at]) || _text[at] == '_');

    /// <summary>The states that are alive, in order of rank, each with its registers.</summary>
    private sealed class States(int places, int registers)
    {
        private readonly int[] _registers = new int[places * registers];
        private readonly int[] _entered = new int[places];
        private int _round = 1;

        public int[] Places { get; } = new int[places];

        public int Count { get; private set; }

        public Span<int> Registers(int index) => _registers.AsSpan(index * registers, registers);

        public void Clear()
        {
            Count = 0;
            _round++;
        }

        /// <summary>False when the state was reached before in this round, by a way of higher rank.</summary>
        public bool Enter(int place)
        {
            if (_entered[place] == _round)
                return false;
            _entered[place] = _round;
            return true;
        }

        public void Add(int place, ReadOnlySpan<int> values)
        {
            Places[Count] = place;
            values.CopyTo(Registers(Count++));
        }
    }
}
