using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;

namespace AidWorkflow.Engine.Expressions;

/// <summary>A value cannot be read as what is asked for.</summary>
internal sealed class ConversionException(string reason) : Exception(reason);

/// <summary>Values run as JSON nodes; this turns them into what an activity takes, the way Elsa converts.</summary>
internal static class Values
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>A node that may stand anywhere: a copy when it already stands somewhere.</summary>
    internal static JsonNode? Loose(JsonNode? node) => node?.Parent is null ? node : node.DeepClone();

    /// <summary>
    /// A whole number that reads as int, long, double or decimal alike. One made of a long would refuse to be read as an int,
    /// so code that works in the step that made it would break on what was stored.
    /// </summary>
    internal static JsonNode Whole(long value)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, digits, out var length);
        var reader = new Utf8JsonReader(digits[..length]);
        return JsonValue.Create(JsonElement.ParseValue(ref reader))!;
    }

    /// <summary>A copy for code outside the engine: its numbers read as whatever that code asks for.</summary>
    internal static JsonNode? Copy(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject json:
                var members = new JsonObject();
                foreach (var (name, value) in json)
                    members[name] = Copy(value);
                return members;
            case JsonArray list:
                return new JsonArray([.. list.Select(Copy)]);
            case JsonValue value when value.TryGetValue<long>(out var whole):
                return Whole(whole);
            default:
                return node?.DeepClone();
        }
    }

    internal static JsonNode? Of<T>(T value) => value switch
    {
        null => null,
        JsonNode node => node,
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        int number => JsonValue.Create((long)number),
        long number => JsonValue.Create(number),
        double number => OfNumber(number),
        decimal number => JsonValue.Create(number),
        TimeSpan span => JsonValue.Create(span.ToString("c", CultureInfo.InvariantCulture)),
        DateTimeOffset moment => JsonValue.Create(moment.ToString("O", CultureInfo.InvariantCulture)),
        Enum name => JsonValue.Create(name.ToString()),
        _ => JsonSerializer.SerializeToNode(value, value.GetType(), Web),
    };

    /// <summary>Whole numbers become integers, so that 2400 is stored and shown as 2400 whoever computed it.</summary>
    internal static JsonNode? OfNumber(double number)
    {
        if (number == Math.Truncate(number) && Math.Abs(number) <= 9_007_199_254_740_991d && !(number == 0 && double.IsNegative(number)))
            return JsonValue.Create((long)number);
        return double.IsFinite(number) ? JsonValue.Create(number) : null;
    }

    /// <exception cref="ConversionException">The value is something else.</exception>
    internal static T? To<T>(JsonNode? node)
    {
        if (node is null)
            return default;
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        if (type == typeof(bool))
            return (T)(object)Truth(node);
        if (type == typeof(string))
            return (T)(object)Text(node);
        if (typeof(JsonNode).IsAssignableFrom(type))
            return node is T same ? same : throw Not(node, type);
        return (T)To(node, type);
    }

    private static object To(JsonNode node, Type type)
    {
        if (type == typeof(int) || type == typeof(long) || type == typeof(short))
            return Convert.ChangeType(Whole(node, type), type, CultureInfo.InvariantCulture);
        if (type == typeof(double) || type == typeof(float))
            return Convert.ChangeType(Real(node, type), type, CultureInfo.InvariantCulture);
        if (type == typeof(decimal))
            return Exact(node);
        if (type == typeof(TimeSpan))
            return Span(node);
        if (type == typeof(DateTimeOffset))
            return Moment(node);
        if (type.IsEnum)
            return Enum.TryParse(type, Text(node), ignoreCase: true, out var member) ? member : throw Not(node, type);
        if (type == typeof(object))
            return node;
        return Other(node, type);
    }

    private static object Other(JsonNode node, Type type)
    {
        try
        {
            // A list may come as the text of one: ["GET"].
            if (node.GetValueKind() == JsonValueKind.String && type != typeof(Guid) && type != typeof(DateTime) && type != typeof(Uri))
                node = JsonNode.Parse(Text(node)) ?? throw Not(node, type);
            return node.Deserialize(type, Web) ?? throw Not(node, type);
        }
        catch (JsonException)
        {
            throw Not(node, type);
        }
    }

    internal static bool Truth(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False or null => false,
        JsonValueKind.Number => Real(node!, typeof(double)) != 0,
        JsonValueKind.String when bool.TryParse(Text(node!), out var flag) => flag,
        _ => throw Not(node!, typeof(bool)),
    };

    internal static string Text(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.String => node.GetValue<string>(),
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.Null => "",
        _ => node.ToJsonString(),
    };

    private static long Whole(JsonNode node, Type type)
    {
        if (node.GetValueKind() == JsonValueKind.String
                ? long.TryParse(Text(node), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
                : TryWhole(node, out number))
            return type == typeof(int) && number != (int)number ? throw Not(node, type) : number;
        throw Not(node, type);
    }

    private static bool TryWhole(JsonNode node, out long number)
    {
        number = 0;
        if (node is not JsonValue value || value.GetValueKind() != JsonValueKind.Number)
            return false;
        if (value.TryGetValue(out number))
            return true;
        if (value.TryGetValue<int>(out var small))
        {
            number = small;
            return true;
        }

        var real = Real(node, typeof(long));
        number = (long)real;
        return number == real;
    }

    private static double Real(JsonNode node, Type type)
    {
        if (node is JsonValue value)
        {
            if (value.TryGetValue<double>(out var real))
                return real;
            if (value.TryGetValue<long>(out var whole))
                return whole;
            if (double.TryParse(Text(node), NumberStyles.Float, CultureInfo.InvariantCulture, out real))
                return real;
        }

        throw Not(node, type);
    }

    private static decimal Exact(JsonNode node)
    {
        if (node is JsonValue value)
        {
            if (value.TryGetValue<decimal>(out var exact))
                return exact;
            if (decimal.TryParse(Text(node), NumberStyles.Float, CultureInfo.InvariantCulture, out exact))
                return exact;
        }

        throw Not(node, typeof(decimal));
    }

    private static TimeSpan Span(JsonNode node)
    {
        if (node.GetValueKind() == JsonValueKind.String)
        {
            var text = Text(node);
            if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span))
                return span;
            if (text.StartsWith('P') || text.StartsWith("-P", StringComparison.Ordinal))
            {
                try
                {
                    return XmlConvert.ToTimeSpan(text);
                }
                catch (FormatException)
                {
                    throw Not(node, typeof(TimeSpan));
                }
            }
        }

        throw Not(node, typeof(TimeSpan));
    }

    private static DateTimeOffset Moment(JsonNode node) =>
        node.GetValueKind() == JsonValueKind.String
        && DateTimeOffset.TryParse(Text(node), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw Not(node, typeof(DateTimeOffset));

    private static ConversionException Not(JsonNode node, Type type)
    {
        var text = node.ToJsonString();
        return new($"{(text.Length > 60 ? text[..60] + "…" : text)} is not a {Authoring.TypeNames.Of(type)}");
    }
}
