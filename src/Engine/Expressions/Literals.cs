using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AidWorkflow.Engine.Expressions;

/// <summary>Elsa's conversions of literals, which its designer mostly writes as text: "True", "4", "[\"GET\"]".</summary>
internal static class Literals
{
    /// <exception cref="ConversionException">The text does not say a value of the type.</exception>
    internal static JsonNode? Read(JsonNode? value, string typeName, bool isArray = false)
    {
        if (value is null)
            return null;
        if (value.GetValueKind() != JsonValueKind.String)
            return value.DeepClone();
        var text = value.GetValue<string>();
        if (isArray || typeName.EndsWith("[]", StringComparison.Ordinal))
            return List(text);
        return typeName switch
        {
            "Boolean" => bool.TryParse(text, out var flag) ? JsonValue.Create(flag) : text.Length == 0 ? null : throw Not(text, typeName),
            "Int16" or "Int32" or "Int64" or "Byte" or "Long" => Whole(text, typeName),
            "Single" or "Double" => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? Values.OfNumber(real) : text.Length == 0 ? null : throw Not(text, typeName),
            "Decimal" => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? JsonValue.Create(exact) : text.Length == 0 ? null : throw Not(text, typeName),
            "JSON" or "JsonElement" or "JsonNode" or "JsonObject" or "JsonArray" or "ObjectDictionary" or "StringDictionary" or "ObjectMap" or "StringMap" => Json(text),
            _ => JsonValue.Create(text),
        };
    }

    /// <summary>The text as JSON; null where it is empty.</summary>
    internal static JsonNode? Json(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException broken)
        {
            throw new ConversionException($"not JSON: {broken.Message}");
        }
    }

    private static JsonNode? List(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        return text.TrimStart().StartsWith('[') ? Json(text) : new JsonArray(JsonValue.Create(text));
    }

    private static JsonValue? Whole(string text, string typeName)
    {
        if (text.Length == 0)
            return null;
        return long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole) : throw Not(text, typeName);
    }

    private static ConversionException Not(string text, string typeName) => new($"\"{text}\" is not a {typeName}");
}
