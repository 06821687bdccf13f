namespace AidWorkflow.Engine.Expressions.JavaScript;

/// <summary>White space and line ends as ECMAScript knows them.</summary>
internal static class Blank
{
    public static bool IsLineEnd(char character) => character is '\n' or '\r' or '\u2028' or '\u2029';

    public static bool Is(char character) => character switch
    {
        ' ' or (>= '\t' and <= '\r') => true,
        < '\u00a0' => false,
        '\u00a0' or '\ufeff' or '\u2028' or '\u2029' => true,
        _ => char.GetUnicodeCategory(character) == System.Globalization.UnicodeCategory.SpaceSeparator,
    };

    public static ReadOnlySpan<char> TrimStart(ReadOnlySpan<char> text)
    {
        var start = 0;
        while (start < text.Length && Is(text[start]))
            start++;
        return text[start..];
    }

    public static ReadOnlySpan<char> TrimEnd(ReadOnlySpan<char> text)
    {
        var end = text.Length;
        while (end > 0 && Is(text[end - 1]))
            end--;
        return text[..end];
    }

    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text) => TrimEnd(TrimStart(text));
}
