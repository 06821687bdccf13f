using System.Collections.Immutable;

namespace AidWorkflow.Cases.Notifying;

internal enum TokenKind
{
    Text,
    Expression,
    Open,
    Else,
    Close,
}

/// <param name="Text">The text; or what stands between the braces, without its sign.</param>
internal sealed record TemplateToken(TokenKind Kind, string Text, int Line);

/// <summary>Cuts a template into text and the small part of Handlebars that we allow.</summary>
internal static class TemplateTokens
{
    public static ImmutableArray<TemplateToken> Read(string text, Action<int, string, ImmutableArray<(string, object?)>> fault)
    {
        var tokens = ImmutableArray.CreateBuilder<TemplateToken>();
        var at = 0;
        var line = 1;
        while (at < text.Length)
        {
            var open = text.IndexOf("{{", at, StringComparison.Ordinal);
            var end = open < 0 ? text.Length : open;
            if (end > at)
                tokens.Add(new TemplateToken(TokenKind.Text, text[at..end], line));
            line += text.AsSpan(at, end - at).Count('\n');
            if (open < 0)
                break;
            var comment = text.AsSpan(open).StartsWith("{{!--", StringComparison.Ordinal);
            var close = text.IndexOf(comment ? "--}}" : "}}", open, StringComparison.Ordinal);
            if (close < 0)
            {
                fault(line, "template.brace-open", []);
                break;
            }

            var inner = text[(open + 2)..close];
            if (inner.StartsWith('{'))
                fault(line, "template.unescaped", []);
            else if (Token(inner.Trim('~').Trim(), line) is { } token)
                tokens.Add(token);
            line += inner.AsSpan().Count('\n');
            at = close + (comment ? 4 : 2);
            if (inner.StartsWith('{') && at < text.Length && text[at] == '}')
                at++;
        }

        return tokens.ToImmutable();
    }

    private static TemplateToken? Token(string inner, int line) => inner switch
    {
        "else" => new TemplateToken(TokenKind.Else, inner, line),
        ['!', ..] => null,
        ['#', ..] => new TemplateToken(TokenKind.Open, inner[1..].Trim(), line),
        ['/', ..] => new TemplateToken(TokenKind.Close, inner[1..].Trim(), line),
        _ => new TemplateToken(TokenKind.Expression, inner, line),
    };
}
