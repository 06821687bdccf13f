using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Expressions.JavaScript.Builtins;
using AidWorkflow.Engine.Expressions.JavaScript.Objects;

namespace AidWorkflow.Engine.Expressions.JavaScript;

public readonly partial struct JsValue
{
    private const int DeepestJson = 256;

    private const double LargestExact = 9007199254740991;

    /// <summary>What a value of a list or object is counted for, in bytes.</summary>
    private const int Each = 64;

    /// <summary>A copy as script values. Numbers become doubles, as JSON.parse would read them.</summary>
    /// <param name="meter">Counts the copy; null where the value is the host's own and no script's.</param>
    public static JsValue FromJson(JsonNode? node, IJsMeter? meter = null) => FromJson(node, meter, 0);

    private static JsValue FromJson(JsonNode? node, IJsMeter? meter, int depth)
    {
        meter?.Allocate(Each);
        if (depth > DeepestJson)
            throw new ExpressionFaultException(ExpressionFault.Budget, 0, 0, "The value is nested too deeply");
        switch (node)
        {
            case JsonArray array:
                var items = new JsValue[array.Count];
                for (var index = 0; index < items.Length; index++)
                    items[index] = FromJson(array[index], meter, depth + 1);
                return new(new JsArray(items));
            case JsonObject members:
                var made = new JsObject(Realm.Objects);
                foreach (var (name, value) in members)
                    made.Define(name, FromJson(value, meter, depth + 1));
                return new(made);
            case JsonValue value:
                return FromScalar(value);
            default:
                return Null;
        }
    }

    private static JsValue FromScalar(JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.True => True,
        JsonValueKind.False => False,
        JsonValueKind.Number => Of(Numerals.Read(value.ToJsonString())),
        JsonValueKind.String => Of(value.GetValue<object>() is string text ? text : value.TryGetValue<string>(out var read) ? read : value.ToString()),
        _ => Null,
    };

    /// <summary>
    /// A copy as JSON, by the rules of JSON.stringify: functions and undefined members are left out, a Date is its ISO text,
    /// what is not finite is null. Runs no script. Whole numbers come as <see cref="long"/>, others as <see cref="double"/>.
    /// </summary>
    /// <param name="meter">Counts the copy, shared parts each time: written out they are no longer shared. Null where the value is the host's own.</param>
    public JsonNode? ToJson(IJsMeter? meter = null) => ToJson(meter, 0);

    private JsonNode? ToJson(IJsMeter? meter, int depth)
    {
        if (depth > DeepestJson)
            throw new ExpressionFaultException(ExpressionFault.Budget, 0, 0, "The value is nested too deeply or contains itself");
        meter?.Allocate(Each);
        switch (_held)
        {
            case string or Rope:
                meter?.Allocate(2L * Text!.Length);
                return JsonValue.Create(Text);
            case JsFunction:
                return null;
            case JsDate date:
                return double.IsNaN(date.Milliseconds) ? null : JsonValue.Create(date.ToIso());
            case JsArray array:
                var items = new JsonArray();
                for (var index = 0; index < array.Length; index++)
                    items.Add(array[index].ToJson(meter, depth + 1));
                return items;
            case JsObject value:
                var members = new JsonObject();
                foreach (var key in value.OwnKeys(onlyEnumerable: true))
                {
                    if (value.TryGetOwn(key, out var member) && !member.IsUndefined && member.Callable is null)
                        members[key] = member.ToJson(meter, depth + 1);
                }
                return members;
            default:
                if (IsBoolean)
                    return JsonValue.Create(_number != 0);
                if (!IsNumber || !double.IsFinite(_number))
                    return null;
                return _number == Math.Floor(_number) && Math.Abs(_number) <= LargestExact ? JsonValue.Create((long)_number) : JsonValue.Create(_number);
        }
    }
}
