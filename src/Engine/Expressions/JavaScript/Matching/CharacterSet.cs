using System.Globalization;

namespace AidWorkflow.Engine.Expressions.JavaScript.Matching;

/// <summary>A class of characters: ranges, and categories for <c>\p{…}</c>.</summary>
internal sealed class CharacterSet
{
    private readonly List<(int First, int Last)> _ranges = [];
    private readonly List<Func<int, bool>> _rules = [];

    public bool IsNegated { get; set; }

    public static CharacterSet Digits => new CharacterSet().Add('0', '9');

    public static CharacterSet Words => new CharacterSet().Add('0', '9').Add('a', 'z').Add('A', 'Z').Add('_', '_');

    public static CharacterSet Blanks => new CharacterSet().AddRule(code => code < 0x10000 && (Blank.Is((char)code) || Blank.IsLineEnd((char)code)));

    public static CharacterSet LineEnds => new CharacterSet().Add('\n', '\n').Add('\r', '\r').Add(0x2028, 0x2029);

    public CharacterSet Add(int first, int last)
    {
        _ranges.Add((first, last));
        return this;
    }

    public CharacterSet AddRule(Func<int, bool> rule)
    {
        _rules.Add(rule);
        return this;
    }

    public CharacterSet Add(CharacterSet other) => AddRule(other.Contains);

    public CharacterSet Negated()
    {
        IsNegated = !IsNegated;
        return this;
    }

    public bool Contains(int code) => Holds(code) != IsNegated;

    /// <summary>The same without regard to case.</summary>
    public bool ContainsFolded(int code) =>
        (Holds(code) || Holds(Folding.Upper(code)) || Holds(Folding.Lower(code))) != IsNegated;

    private bool Holds(int code)
    {
        foreach (var (first, last) in _ranges)
        {
            if (code >= first && code <= last)
                return true;
        }
        foreach (var rule in _rules)
        {
            if (rule(code))
                return true;
        }
        return false;
    }

    /// <summary>The categories and scripts of <c>\p{…}</c> that we know.</summary>
    public static CharacterSet Property(string name)
    {
        var value = name.Contains('=', StringComparison.Ordinal) ? name[(name.IndexOf('=', StringComparison.Ordinal) + 1)..] : name;
        if (value is "Han" or "Unified_Ideograph" or "Ideographic")
        {
            return new CharacterSet().Add(0x2E80, 0x2FD5).Add(0x3005, 0x3005).Add(0x3007, 0x3007).Add(0x3021, 0x3029).Add(0x3038, 0x303B)
                .Add(0x3400, 0x4DBF).Add(0x4E00, 0x9FFF).Add(0xF900, 0xFAD9).Add(0x20000, 0x323AF);
        }
        Func<UnicodeCategory, bool> rule = value switch
        {
            "L" or "Letter" or "Alphabetic" => category => category <= UnicodeCategory.OtherLetter,
            "Lu" or "Uppercase_Letter" or "Uppercase" => category => category == UnicodeCategory.UppercaseLetter,
            "Ll" or "Lowercase_Letter" or "Lowercase" => category => category == UnicodeCategory.LowercaseLetter,
            "N" or "Number" => category => category is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber,
            "Nd" or "Decimal_Number" => category => category == UnicodeCategory.DecimalDigitNumber,
            "P" or "Punctuation" => category => category is >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation,
            "S" or "Symbol" => category => category is >= UnicodeCategory.MathSymbol and <= UnicodeCategory.OtherSymbol,
            "Z" or "Separator" => category => category is >= UnicodeCategory.SpaceSeparator and <= UnicodeCategory.ParagraphSeparator,
            "M" or "Mark" => category => category is >= UnicodeCategory.NonSpacingMark and <= UnicodeCategory.EnclosingMark,
            _ => throw new PatternException(ExpressionFault.Unsupported, $"Regular expressions with \\p{{{name}}} are not supported"),
        };
        return new CharacterSet().AddRule(code => rule(CharUnicodeInfo.GetUnicodeCategory(code)));
    }
}

/// <summary>Case folding as ECMAScript does it: never a non-ASCII letter onto an ASCII one.</summary>
internal static class Folding
{
    public static int Upper(int code)
    {
        if (code < 128)
            return code is >= 'a' and <= 'z' ? code - 32 : code;
        if (code >= 0x10000 || char.IsSurrogate((char)code))
            return code;
        var upper = char.ToUpperInvariant((char)code);
        return upper < 128 ? code : upper;
    }

    public static int Lower(int code)
    {
        if (code < 128)
            return code is >= 'A' and <= 'Z' ? code + 32 : code;
        if (code >= 0x10000 || char.IsSurrogate((char)code))
            return code;
        var lower = char.ToLowerInvariant((char)code);
        return lower < 128 ? code : lower;
    }
}
