using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Services;

/// <summary>The values of a service's rules in force on one day, as they are frozen into a decision.</summary>
public sealed record RuleValues(string ServiceId, DateOnly On, ImmutableSortedDictionary<string, RuleValues.Row> Rows)
{
    /// <param name="Json">The value as the row holds it.</param>
    public sealed record Row(string Json, DateOnly From, bool Demo, string Source);

    /// <summary>Whether any of them is invented for demonstration.</summary>
    public bool Demo => Rows.Values.Any(row => row.Demo);

    /// <summary>Chooses the row of each key that covers the day.</summary>
    public static RuleValues At(string serviceId, DateOnly day, IEnumerable<RuleValue> rows) => new(serviceId, day,
        rows.Where(row => row.ServiceId == serviceId && row.Covers(day))
            .ToImmutableSortedDictionary(row => row.Key, row => new Row(row.Json, row.From, row.Demo, row.Source), StringComparer.Ordinal));

    /// <summary>The whole choice as JSON, to be stored with the decision.</summary>
    public string Freeze()
    {
        var values = new JsonObject();
        foreach (var (key, row) in Rows)
            values[key] = new JsonObject { ["value"] = JsonNode.Parse(row.Json), ["from"] = Text(row.From), ["demo"] = row.Demo, ["source"] = row.Source };
        return new JsonObject { ["service"] = ServiceId, ["on"] = Text(On), ["values"] = values }.ToJsonString();
    }

    public static RuleValues Thaw(string frozen)
    {
        var root = JsonNode.Parse(frozen)!;
        return new RuleValues(root["service"]!.GetValue<string>(), Day(root["on"]!), root["values"]!.AsObject().ToImmutableSortedDictionary(
            value => value.Key,
            value => new Row(value.Value!["value"]!.ToJsonString(), Day(value.Value["from"]!), value.Value["demo"]!.GetValue<bool>(), value.Value["source"]!.GetValue<string>()),
            StringComparer.Ordinal));
    }

    /// <exception cref="RefusedException">No row of the key covers the day.</exception>
    public JsonElement Value(string key)
    {
        if (!Rows.TryGetValue(key, out var row))
            throw new RefusedException("rules.value-missing", null, ("key", key), ("on", Text(On)), ("service", ServiceId));
        using var parsed = JsonDocument.Parse(row.Json);
        return parsed.RootElement.Clone();
    }

    /// <summary>Values that are plain amounts, in cents: a form's answers are checked not to be above them.</summary>
    public Dictionary<string, long> Caps() => Rows
        .Select(row => (row.Key, Cents: JsonNode.Parse(row.Value.Json) is JsonValue value && value.TryGetValue<string>(out var yuan) ? Answer.Cents(yuan) : null))
        .Where(cap => cap.Cents is not null)
        .ToDictionary(cap => cap.Key, cap => cap.Cents!.Value, StringComparer.Ordinal);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly Day(JsonNode node) => DateOnly.ParseExact(node.GetValue<string>(), "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
