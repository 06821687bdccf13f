using System.Text.RegularExpressions;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Tests.Services;

[TestFixture]
internal sealed partial class CodesHaveWordsTests
{
    [Test]
    public void Every_code_of_services_forms_and_notifying_has_words_in_every_language()
    {
        var cases = Path.Combine(Workflows.Folder, "..", "src", "Cases");
        var codes = new[] { "Services", "Forms", "Notifying" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(cases, folder), "*.cs"))
            .SelectMany(file => Code().Matches(File.ReadAllText(file)).Select(match => match.Groups["code"].Value))
            .Where(code => code is not ("service.drafted" or "service.published" or "service.draft-saved" or "service.draft-discarded" or "rule.value-added") && !code.EndsWith(".json", StringComparison.Ordinal)) // acts of the audit, files
            .Distinct()
            .ToArray();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(codes, Has.Length.GreaterThan(80));
            Assert.That(codes.Where(code => !Texts.Languages.All(language => Texts.Has(code, language))), Is.Empty);
        }
    }

    [GeneratedRegex("\"(?<code>(form|form-file|file|rules|rule|service|service-file|document|duplicate|eligibility|template)\\.[a-z-]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
