namespace AidWorkflow.Portal.Serving;

/// <summary>The part of a notice's text that a page shows in its own frame.</summary>
internal static class NoticeText
{
    /// <summary>What stands between the body tags of a whole sheet, or the text itself where it is a part of a page. Its style is the page's: no other is let in.</summary>
    public static string BodyOf(string text)
    {
        const string End = "</body>";
        var begin = text.IndexOf("<body", StringComparison.OrdinalIgnoreCase);
        var open = begin < 0 ? -1 : text.IndexOf('>', begin);
        var close = text.LastIndexOf(End, StringComparison.OrdinalIgnoreCase);
        return open < 0 || close < open ? text : text[(open + 1)..close].Trim();
    }
}
