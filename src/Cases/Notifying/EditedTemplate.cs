using System.Collections.Immutable;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Notifying;

/// <summary>A message or document of a service as its editor has it: what it is about, and what it may say.</summary>
/// <param name="Key">"approved.applicant.sms", "documents.approval"; with a language it is a file.</param>
/// <param name="About">The occasion, or the kind of document.</param>
public sealed record EditedTemplate(string Key, string About, string Audience, string Channel, ImmutableArray<Variable> Variables)
{
    private const string Documents = "documents.";

    public bool IsDocument => Key.StartsWith(Documents, StringComparison.Ordinal);

    /// <summary>Its lines are HTML: a document, or a notice that anybody may read.</summary>
    public bool IsSheet => IsDocument || Audience == Notifying.Audience.Public;

    /// <summary>Everything that a service says.</summary>
    public static ImmutableArray<EditedTemplate> All { get; } =
    [
        .. from occasion in Occasions.All
            from audience in occasion.Name == Occasions.NoticePublished ? [.. occasion.Audiences, Notifying.Audience.Public] : occasion.Audiences
            from channel in Occasions.Channels(audience)
            let path = TemplatePath.Parse(TemplateBook.PathOf(occasion.Name, audience, channel, "en"))
            where path is not null
            select new EditedTemplate($"{occasion.Name}.{audience}.{channel}", occasion.Name, audience, channel, path.Variables),
        .. from kind in DocumentKinds.All select new EditedTemplate(Documents + kind, kind, "", "", DocumentKinds.Variables(kind)!.Value),
    ];

    public static EditedTemplate? Find(string key) => All.FirstOrDefault(one => one.Key == key);

    public string File(string language) => IsDocument ? TemplateBook.PathOfDocument(About, language) : TemplateBook.PathOf(About, Audience, Channel, language);

    /// <summary>What forbids publishing this text.</summary>
    public ImmutableArray<FileFault> Faults(string language, string text) => TemplateLint.Run(new Dictionary<string, string> { [File(language)] = text });

    /// <summary>What it would be as a message of a made-up case; null where it is wrong.</summary>
    /// <param name="sparse">The case has nothing that may be missing.</param>
    /// <param name="known">What is taken from a real case instead.</param>
    public RenderedMessage? Preview(string language, string text, bool sparse, TemplateData? known = null)
    {
        if (!Faults(language, text).IsEmpty)
            return null;
        var sample = VariableWords.Sample(IsDocument ? Variables : TemplateBook.Variables(About, Audience) ?? [], sparse);
        foreach (var (name, value) in known ?? [])
            sample[name] = value;
        var book = TemplateBook.Draft(File(language), text);
        return IsDocument ? new("", book.RenderDocument(About, language, sample)) : book.Render(About, Audience, Channel, language, sample);
    }

    /// <summary>What is always known of the event and this text says nothing of.</summary>
    public ImmutableArray<Variable> Unsaid(string text)
    {
        var said = TemplateTokens.Read(text, (_, _, _) => { }).Where(token => token.Kind is TokenKind.Expression or TokenKind.Open)
            .SelectMany(token => token.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToHashSet(StringComparer.Ordinal);
        return [.. Variables.Where(variable => !variable.Optional && !said.Contains(variable.Name))];
    }
}

/// <summary>How long a text message is, as networks count it.</summary>
public static class SmsLength
{
    /// <returns>How many characters count, and in how many parts it is sent: 70 to a message with Chinese in it and 160 without, a few less each where there are several.</returns>
    public static (int Characters, int Parts) Of(string text)
    {
        var (one, several) = text.All(letter => letter < 128) ? (160, 153) : (70, 67);
        return (text.Length, text.Length == 0 ? 0 : text.Length <= one ? 1 : (text.Length + several - 1) / several);
    }
}
