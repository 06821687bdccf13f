using AidWorkflow.Engine.Expressions.JavaScript.Builtins;
using AidWorkflow.Engine.Expressions.JavaScript.Objects;

namespace AidWorkflow.Engine.Expressions.JavaScript;

/// <summary>ECMAScript's conversions of one kind of value to another.</summary>
internal static class Coerce
{
    public static double ToNumber(JsRun run, JsValue value)
    {
        if (value.IsNumber || value.IsBoolean)
            return value.Number;
        if (value.IsUndefined)
            return double.NaN;
        if (value.IsNull)
            return 0;
        if (value.Text is { } text)
        {
            run.Spend(text.Length / 16);
            return Numerals.FromText(text);
        }
        return ToNumber(run, ToPrimitive(run, value, "number"));
    }

    public static string ToText(JsRun run, JsValue value)
    {
        if (value.Text is { } text)
            return text;
        if (value.IsObject)
            return ToText(run, ToPrimitive(run, value, "string"));
        return value.ToString();
    }

    /// <summary>A property key.</summary>
    public static string ToKey(JsRun run, JsValue value) => ToText(run, value);

    public static JsValue ToPrimitive(JsRun run, JsValue value, string hint)
    {
        if (value.Object is not { } subject)
            return value;
        if (hint == "default")
            hint = subject is JsDate ? "string" : "number";
        var (first, second) = hint == "string" ? ("toString", "valueOf") : ("valueOf", "toString");
        foreach (var method in (ReadOnlySpan<string>)[first, second])
        {
            if (subject.Get(method).Callable is not { } convert)
                continue;
            var result = convert.Invoke(run, value, []);
            if (!result.IsObject)
                return result;
        }
        throw Throw.TypeError("Cannot convert object to primitive value");
    }

    /// <summary>Whole and finite or infinite; NaN is 0.</summary>
    public static double ToInteger(JsRun run, JsValue value)
    {
        var number = ToNumber(run, value);
        return double.IsNaN(number) ? 0 : Math.Truncate(number) + 0.0;
    }

    public static int ToInt32(JsRun run, JsValue value)
    {
        var number = ToNumber(run, value);
        return ToInt32(number);
    }

    public static int ToInt32(double number)
    {
        var near = (int)number;
        if (near == number)
            return near;
        if (!double.IsFinite(number))
            return 0;
        if (Math.Abs(number) < 9e18)
            return unchecked((int)(long)number);
        return unchecked((int)(uint)(Math.Truncate(number) % 4294967296.0 is var rest && rest < 0 ? rest + 4294967296.0 : rest));
    }

    public static uint ToUint32(JsRun run, JsValue value) => unchecked((uint)ToInt32(run, value));

    /// <summary>An index that counts from the end when negative, kept inside a length.</summary>
    public static int ToPlace(JsRun run, JsValue value, int length, int missing)
    {
        if (value.IsUndefined)
            return missing;
        var place = ToInteger(run, value);
        return (int)(place < 0 ? Math.Max(length + place, 0) : Math.Min(place, length));
    }

    /// <summary>Where members of a value are looked up; null for undefined and null.</summary>
    public static JsObject? MembersOf(JsValue value)
    {
        if (value.Object is { } own)
            return own;
        if (value.IsString)
            return Realm.Strings;
        if (value.IsNumber)
            return Realm.Numbers;
        return value.IsBoolean ? Realm.Booleans : null;
    }

    public static string TypeOf(JsValue value) => value.Kind switch
    {
        JsKind.Undefined => "undefined",
        JsKind.Boolean => "boolean",
        JsKind.Number => "number",
        JsKind.String => "string",
        JsKind.Function => "function",
        _ => "object",
    };
}
