using System.Collections.Concurrent;
using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using HandlebarsDotNet;

namespace AidWorkflow.Cases.Notifying;

/// <summary>The templates of one service version; a text is compiled when it is first used, once in a process.</summary>
public sealed class TemplateBook
{
    /// <summary>The longest message or document that is rendered.</summary>
    public const int MostCharacters = 200_000;

    // Plain text is not HTML: an ampersand in a name stays one.
    private static readonly IHandlebars Plain = Handlebars.Create(new HandlebarsConfiguration { NoEscape = true, ThrowOnUnresolvedBindingExpression = true });
    private static readonly IHandlebars Html = Handlebars.Create(new HandlebarsConfiguration { ThrowOnUnresolvedBindingExpression = true });

    // By text and not by version: most words of a new version are those of the one before, and a compiled text is a hundred times its rendering.
    private static readonly ConcurrentDictionary<(string Source, bool Escaped), HandlebarsTemplate<TextWriter, object, object>> Compiled = new();

    private readonly ImmutableDictionary<string, string> files;
    private bool isDraft;

    /// <param name="files">By path: "templates/approved.applicant.sms.en.hbs", "documents/approval.zh-CN.hbs".</param>
    public TemplateBook(IEnumerable<KeyValuePair<string, string>> files) => this.files = files.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>One text that somebody is writing: compiled anew each time, as it will be another one in a moment.</summary>
    internal static TemplateBook Draft(string path, string text) => new([KeyValuePair.Create(path, text)]) { isDraft = true };

    public IEnumerable<string> Paths => files.Keys;

    public static string PathOf(string occasion, string audience, string channel, string language) => $"templates/{occasion}.{audience}.{channel}.{language}.hbs";

    public static string PathOfDocument(string kind, string language) => $"documents/{kind}.{language}.hbs";

    /// <summary>A version that is older than an occasion has no words for it.</summary>
    public bool Tells(string occasion, string audience) => files.ContainsKey(PathOf(occasion, audience, Channel.InApp, "zh-CN"));

    /// <summary>What is wrong in the templates that there are.</summary>
    public ImmutableArray<FileFault> Lint() => TemplateLint.Run(files);

    /// <summary>Templates that a service needs and does not have: an error when it is published, so that nothing is skipped when somebody is to be told.</summary>
    /// <param name="noticeChannels">Where the service publishes: "board", "web" or both.</param>
    public ImmutableArray<FileFault> Missing(IEnumerable<string> noticeChannels) => TemplateLint.Missing(files, noticeChannels);

    /// <exception cref="RefusedException">There is no such template, which publishing does not let happen, or the message grew too long.</exception>
    /// <exception cref="ArgumentException">The data lack a variable of the event.</exception>
    public RenderedMessage Render(string occasion, string audience, string channel, string language, TemplateData data)
    {
        var variables = Variables(occasion, audience) ?? throw new RefusedException("template.unknown-event", null, ("event", occasion));
        var text = Fill(PathOf(occasion, audience, channel, language), variables, language, data, escaped: audience == Audience.Public);
        if (audience == Audience.Public)
            return new RenderedMessage("", text);
        if (channel == Channel.Sms)
            return new RenderedMessage("", text.ReplaceLineEndings(" ").Trim());
        var lines = text.ReplaceLineEndings("\n").Split('\n', 2);
        return new RenderedMessage(lines[0].Trim(), lines.Length > 1 ? lines[1].Trim() : "");
    }

    /// <summary>A numbered document as an HTML page with its print style.</summary>
    /// <param name="kind">One of <see cref="DocumentKinds"/>.</param>
    public string RenderDocument(string kind, string language, TemplateData data)
    {
        var variables = DocumentKinds.Variables(kind) ?? throw new RefusedException("template.unknown-event", null, ("event", kind));
        return Fill(PathOfDocument(kind, language), variables, language, data, escaped: true);
    }

    /// <summary>A page of a room that has variables of its own.</summary>
    internal string RenderPage(string path, ImmutableArray<Variable> variables, string language, TemplateData data) => Fill(path, variables, language, data, escaped: true);

    internal static ImmutableArray<Variable>? Variables(string occasion, string audience) =>
        audience == Audience.Public ? (occasion == Occasions.NoticePublished ? Occasions.PublicNotice : null) : Occasions.Find(occasion)?.Variables;

    private string Fill(string path, ImmutableArray<Variable> variables, string language, TemplateData data, bool escaped)
    {
        if (!files.TryGetValue(path, out var source))
            throw new RefusedException("template.missing", null, ("file", path));
        var template = isDraft ? Compile((source, escaped)) : Compiled.GetOrAdd((source, escaped), Compile);
        using var writer = new CappedWriter(MostCharacters, path);
        template(writer, TemplateFilling.Of(variables, data, language));
        return writer.ToString();
    }

    private static HandlebarsTemplate<TextWriter, object, object> Compile((string Source, bool Escaped) text) => (text.Escaped ? Html : Plain).Compile(new StringReader(text.Source));
}
