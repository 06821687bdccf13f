using System.Globalization;

namespace AidWorkflow.Cases.Forms;

/// <summary>One saying in both languages of the house.</summary>
public sealed record LocalText(string Zh, string En)
{
    /// <param name="language">"zh-CN" or "en"; any other language reads English.</param>
    public string In(string language) => language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Zh : En;

    /// <summary>The same words in both languages: names, numbers.</summary>
    public static LocalText Same(string text) => new(text, text);

    /// <summary>Each language from its own interpolation, numbers by the invariant culture.</summary>
    public static LocalText Of(FormattableString zh, FormattableString en) =>
        new(zh.ToString(CultureInfo.InvariantCulture), en.ToString(CultureInfo.InvariantCulture));

    public override string ToString() => $"{Zh} / {En}";
}
