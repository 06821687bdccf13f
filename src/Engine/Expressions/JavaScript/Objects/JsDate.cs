using System.Globalization;
using AidWorkflow.Engine.Expressions.JavaScript.Builtins;

namespace AidWorkflow.Engine.Expressions.JavaScript.Objects;

/// <summary>A moment in milliseconds since 1970 UTC; NaN is an invalid date.</summary>
internal sealed class JsDate(double milliseconds) : JsObject(Realm.Dates)
{
    public double Milliseconds { get; set; } = milliseconds;

    public override string Class => "Date";

    public override string Describe() => double.IsNaN(Milliseconds) ? "Invalid Date" : ToIso();

    public string ToIso()
    {
        var parts = DateParts.Of(Milliseconds);
        var year = parts.Year is >= 0 and <= 9999
            ? parts.Year.ToString("0000", CultureInfo.InvariantCulture)
            : (parts.Year < 0 ? "-" : "+") + Math.Abs(parts.Year).ToString("000000", CultureInfo.InvariantCulture);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{year}-{parts.Month + 1:00}-{parts.Day:00}T{parts.Hour:00}:{parts.Minute:00}:{parts.Second:00}.{parts.Millisecond:000}Z");
    }
}
