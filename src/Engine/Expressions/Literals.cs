using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Engine.Expressions;

/// <summary>Elsa's conversions of literals, which its designer mostly writes as text: "True", "4", "[\"GET\"]".</summary>
internal static class Literals
{
    private const string TypeNote = "_type";

    private static readonly string[] Wrappers = ["_items", "$values", "items", "values"];

    /// <exception cref="ConversionException">The text does not say a value of the type.</exception>
    internal static JsonNode? Read(JsonNode? value, string typeName, bool isArray = false)
    {
        if (value is null)
            return null;
        if (value.GetValueKind() != JsonValueKind.String)
            return Plain(value);
        typeName = TypeNames.Alias(typeName);
        var text = value.GetValue<string>();
        if (isArray || typeName.EndsWith("[]", StringComparison.Ordinal))
            return List(text);
        return typeName switch
        {
            "Boolean" => bool.TryParse(text, out var flag) ? JsonValue.Create(flag) : text.Length == 0 ? null : throw Not(text, typeName),
            "Int16" or "Int32" or "Int64" or "Byte" or "Long" => Whole(text, typeName),
            "Single" or "Double" => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? Values.OfNumber(real) : text.Length == 0 ? null : throw Not(text, typeName),
            "Decimal" => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? JsonValue.Create(exact) : text.Length == 0 ? null : throw Not(text, typeName),
            "JSON" or "JsonElement" or "JsonNode" or "JsonObject" or "JsonArray" or "ObjectDictionary" or "StringDictionary" or "ObjectMap" or "StringMap" => Plain(Json(text)),
            _ => JsonValue.Create(text),
        };
    }

    /// <summary>A value that a person brings, as a variable of the type holds it.</summary>
    /// <exception cref="ConversionException">It is no such value.</exception>
    internal static JsonNode? As(JsonNode? value, string typeName)
    {
        if (value is null)
            return null;
        if (typeName.EndsWith("[]", StringComparison.Ordinal))
        {
            return Read(value, typeName) is JsonArray list
                ? new JsonArray([.. list.Select(item => As(item, typeName[..^2]))])
                : throw Not(value.ToJsonString(), typeName);
        }

        var (read, text) = (Read(value, typeName), value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null);
        var fits = (typeName, read?.GetValueKind()) switch
        {
            (_, null or JsonValueKind.Null) => text is null or "",
            ("Boolean", var kind) => kind is JsonValueKind.True or JsonValueKind.False,
            ("Int16", JsonValueKind.Number) => IsWhole(read, short.MinValue, short.MaxValue),
            ("Byte", JsonValueKind.Number) => IsWhole(read, byte.MinValue, byte.MaxValue),
            ("Int32", JsonValueKind.Number) => IsWhole(read, int.MinValue, int.MaxValue),
            ("Int64" or "Long", JsonValueKind.Number) => IsWhole(read, long.MinValue, long.MaxValue),
            ("Single" or "Double" or "Decimal", var kind) => kind == JsonValueKind.Number,
            ("Int16" or "Byte" or "Int32" or "Int64" or "Long", _) => false,
            ("String", var kind) => kind == JsonValueKind.String,
            ("Guid", _) => Guid.TryParse(text, out var _),
            ("TimeSpan", _) => Says<TimeSpan>(read),
            ("DateTime" or "DateTimeOffset", _) => Says<DateTimeOffset>(read),
            ("JsonArray", var kind) => kind == JsonValueKind.Array,
            ("JsonObject", var kind) => kind == JsonValueKind.Object,
            _ => true,
        };
        return fits ? read : throw Not(value.ToJsonString(), typeName);
    }

    private static bool IsWhole(JsonNode? value, double least, double most) =>
        Values.To<double>(value) is var number && Math.Floor(number) == number && number >= least && number <= most;

    private static bool Says<T>(JsonNode? value)
    {
        try
        {
            Values.To<T>(value);
            return true;
        }
        catch (ConversionException)
        {
            return false;
        }
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

    /// <summary>
    /// The value without the notes that Elsa's serializer leaves in dynamic values: <c>_type</c>, lists wrapped in an object beside it, and
    /// JSON that was written as text.
    /// </summary>
    internal static JsonNode? Plain(JsonNode? value)
    {
        switch (value)
        {
            case JsonArray list:
                return new JsonArray([.. list.Select(Plain)]);
            case JsonObject json when json.ContainsKey(TypeNote) && JsonReading.Text(json["_island"]) is { } island:
                return Json(island);
            case JsonObject json when json.ContainsKey(TypeNote) && Wrappers.Select(name => json[name]).OfType<JsonArray>().FirstOrDefault() is { } wrapped:
                return Plain(wrapped);
            case JsonObject json:
                return new JsonObject(json.Where(member => member.Key != TypeNote).Select(member => KeyValuePair.Create(member.Key, Plain(member.Value))));
            default:
                return value?.DeepClone();
        }
    }

    private static JsonNode? List(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        return text.TrimStart() is ['[' or '{', ..] ? Plain(Json(text)) : new JsonArray(JsonValue.Create(text));
    }

    private static JsonValue? Whole(string text, string typeName)
    {
        if (text.Length == 0)
            return null;
        return long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole) : throw Not(text, typeName);
    }

    private static ConversionException Not(string text, string typeName) => new($"\"{text}\" is not a {typeName}");
}
