using System.Runtime.InteropServices;

namespace AidWorkflow.Engine.Expressions.JavaScript.Syntax;

internal enum TokenKind
{
    End,
    Name,
    Keyword,
    Punctuator,
    Number,
    String,

    /// <summary>A piece of a template up to <c>${</c>.</summary>
    TemplateHead,

    /// <summary>The last piece of a template.</summary>
    TemplateTail,
}

/// <summary>A word of the source. <see cref="Text"/> is its meaning (escapes read), <see cref="Start"/> and <see cref="End"/> its place.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Token(TokenKind Kind, int Start, int End, string Text, bool AfterLineEnd, double Number = 0, bool HasEscape = false)
{
    public bool Is(string punctuatorOrKeyword) => Kind is TokenKind.Punctuator or TokenKind.Keyword && Text == punctuatorOrKeyword;
}
