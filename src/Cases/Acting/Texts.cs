using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Acting;

/// <summary>
/// The sentences of refusals in every language, from the embedded files <c>Texts/*.json</c>:
/// <c>{ "code": { "zh-CN": "…{name}…", "en": "…{name}…" } }</c>; a word that follows a number has both its forms: <c>{count} {count:row|rows}</c>.
/// </summary>
public static class Texts
{
    public static readonly IReadOnlyList<string> Languages = ["zh-CN", "en"];

    private static readonly FrozenDictionary<string, IReadOnlyDictionary<string, string>> All = Load();

    public static IEnumerable<string> Codes => All.Keys;

    /// <summary>A day in a sentence.</summary>
    public static string Day(DateOnly day, string language) => day.ToString(language == "en" ? "d MMMM yyyy" : "yyyy 年 M 月 d 日", CultureInfo.InvariantCulture);

    /// <summary>The sentence for a person; the exception's own message where a code has no text (a test finds those).</summary>
    public static string Say(RefusedException refusal, string language)
    {
        if (!All.TryGetValue(refusal.Code, out var texts))
            return refusal.Message;
        var text = texts.TryGetValue(language, out var found) ? found : texts["en"];
        return Fill(text, refusal.Values, language);
    }

    /// <summary>What stands in an incident: the sentence where a refusal left it, what it means where the engine did, as it is where something else threw.</summary>
    public static string SayReason(string reason, string language)
    {
        var code = reason.Split(' ', ':')[0];
        if (!All.ContainsKey(code))
            return (language == "en" ? null : FaultWords.Chinese(reason)) ?? reason;
        var values = reason.IndexOf(": ", StringComparison.Ordinal) is >= 0 and var at ? reason[(at + 2)..].Split(", ").Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2) : [];
        return Say(new RefusedException(code, null, [.. values.Select(pair => (pair[0], (object?)pair[1]))]), language);
    }

    public static bool Has(string code, string language) => All.TryGetValue(code, out var texts) && texts.ContainsKey(language);

    private static string Fill(string text, IReadOnlyDictionary<string, object?> values, string language)
    {
        var culture = CultureInfo.GetCultureInfo(language);
        foreach (var (name, value) in values)
            text = Counted(text, name, value).Replace($"{{{name}}}", Shown(value, language, culture), StringComparison.Ordinal);
        return text;
    }

    private static string Counted(string text, string name, object? value)
    {
        var opening = $"{{{name}:";
        for (var at = text.IndexOf(opening, StringComparison.Ordinal); at >= 0; at = text.IndexOf(opening, at, StringComparison.Ordinal))
        {
            var end = text.IndexOf('}', at);
            var forms = text[(at + opening.Length)..end].Split('|');
            text = text[..at] + (value is 1 or 1L ? forms[0] : forms[1]) + text[(end + 1)..];
        }

        return text;
    }

    /// <summary>Days are written as in any sentence of the pages, moments with their local time.</summary>
    private static string? Shown(object? value, string language, CultureInfo culture) => value switch
    {
        LocalText text => text.In(language),
        DateOnly day => Day(day, language),
        DateTimeOffset moment => moment.ToOffset(LocalDay.Offset).ToString(language == "en" ? "d MMMM yyyy, HH:mm" : "yyyy 年 M 月 d 日 HH:mm", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, culture),
    };

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
