using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Notifying;

/// <summary>
/// Handlebars finds an unknown helper only when it renders, and rarely says where. Here a template is read before it is published: blocks balance,
/// every variable is one the event has, nothing is called that we do not know, and what may not be said is not said.
/// </summary>
internal static class TemplateLint
{
    private const int LongestSms = 300;

    public static ImmutableArray<FileFault> Run(IReadOnlyDictionary<string, string> files)
    {
        var faults = new List<FileFault>();
        foreach (var (path, text) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
            if (TemplatePath.Parse(path) is { } at)
                Check(at, text, faults);
            else
                faults.Add(new FileFault(path, "", "template.stray", []));
        return [.. faults];
    }

    /// <summary>What is wrong in a page with a print style and variables of its own.</summary>
    public static ImmutableArray<FileFault> RunPage(string path, string language, ImmutableArray<Variable> variables, string text)
    {
        var faults = new List<FileFault>();
        Check(new(path, "", "", language, variables, IsDocument: true), text, faults);
        return [.. faults];
    }

    /// <summary>Every template that a service needs and does not have.</summary>
    public static ImmutableArray<FileFault> Missing(IReadOnlyDictionary<string, string> files, IEnumerable<string> noticeChannels)
    {
        var messages =
            from occasion in Occasions.All
            where occasion.Else is null || files.Keys.Any(path => path.StartsWith($"templates/{occasion.Name}.", StringComparison.Ordinal)) // its own words are whole, or there are none
            from audience in occasion.Audiences
            from channel in Occasions.Channels(audience)
            from language in Texts.Languages
            select TemplateBook.PathOf(occasion.Name, audience, channel, language);
        var notices =
            from channel in noticeChannels
            from language in Texts.Languages
            select TemplateBook.PathOf(Occasions.NoticePublished, Audience.Public, channel, language);
        var documents =
            from kind in DocumentKinds.All
            from language in Texts.Languages
            select TemplateBook.PathOfDocument(kind, language);
        return [.. messages.Concat(notices).Concat(documents).Where(path => !files.ContainsKey(path)).Select(path => new FileFault(path, "", "template.missing", [("file", path)]))];
    }

    private static void Check(TemplatePath at, string text, List<FileFault> faults)
    {
        void Fault(int line, string code, params ImmutableArray<(string, object?)> values) => faults.Add(new FileFault(at.Path, $"line {line}", code, values));

        var tokens = TemplateTokens.Read(text, Fault);
        TemplateBlocks.Check(tokens, at.Variables, Fault);
        foreach (var token in tokens.Where(token => token.Kind == TokenKind.Text))
        {
            if (at.Audience == Audience.Public && IllnessWords.In(token.Text) is { } word)
                Fault(token.Line, "template.names-illness", ("word", word));
            if (at.Language == "en" && token.Text.FirstOrDefault(IsChinese) is var letter and not '\0')
                Fault(token.Line, "template.wrong-language", ("found", letter.ToString()));
        }

        var words = string.Concat(tokens.Where(token => token.Kind == TokenKind.Text).Select(token => token.Text));
        if (at.Language == "zh-CN" && !words.Any(IsChinese))
            Fault(1, "template.wrong-language", ("found", words.Trim() is { Length: > 20 } some ? some[..20] : words.Trim()));
        if (at.Channel is Channel.InApp or Channel.Email && text.ReplaceLineEndings("\n").Split('\n', 2) is var lines && (lines.Length < 2 || lines[0].Trim().Length == 0 || lines[1].Trim().Length == 0))
            Fault(1, "template.no-title");
        if (at.Channel == Channel.Sms && words.Length > LongestSms)
            Fault(1, "template.sms-too-long", ("most", LongestSms), ("length", words.Length));
        if (at.IsDocument && !text.Contains("@page", StringComparison.Ordinal))
            Fault(1, "template.no-print-style");
    }

    private static bool IsChinese(char letter) => letter is >= '\u4e00' and <= '\u9fff';
}
