using System.Collections.Immutable;
using System.Text.Json;

namespace AidWorkflow.Cases.Forms;

/// <summary>Reads <c>{ "field", "op", "value" }</c>, <c>{ "all": [] }</c>, <c>{ "any": [] }</c>.</summary>
internal static class ConditionReading
{
    internal static readonly Dictionary<string, ConditionOp> Ops = new(StringComparer.Ordinal)
    {
        ["equal"] = ConditionOp.Equal,
        ["not-equal"] = ConditionOp.NotEqual,
        ["in"] = ConditionOp.In,
        ["not-in"] = ConditionOp.NotIn,
        ["above"] = ConditionOp.Above,
        ["at-least"] = ConditionOp.AtLeast,
        ["below"] = ConditionOp.Below,
        ["at-most"] = ConditionOp.AtMost,
        ["filled"] = ConditionOp.Filled,
        ["empty"] = ConditionOp.Empty,
        ["contains"] = ConditionOp.Contains,
    };

    /// <summary>As it is written.</summary>
    internal static string Key(ConditionOp op) => Ops.First(known => known.Value == op).Key;

    public static Condition Read(JsonSpot spot)
    {
        spot.Knows("all", "any", "field", "op", "value");
        if (spot.Has("all") || spot.Has("any"))
        {
            var name = spot.Has("all") ? "all" : "any";
            if (spot.Has("field") || (spot.Has("all") && spot.Has("any")))
                spot.Fault("form-file.condition");
            var of = spot.Items(name).Select(Read).ToImmutableArray();
            if (of.IsEmpty)
                spot.At(name).Fault("form-file.condition");
            return name == "all" ? new Condition.All(of) : new Condition.Any(of);
        }

        var op = spot.OneOf("op", Ops);
        return new Condition.Field(spot.Text("field"), op, Values(spot, op));
    }

    private static ImmutableArray<string> Values(JsonSpot spot, ConditionOp op)
    {
        if (op is ConditionOp.Filled or ConditionOp.Empty)
            return [];
        if (op is ConditionOp.In or ConditionOp.NotIn)
            return [.. spot.Items("value").Select(item => item.Text())];
        var value = spot.At("value");
        return value.Element.ValueKind switch
        {
            JsonValueKind.True => ["yes"],
            JsonValueKind.False => ["no"],
            JsonValueKind.Number => [value.Element.GetRawText()],
            _ => [value.Text()],
        };
    }
}
