using System.Globalization;
using System.Text;

namespace AidWorkflow.Engine.Expressions.JavaScript.Syntax;

/// <summary>Cuts the source into tokens, one at a time, because only the parser knows where a slash starts a regular expression.</summary>
internal sealed class Lexer(string source)
{
    private static readonly HashSet<string> Keywords =
    [
        "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else", "enum", "export", "extends",
        "false", "finally", "for", "function", "if", "import", "in", "instanceof", "new", "null", "return", "super", "switch", "this",
        "throw", "true", "try", "typeof", "var", "void", "while", "with",
    ];

    // Longest first, so that the first that fits is the right one.
    private static readonly string[] Punctuators =
    [
        ">>>=", "...", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=",
        "=>", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<", ">>", "**",
        "{", "}", "(", ")", "[", "]", ";", ",", "<", ">", "+", "-", "*", "/", "%", "&", "|", "^", "!", "~", "?", ":", "=", ".",
    ];

    private static readonly string[][] ByFirst = [.. Enumerable.Range(0, 128).Select(first => Punctuators.Where(each => each[0] == first).ToArray())];

    /// <summary>Where the next token is looked for. The parser sets it back to look ahead or to read differently.</summary>
    public int At { get; set; }

    public Token Next()
    {
        var newLine = SkipBlank();
        if (At >= source.Length)
            return new Token(TokenKind.End, source.Length, source.Length, "end of the script", newLine);
        var start = At;
        var character = source[start];
        if (IsNameStart(character) || character == '\\')
            return ReadName(newLine);
        if (char.IsAsciiDigit(character) || (character == '.' && start + 1 < source.Length && char.IsAsciiDigit(source[start + 1])))
            return ReadNumber(newLine);
        if (character is '"' or '\'')
            return ReadString(character, newLine);
        if (character == '`')
        {
            At++;
            return ReadTemplate(start, newLine);
        }
        foreach (var punctuator in character < 128 ? ByFirst[character] : [])
        {
            if (!source.AsSpan(start).StartsWith(punctuator, StringComparison.Ordinal))
                continue;
            // "a?.5:1" is a conditional.
            if (punctuator == "?." && start + 2 < source.Length && char.IsAsciiDigit(source[start + 2]))
                continue;
            At += punctuator.Length;
            return new Token(TokenKind.Punctuator, start, At, punctuator, newLine);
        }
        throw Fault(start, character == '#' ? "Private names are not supported" : $"Unexpected character '{character}'");
    }

    /// <summary>The next piece of a template, after the brace that closes an expression in it.</summary>
    public Token ContinueTemplate(Token brace)
    {
        At = brace.Start + 1;
        return ReadTemplate(brace.Start, false);
    }

    /// <summary>Reads a slash again, as the start of a regular expression.</summary>
    public (string Pattern, string Flags, int End) ReadRegex(Token slash)
    {
        At = slash.Start + 1;
        var inClass = false;
        while (true)
        {
            if (At >= source.Length || Blank.IsLineEnd(source[At]))
                throw Fault(slash.Start, "The regular expression has no end");
            var character = source[At++];
            if (character == '\\')
            {
                if (At < source.Length && !Blank.IsLineEnd(source[At]))
                    At++;
            }
            else if (character == '[')
            {
                inClass = true;
            }
            else if (character == ']')
            {
                inClass = false;
            }
            else if (character == '/' && !inClass)
            {
                break;
            }
        }
        var pattern = source[(slash.Start + 1)..(At - 1)];
        var flags = At;
        while (At < source.Length && IsNamePart(source[At]))
            At++;
        return (pattern, source[flags..At], At);
    }

    private bool SkipBlank()
    {
        var newLine = false;
        while (At < source.Length)
        {
            var character = source[At];
            if (Blank.IsLineEnd(character))
            {
                newLine = true;
                At++;
            }
            else if (Blank.Is(character))
            {
                At++;
            }
            else if (character == '/' && At + 1 < source.Length && source[At + 1] == '/')
            {
                while (At < source.Length && !Blank.IsLineEnd(source[At]))
                    At++;
            }
            else if (character == '/' && At + 1 < source.Length && source[At + 1] == '*')
            {
                var end = source.IndexOf("*/", At + 2, StringComparison.Ordinal);
                if (end < 0)
                    throw Fault(At, "The comment has no end");
                newLine |= source.AsSpan(At, end - At).IndexOfAny("\n\r\u2028\u2029") >= 0;
                At = end + 2;
            }
            else
            {
                break;
            }
        }
        return newLine;
    }

    private Token ReadName(bool newLine)
    {
        var start = At;
        while (At < source.Length && IsNamePart(source[At]))
            At++;
        if (At >= source.Length || source[At] != '\\')
        {
            var plain = source[start..At];
            return new Token(Keywords.Contains(plain) ? TokenKind.Keyword : TokenKind.Name, start, At, plain, newLine);
        }
        var name = new StringBuilder(source[start..At]);
        while (At < source.Length && (IsNamePart(source[At]) || source[At] == '\\'))
        {
            if (source[At] != '\\')
            {
                name.Append(source[At++]);
                continue;
            }
            var escape = At++;
            if (At >= source.Length || source[At] != 'u')
                throw Fault(escape, "Invalid escape in a name");
            At++;
            var read = ReadUnicodeEscape(escape);
            if (read.Length > 1 || !(name.Length == 0 ? IsNameStart(read[0]) : IsNamePart(read[0])))
                throw Fault(escape, "Invalid escape in a name");
            name.Append(read);
        }
        var text = name.ToString();
        if (Keywords.Contains(text))
            throw Fault(start, "A keyword must not contain escapes");
        return new Token(TokenKind.Name, start, At, text, newLine, HasEscape: true);
    }

    private Token ReadNumber(bool newLine)
    {
        var start = At;
        double value;
        var radix = source[At] == '0' && At + 1 < source.Length ? (source[At + 1] | 0x20) switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 10 } : 10;
        if (radix != 10)
        {
            At += 2;
            var digits = ReadDigits(radix);
            if (digits.Length == 0)
                throw Fault(start, "The number has no digits");
            value = Numerals.FromDigits(digits, radix);
        }
        else
        {
            var text = new StringBuilder(ReadDigits(10));
            if (text.Length > 1 && text[0] == '0')
                throw Fault(start, "Numbers must not start with 0");
            if (At < source.Length && source[At] == '.')
            {
                At++;
                text.Append('.').Append(ReadDigits(10));
            }
            if (At < source.Length && (source[At] | 0x20) == 'e')
            {
                text.Append('e');
                At++;
                if (At < source.Length && source[At] is '+' or '-')
                    text.Append(source[At++]);
                var exponent = ReadDigits(10);
                if (exponent.Length == 0)
                    throw Fault(start, "The exponent has no digits");
                text.Append(exponent);
            }
            value = Numerals.Read(text.ToString());
        }
        if (At < source.Length && source[At] == 'n')
            throw Unsupported(start, "BigInt numbers are not supported");
        if (At < source.Length && (IsNameStart(source[At]) || char.IsAsciiDigit(source[At])))
            throw Fault(At, "A number must not be followed directly by a letter or digit");
        return new Token(TokenKind.Number, start, At, source[start..At], newLine, value);
    }

    private string ReadDigits(int radix)
    {
        var digits = new StringBuilder();
        while (At < source.Length)
        {
            var character = source[At];
            if (character == '_')
            {
                var next = At + 1 < source.Length ? source[At + 1] : ' ';
                if (digits.Length == 0 || Numerals.Digit(next) >= radix || (digits is [.., '0'] && digits.Length == 1 && radix == 10))
                    throw Fault(At, "A separator must stand between digits");
                At++;
                continue;
            }
            if (Numerals.Digit(character) >= radix)
                break;
            digits.Append(character);
            At++;
        }
        return digits.ToString();
    }

    private Token ReadString(char quote, bool newLine)
    {
        var start = At++;
        var text = new StringBuilder();
        while (true)
        {
            if (At >= source.Length || source[At] is '\n' or '\r')
                throw Fault(start, "The string has no end");
            var character = source[At++];
            if (character == quote)
                break;
            if (character == '\\')
                ReadEscape(text, inTemplate: false);
            else
                text.Append(character);
        }
        return new Token(TokenKind.String, start, At, text.ToString(), newLine);
    }

    private Token ReadTemplate(int start, bool newLine)
    {
        var text = new StringBuilder();
        while (true)
        {
            if (At >= source.Length)
                throw Fault(start, "The template has no end");
            var character = source[At++];
            switch (character)
            {
                case '`':
                    return new Token(TokenKind.TemplateTail, start, At, text.ToString(), newLine);
                case '$' when At < source.Length && source[At] == '{':
                    At++;
                    return new Token(TokenKind.TemplateHead, start, At, text.ToString(), newLine);
                case '\\':
                    ReadEscape(text, inTemplate: true);
                    break;
                case '\r':
                    if (At < source.Length && source[At] == '\n')
                        At++;
                    text.Append('\n');
                    break;
                default:
                    text.Append(character);
                    break;
            }
        }
    }

    private void ReadEscape(StringBuilder text, bool inTemplate)
    {
        var escape = At - 1;
        if (At >= source.Length)
            throw Fault(escape, "The string has no end");
        var character = source[At++];
        switch (character)
        {
            case 'n': text.Append('\n'); break;
            case 't': text.Append('\t'); break;
            case 'r': text.Append('\r'); break;
            case 'b': text.Append('\b'); break;
            case 'f': text.Append('\f'); break;
            case 'v': text.Append('\v'); break;
            case 'x':
                var pair = At + 2 <= source.Length ? Numerals.FromDigits(source.AsSpan(At, 2), 16) : double.NaN;
                if (double.IsNaN(pair))
                    throw Fault(escape, "Invalid hexadecimal escape");
                At += 2;
                text.Append((char)pair);
                break;
            case 'u':
                text.Append(ReadUnicodeEscape(escape));
                break;
            case '\r':
                if (At < source.Length && source[At] == '\n')
                    At++;
                break;
            case '\n' or '\u2028' or '\u2029':
                break;
            case '0' when At >= source.Length || !char.IsAsciiDigit(source[At]):
                text.Append('\0');
                break;
            case >= '0' and <= '9' when inTemplate || character < '8':
                throw Fault(escape, "Octal escapes are not supported");
            default:
                text.Append(character);
                break;
        }
    }

    private string ReadUnicodeEscape(int escape)
    {
        double code;
        if (At < source.Length && source[At] == '{')
        {
            var end = source.IndexOf('}', At);
            code = end < 0 ? double.NaN : Numerals.FromDigits(source.AsSpan(At + 1, end - At - 1), 16);
            At = end + 1;
        }
        else
        {
            code = At + 4 <= source.Length ? Numerals.FromDigits(source.AsSpan(At, 4), 16) : double.NaN;
            At += 4;
        }
        if (double.IsNaN(code) || code > 0x10FFFF)
            throw Fault(escape, "Invalid Unicode escape");
        return code < 0x10000 ? ((char)code).ToString() : char.ConvertFromUtf32((int)code);
    }

    private static bool IsNameStart(char character) =>
        char.IsAsciiLetter(character) || character is '_' or '$'
        || (character >= 128 && CharUnicodeInfo.GetUnicodeCategory(character) is
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber);

    private static bool IsNamePart(char character) =>
        IsNameStart(character) || char.IsAsciiDigit(character)
        || (character >= 128 && (character is '\u200c' or '\u200d' || CharUnicodeInfo.GetUnicodeCategory(character) is
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation));

    private ExpressionFaultException Fault(int at, string reason) => Place.Fault(source, at, ExpressionFault.Syntax, reason);

    private ExpressionFaultException Unsupported(int at, string reason) => Place.Fault(source, at, ExpressionFault.Unsupported, reason);
}
