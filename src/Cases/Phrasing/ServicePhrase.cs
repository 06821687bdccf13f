using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Phrasing;

/// <summary>What a service offers as the words of an opinion at a step. It belongs to the service version: a running case keeps the words it began with.</summary>
/// <param name="Steps">Names of steps; empty for all.</param>
/// <param name="Text">With variables in braces: {amount}, {number}, {service}, {today}.</param>
public sealed partial record ServicePhrase(ImmutableArray<string> Steps, LocalText Text)
{
    public const string File = "opinions.json";

    /// <summary>What a phrase may name. Nothing of the person: an opinion is read by many.</summary>
    public static readonly ImmutableArray<string> Variables = ["amount", "number", "service", "today"];

    public bool IsFor(string step) => Steps.IsEmpty || Steps.Contains(step, StringComparer.Ordinal);

    /// <summary>The text with its variables filled; one that has no value yet leaves a gap to be filled by hand.</summary>
    public LocalText Filled(IReadOnlyDictionary<string, LocalText?> values) => new(Fill(Text.Zh, values, text => text.Zh), Fill(Text.En, values, text => text.En));

    /// <summary>Words for several cases with the variables of one of them filled.</summary>
    /// <param name="values">Of the case; null for what it has none of.</param>
    /// <returns>Null where the words name a variable that this case has no value of.</returns>
    public static string? For(string words, IReadOnlyDictionary<string, string?> values) => Named(words).Any(name => values.TryGetValue(name, out var value) && value is null)
        ? null : Braces().Replace(words, match => values.GetValueOrDefault(match.Groups["name"].Value) ?? match.Value);

    internal static ImmutableArray<ServicePhrase> Read(JsonSpot root)
    {
        root.Knows("opinions");
        return
        [
            .. root.Items("opinions").Select(item =>
            {
                item.Knows("steps", "text");
                var text = item.Local("text");
                foreach (var name in Named(text.Zh).Concat(Named(text.En)).Distinct().Where(name => !Variables.Contains(name, StringComparer.Ordinal)))
                    item.At("text").Fault("opinions.unknown-variable", ("name", name), ("names", string.Join(", ", Variables)));
                if (text.Zh.Length > OpinionPhrase.MostCharacters || text.En.Length > OpinionPhrase.MostCharacters)
                    item.At("text").Fault("opinions.too-long", ("most", OpinionPhrase.MostCharacters));
                return new ServicePhrase([.. item.ItemsIfAny("steps").Select(step => step.Text())], text);
            }),
        ];
    }

    private static IEnumerable<string> Named(string text) => Braces().Matches(text).Select(match => match.Groups["name"].Value);

    private static string Fill(string text, IReadOnlyDictionary<string, LocalText?> values, Func<LocalText, string> read) =>
        Braces().Replace(text, match => values.GetValueOrDefault(match.Groups["name"].Value) is { } value ? read(value) : "____");

    [GeneratedRegex(@"\{(?<name>[A-Za-z]{1,30})\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Braces();
}
