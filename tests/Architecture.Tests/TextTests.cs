using System.Text.Json;
using System.Text.RegularExpressions;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Architecture.Tests;

[TestFixture]
internal sealed partial class TextTests
{
    private static readonly string Source = string.Concat(House.Sources("src").Select(file => file.Text));

    private static IEnumerable<string> RefusedCodes() => Refusals().Matches(Source).Select(match => match.Groups["code"].Value).Distinct();

    [Test]
    public void Every_refusal_has_words_in_every_language()
    {
        var wordless = RefusedCodes().SelectMany(code => Texts.Languages.Where(language => !Texts.Has(code, language)).Select(language => $"{code} ({language})"));

        Assert.That(wordless, Is.Empty);
    }

    [Test]
    public void Every_text_has_every_language_and_is_used()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var code in Texts.Codes)
            {
                Assert.That(Texts.Languages.Where(language => !Texts.Has(code, language)), Is.Empty, code);
                Assert.That(IsSaid(code), Is.True, $"{code} is said nowhere");
            }
        }
    }

    [Test]
    public void A_text_names_the_same_values_in_every_language()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var (code, texts) in AllTexts())
            {
                var named = texts.Select(text => string.Join(' ', Names().Matches(text.Value).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal)));
                Assert.That(named.Distinct(), Has.Exactly(1).Items, code);
                Assert.That(texts.Values, Has.All.Not.Empty, code);
            }
        }
    }

    /// <summary>What the engine writes into an incident is English in its code; people who mend flows read Chinese.</summary>
    [Test]
    public void Every_fault_that_the_engine_can_leave_has_Chinese_words()
    {
        var said = House.Sources("src/Engine").SelectMany(file => EngineFaults().Matches(file.Text))
            .Select(match => match.Groups["input"].Success ? $"Step.input: {match.Groups["said"].Value}" : match.Groups["said"].Value)
            .Select(text => Holes().Replace(text, "7")).Distinct(StringComparer.Ordinal).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(said, Has.Count.GreaterThan(20));
            Assert.That(said.Where(reason => Texts.SayReason(reason, "zh-CN") == reason), Is.Empty);
        }
    }

    // A rule that cannot fail guards nothing: the scan does find refusals, and an unknown code has no words.
    [Test]
    public void The_scan_sees_refusals_and_an_unknown_code_has_no_words()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Refusals().Match("throw new RefusedException(\n    \"case.closed\")").Groups["code"].Value, Is.EqualTo("case.closed"));
            Assert.That(Texts.Has("no.such-code", "en"), Is.False);
        }
    }

    /// <summary>A notice inside the house has its title beside its body: "x-title" belongs to "x".</summary>
    private static bool IsSaid(string code)
    {
        var stem = code.EndsWith("-title", StringComparison.Ordinal) ? code[..^"-title".Length] : code;
        return Source.Contains($"\"{code}\"", StringComparison.Ordinal) || Source.Contains($"\"{stem}\"", StringComparison.Ordinal);
    }

    private static IEnumerable<(string Code, Dictionary<string, string> Texts)> AllTexts() =>
        Directory.EnumerateFiles(Path.Combine(House.Root, "src/Cases/Texts"), "*.json")
            .SelectMany(file => JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(File.ReadAllText(file))!)
            .Select(text => (text.Key, text.Value));

    [GeneratedRegex("""(?:Outcome\.Failed\((?:reason \?\? )?|Fault\(execution, |throw Fault\((?=\$?"The script)|(?<input>InputException\((?:run\.)?ActivityName, [\w.]+, ))\$?"(?<said>[^"]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex EngineFaults();

    [GeneratedRegex(@"\{[^{}]*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Holes();

    [GeneratedRegex("""RefusedException\(\s*"(?<code>[^"]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Refusals();

    // A value that is itself a text comes twice: {finding} in Chinese, {findingEn} in English.
    [GeneratedRegex(@"\{[a-z][A-Za-z]*?(?=(En)?\})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Names();
}
