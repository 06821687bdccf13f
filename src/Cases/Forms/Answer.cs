using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Forms;

/// <summary>
/// Reads what was entered. The answers keep the words of the person; these readings are what rules and checks work with.
/// Null means: there is no such answer, or it cannot be read as that.
/// </summary>
public static class Answer
{
    /// <summary>Ten thousand million yuan: above it is a slip of the hand.</summary>
    public const long MostCents = 1_000_000_000_000;

    public static bool IsEmpty(JsonNode? node) => node switch
    {
        null => true,
        JsonArray array => array.Count == 0,
        JsonObject row => row.Count == 0,
        JsonValue value => value.GetValueKind() is JsonValueKind.Null || (value.GetValueKind() is JsonValueKind.String && string.IsNullOrWhiteSpace(value.GetValue<string>())),
        _ => true,
    };

    /// <summary>The trimmed text of a single answer; "yes" and "no" for true and false.</summary>
    public static string? Plain(JsonNode? node) => node is JsonValue value
        ? value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>().Trim(),
            JsonValueKind.Number => value.ToJsonString(),
            JsonValueKind.True => "yes",
            JsonValueKind.False => "no",
            _ => null,
        }
        : null;

    /// <summary>Yuan as people write them ("1,234.50", "￥1234.5", "２００元") in cents; a negative amount reads as negative.</summary>
    public static long? Cents(JsonNode? node) => Plain(node) is { } text ? Cents(text) : null;

    public static long? Cents(string text)
    {
        var plain = Narrow(text).Replace(",", "", StringComparison.Ordinal).TrimStart('¥', ' ').TrimEnd('元', ' ');
        if (!decimal.TryParse(plain, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var yuan))
            return null;
        if (Math.Abs(yuan) > MostCents / 100)
            return null;
        var cents = yuan * 100;
        return cents == Math.Truncate(cents) ? (long)cents : null;
    }

    /// <summary>An amount as a person wrote it into a field that is no question of a form.</summary>
    /// <param name="label">What the field is called.</param>
    /// <exception cref="RefusedException">form.not-money, form.money-decimals, form.number-too-large: what it is that cannot be read</exception>
    public static long CentsOf(string text, string field, LocalText label) =>
        Cents(text) ?? throw new RefusedException(AnswerShape.NotMoney(text), field, ("label", label));

    public static long? Whole(JsonNode? node) =>
        Plain(node) is { } text && long.TryParse(Narrow(text), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static DateOnly? Day(JsonNode? node) => Plain(node) is { } text ? Day(text) : null;

    public static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public static bool? Yes(JsonNode? node) => Plain(node) switch
    {
        "yes" or "true" => true,
        "no" or "false" => false,
        _ => null,
    };

    public static ImmutableArray<string>? Choices(JsonNode? node) => node switch
    {
        JsonArray array when array.All(item => item is JsonValue value && value.GetValueKind() == JsonValueKind.String) =>
            [.. array.Select(item => item!.GetValue<string>().Trim())],
        JsonValue value when value.GetValueKind() == JsonValueKind.String && !IsEmpty(value) => [value.GetValue<string>().Trim()], // one ticked box posts one value
        _ => null,
    };

    /// <summary>The rows of a table.</summary>
    public static ImmutableArray<JsonObject>? Rows(JsonNode? node) =>
        node is JsonArray array && array.All(item => item is JsonObject) ? [.. array.Select(item => (JsonObject)item!)] : null;

    /// <summary>Digits without the spaces and hyphens people write into cards and telephone numbers; x as X.</summary>
    public static string? Digits(JsonNode? node) => Plain(node) is { } text
        ? Narrow(text).Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant()
        : null;

    // Input methods produce full-width digits and signs; ￥ becomes ¥.
    private static string Narrow(string text) => text.IsNormalized(NormalizationForm.FormKC) ? text.Trim() : text.Normalize(NormalizationForm.FormKC).Trim();
}
