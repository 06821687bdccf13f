using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace AidWorkflow.Cases.Acting;

/// <summary>
/// The sentences of refusals in every language, from the embedded files <c>Texts/*.json</c>:
/// <c>{ "code": { "zh-CN": "…{name}…", "en": "…{name}…" } }</c>.
/// </summary>
public static class Texts
{
    public static readonly IReadOnlyList<string> Languages = ["zh-CN", "en"];

    private static readonly FrozenDictionary<string, IReadOnlyDictionary<string, string>> All = Load();

    public static IEnumerable<string> Codes => All.Keys;

    /// <summary>The sentence for a person; the exception's own message where a code has no text (a test finds those).</summary>
    public static string Say(RefusedException refusal, string language)
    {
        if (!All.TryGetValue(refusal.Code, out var texts))
            return refusal.Message;
        var text = texts.TryGetValue(language, out var found) ? found : texts["en"];
        return Fill(text, refusal.Values, language);
    }

    public static bool Has(string code, string language) => All.TryGetValue(code, out var texts) && texts.ContainsKey(language);

    private static string Fill(string text, IReadOnlyDictionary<string, object?> values, string language)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        foreach (var (name, value) in values)
            text = text.Replace($"{{{name}}}", Convert.ToString(value, culture), StringComparison.Ordinal);
        return text;
    }

    private static FrozenDictionary<string, IReadOnlyDictionary<string, string>> Load()
    {
        var all = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        var assembly = typeof(Texts).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.Contains(".Texts.", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            foreach (var (code, texts) in JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(stream)!)
                all.Add(code, texts);
        }

        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
