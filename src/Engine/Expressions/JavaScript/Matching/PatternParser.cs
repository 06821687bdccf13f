using System.Globalization;

namespace AidWorkflow.Engine.Expressions.JavaScript.Matching;

/// <summary>Reads a regular expression into a tree of <see cref="Piece"/>s.</summary>
internal sealed class PatternParser(string pattern, bool isUnicode)
{
    private const int Deepest = 100;

    private int _at;
    private int _depth;

    /// <summary>Groups that capture, the whole match not counted.</summary>
    public int Groups { get; private set; }

    public List<(string Name, int Group)> Names { get; } = [];

    private bool IsAtEnd => _at >= pattern.Length;

    public Piece Parse()
    {
        var whole = ParseAlternatives();
        return IsAtEnd ? whole : throw Wrong("Unmatched ')'");
    }

    private Piece ParseAlternatives()
    {
        if (++_depth > Deepest)
            throw new PatternException(ExpressionFault.Unsupported, "Invalid regular expression: nested too deeply");
        var options = new List<Piece> { ParseSequence() };
        while (!IsAtEnd && pattern[_at] == '|')
        {
            _at++;
            options.Add(ParseSequence());
        }
        _depth--;
        return options.Count == 1 ? options[0] : new Piece.Choice(options);
    }

    private Piece.Sequence ParseSequence()
    {
        var items = new List<Piece>();
        while (!IsAtEnd && pattern[_at] is not ('|' or ')'))
            items.Add(ParseTerm());
        return new Piece.Sequence(items);
    }

    private Piece ParseTerm()
    {
        var firstGroup = Groups + 1;
        var character = pattern[_at];
        switch (character)
        {
            case '^':
                _at++;
                return new Piece.Edge(EdgeKind.Start);
            case '$':
                _at++;
                return new Piece.Edge(EdgeKind.End);
            case '\\' when _at + 1 < pattern.Length && pattern[_at + 1] is 'b' or 'B':
                _at += 2;
                return new Piece.Edge(pattern[_at - 1] == 'b' ? EdgeKind.Word : EdgeKind.NotWord);
            case '*' or '+' or '?':
                throw Wrong("Nothing to repeat");
            case '{' when isUnicode || TryReadRange(out _, out _, consume: false):
                throw Wrong("Nothing to repeat");
            case ']' or '}' when isUnicode:
                throw Wrong($"Lone '{character}'");
        }
        return ParseRepeat(ParseAtom(), firstGroup);
    }

    private Piece ParseAtom()
    {
        var character = pattern[_at++];
        switch (character)
        {
            case '.':
                return new Piece.Any();
            case '(':
                return ParseGroup();
            case '[':
                return new Piece.OneOf(ParseClass());
            case '\\':
                return ParseEscape();
            default:
                return new Piece.One(WithLowHalf(character));
        }
    }

    private Piece ParseGroup()
    {
        var group = 0;
        if (_at < pattern.Length && pattern[_at] == '?')
        {
            var rest = pattern.AsSpan(_at + 1);
            if (rest.StartsWith(":"))
            {
                _at += 2;
            }
            else if (rest.StartsWith("=") || rest.StartsWith("!") || rest.StartsWith("<=") || rest.StartsWith("<!"))
            {
                throw new PatternException(ExpressionFault.Unsupported, "Regular expressions with lookaround, such as (?=…) or (?<!…), are not supported");
            }
            else if (rest.StartsWith("<"))
            {
                var end = pattern.IndexOf('>', _at);
                var name = end < 0 ? "" : pattern[(_at + 2)..end];
                if (name.Length == 0 || !name.All(part => char.IsLetterOrDigit(part) || part is '_' or '$') || char.IsDigit(name[0]))
                    throw Wrong("Invalid capture group name");
                if (Names.Exists(each => each.Name == name))
                    throw Wrong("Duplicate capture group name");
                _at = end + 1;
                group = ++Groups;
                Names.Add((name, group));
            }
            else
            {
                throw Wrong("Invalid group");
            }
        }
        else
        {
            group = ++Groups;
        }
        var inner = ParseAlternatives();
        if (IsAtEnd || pattern[_at] != ')')
            throw Wrong("Unterminated group");
        _at++;
        return group == 0 ? inner : new Piece.Group(group, inner);
    }

    private Piece ParseRepeat(Piece atom, int firstGroup)
    {
        if (IsAtEnd)
            return atom;
        int least, most;
        switch (pattern[_at])
        {
            case '*': (least, most) = (0, int.MaxValue); _at++; break;
            case '+': (least, most) = (1, int.MaxValue); _at++; break;
            case '?': (least, most) = (0, 1); _at++; break;
            case '{' when TryReadRange(out least, out most, consume: true): break;
            case '{' when isUnicode: throw Wrong("Incomplete quantifier");
            default: return atom;
        }
        if (least > most)
            throw Wrong("numbers out of order in {} quantifier");
        var isLazy = !IsAtEnd && pattern[_at] == '?';
        if (isLazy)
            _at++;
        return new Piece.Repeat(atom, least, most, isLazy, firstGroup, Groups);
    }

    /// <summary>{2}, {2,} or {2,5}; anything else is no quantifier.</summary>
    private bool TryReadRange(out int least, out int most, bool consume)
    {
        (least, most) = (0, 0);
        var end = pattern.IndexOf('}', _at);
        if (end < 0)
            return false;
        var inside = pattern[(_at + 1)..end];
        var comma = inside.IndexOf(',', StringComparison.Ordinal);
        var first = comma < 0 ? inside : inside[..comma];
        var second = comma < 0 ? first : inside[(comma + 1)..];
        if (first.Length == 0 || !first.All(char.IsAsciiDigit) || !second.All(char.IsAsciiDigit))
            return false;
        least = int.TryParse(first, CultureInfo.InvariantCulture, out var read) ? read : int.MaxValue;
        most = second.Length == 0 ? int.MaxValue : int.TryParse(second, CultureInfo.InvariantCulture, out read) ? read : int.MaxValue;
        if (consume)
            _at = end + 1;
        return true;
    }

    private Piece ParseEscape()
    {
        if (IsAtEnd)
            throw Wrong("\\ at end of pattern");
        var character = pattern[_at];
        if (character is >= '1' and <= '9' || (character == 'k' && (isUnicode || pattern.Contains("(?<", StringComparison.Ordinal))))
            throw new PatternException(ExpressionFault.Unsupported, "Regular expressions with back-references are not supported");
        return ParseClassEscape() is { } set ? new Piece.OneOf(set) : new Piece.One(ParseCharacterEscape());
    }

    /// <summary>After a backslash: \d and its like, or null without reading anything.</summary>
    private CharacterSet? ParseClassEscape()
    {
        CharacterSet? set = pattern[_at] switch
        {
            'd' => CharacterSet.Digits,
            'D' => CharacterSet.Digits.Negated(),
            'w' => CharacterSet.Words,
            'W' => CharacterSet.Words.Negated(),
            's' => CharacterSet.Blanks,
            'S' => CharacterSet.Blanks.Negated(),
            _ => null,
        };
        if (set is not null)
        {
            _at++;
            return set;
        }
        if (!isUnicode || pattern[_at] is not ('p' or 'P'))
            return null;
        var end = pattern.IndexOf('}', _at);
        if (end < 0 || pattern[_at + 1] != '{')
            throw Wrong("Invalid property name");
        set = CharacterSet.Property(pattern[(_at + 2)..end]);
        if (pattern[_at] == 'P')
            set.Negated();
        _at = end + 1;
        return set;
    }

    private int ParseCharacterEscape()
    {
        var character = pattern[_at++];
        switch (character)
        {
            case 't': return '\t';
            case 'n': return '\n';
            case 'v': return '\v';
            case 'f': return '\f';
            case 'r': return '\r';
            case '0' when IsAtEnd || !char.IsAsciiDigit(pattern[_at]): return 0;
            case 'c' when !IsAtEnd && char.IsAsciiLetter(pattern[_at]): return pattern[_at++] % 32;
            case 'x' when TryReadHex(2, out var code): return code;
            case 'u' when isUnicode && !IsAtEnd && pattern[_at] == '{':
                var end = pattern.IndexOf('}', _at);
                var value = end < 0 ? double.NaN : Numerals.FromDigits(pattern.AsSpan(_at + 1, end - _at - 1), 16);
                if (double.IsNaN(value) || value > 0x10FFFF)
                    throw Wrong("Invalid Unicode escape");
                _at = end + 1;
                return (int)value;
            case 'u' when TryReadHex(4, out var unit):
                if (isUnicode && char.IsHighSurrogate((char)unit) && _at + 6 <= pattern.Length && pattern[_at] == '\\' && pattern[_at + 1] == 'u')
                {
                    var back = _at;
                    _at += 2;
                    if (TryReadHex(4, out var low) && char.IsLowSurrogate((char)low))
                        return char.ConvertToUtf32((char)unit, (char)low);
                    _at = back;
                }
                return unit;
            case 'c' when !isUnicode:
                _at--;
                return '\\';
            default:
                if (isUnicode && !"^$\\.*+?()[]{}|/-".Contains(character, StringComparison.Ordinal))
                    throw Wrong("Invalid escape");
                return WithLowHalf(character);
        }
    }

    private bool TryReadHex(int length, out int code)
    {
        code = 0;
        if (_at + length > pattern.Length)
            return false;
        var value = Numerals.FromDigits(pattern.AsSpan(_at, length), 16);
        if (double.IsNaN(value))
            return isUnicode ? throw Wrong("Invalid escape") : false;
        _at += length;
        code = (int)value;
        return true;
    }

    private CharacterSet ParseClass()
    {
        var set = new CharacterSet();
        if (!IsAtEnd && pattern[_at] == '^')
        {
            _at++;
            set.IsNegated = true;
        }
        while (true)
        {
            if (IsAtEnd)
                throw Wrong("Unterminated character class");
            if (pattern[_at] == ']')
                break;
            var first = ParseClassItem(set);
            if (IsAtEnd || pattern[_at] != '-' || _at + 1 >= pattern.Length || pattern[_at + 1] == ']')
            {
                if (first is { } alone)
                    set.Add(alone, alone);
                continue;
            }
            _at++;
            var last = ParseClassItem(set);
            if (first is { } from && last is { } to)
            {
                if (from > to)
                    throw Wrong("Range out of order in character class");
                set.Add(from, to);
                continue;
            }
            if (isUnicode)
                throw Wrong("Invalid character class");
            set.Add('-', '-');
            if ((first ?? last) is { } single)
                set.Add(single, single);
        }
        _at++;
        return set;
    }

    /// <summary>A character of a class, or null when it was a whole class, which then is in the set already.</summary>
    private int? ParseClassItem(CharacterSet set)
    {
        var character = pattern[_at++];
        if (character != '\\')
            return WithLowHalf(character);
        if (IsAtEnd)
            throw Wrong("\\ at end of pattern");
        if (pattern[_at] == 'b')
        {
            _at++;
            return '\b';
        }
        if (ParseClassEscape() is { } inner)
        {
            set.Add(inner);
            return null;
        }
        return ParseCharacterEscape();
    }

    private int WithLowHalf(char character) =>
        isUnicode && char.IsHighSurrogate(character) && !IsAtEnd && char.IsLowSurrogate(pattern[_at])
            ? char.ConvertToUtf32(character, pattern[_at++])
            : character;

    private PatternException Wrong(string reason) => new(ExpressionFault.Syntax, $"Invalid regular expression: /{pattern}/: {reason}");
}

internal enum EdgeKind
{
    Start,
    End,
    Word,
    NotWord,
}

/// <summary>A part of a regular expression.</summary>
internal abstract record Piece
{
    private Piece()
    {
    }

    public sealed record One(int Code) : Piece;

    public sealed record Any : Piece;

    public sealed record OneOf(CharacterSet Set) : Piece;

    public sealed record Edge(EdgeKind Kind) : Piece;

    public sealed record Sequence(IReadOnlyList<Piece> Items) : Piece;

    public sealed record Choice(IReadOnlyList<Piece> Options) : Piece;

    public sealed record Group(int Number, Piece Inner) : Piece;

    /// <param name="FirstGroup">Groups inside, which every round starts without.</param>
    public sealed record Repeat(Piece Inner, int Least, int Most, bool IsLazy, int FirstGroup, int LastGroup) : Piece;
}
