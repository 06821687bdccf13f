using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>Both texts of a document, as pages of HTML with their print style.</summary>
/// <param name="Version">Of the templates: another one with any change of either.</param>
public sealed record PetitionSheets(string Zh, string En, string Version)
{
    public string In(string language) => language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Zh : En;

    /// <summary>Of both texts.</summary>
    public string Hash => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Zh}\n{En}")));
}

/// <summary>
/// The templates of documents of petitions: of each kind and language the text, put into the one page of the language, which has the print style, the number and the place of the seal. Changed files hold for what is
/// issued from then on.
/// </summary>
public sealed class PetitionTemplates
{
    /// <summary>Where the text of a kind stands in the page of its language.</summary>
    private const string Place = "<!-- text -->";

    private readonly ImmutableDictionary<string, string> files;
    private readonly TemplateBook book;

    private PetitionTemplates(ImmutableDictionary<string, string> files) => (this.files, book) = (files, new(files));

    public static PetitionTemplates None { get; } = new([]);

    /// <summary>Reads the folder of templates. A faulty one is left out: its document is not issued.</summary>
    /// <param name="files">By name: "disposition-letter.zh-CN.html", "page.en.html".</param>
    public static (PetitionTemplates Templates, ImmutableArray<FileFault> Faults) Read(IReadOnlyDictionary<string, string> files)
    {
        var (sound, all) = (ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal), new List<FileFault>());
        foreach (var paper in PetitionPapers.All)
            foreach (var language in Texts.Languages)
            {
                var path = PathOf(paper, language);
                if (!files.TryGetValue(path, out var text) || !files.TryGetValue($"page.{language}.html", out var page))
                {
                    all.Add(new(path, "", "template.missing", [("file", path)]));
                    continue;
                }

                var whole = page.Replace(Place, text.Trim(), StringComparison.Ordinal);
                var faults = TemplateLint.RunPage(path, language, PetitionDocumentFacts.Variables(paper), whole);
                all.AddRange(faults);
                if (faults.IsEmpty)
                    sound[path] = whole;
            }

        return (new(sound.ToImmutable()), [.. all]);
    }

    /// <exception cref="RefusedException">template.missing</exception>
    internal PetitionSheets Render(PetitionPaper paper, TemplateData data)
    {
        var variables = PetitionDocumentFacts.Variables(paper);
        var (zh, en) = (PathOf(paper, "zh-CN"), PathOf(paper, "en"));
        var sheets = (book.RenderPage(zh, variables, "zh-CN", data), book.RenderPage(en, variables, "en", data));
        return new(sheets.Item1, sheets.Item2, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{files[zh]}\n{files[en]}")))[..12]);
    }

    private static string PathOf(PetitionPaper paper, string language) => $"{paper.Template}.{language}.html";
}
