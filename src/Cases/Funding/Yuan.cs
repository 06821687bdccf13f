using System.Globalization;

namespace AidWorkflow.Cases.Funding;

/// <summary>Cents as people and banks read them.</summary>
public static class Yuan
{
    /// <summary>Two decimals, no currency sign, no grouping: 123456 → "1234.56".</summary>
    public static string Of(long cents) => string.Create(CultureInfo.InvariantCulture, $"{cents / 100m:0.00}");

    /// <summary>In a sentence for people, as pages write it: 123456 → "1,234.56".</summary>
    public static string Said(long cents) => string.Create(CultureInfo.InvariantCulture, $"{cents / 100m:#,##0.00}");

    /// <summary>The cents of "1234.56"; null when the text is anything else than digits with at most two decimals.</summary>
    public static long? Read(string text) =>
        decimal.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var yuan)
        && yuan < 1_000_000_000_000m && yuan * 100 is var cents && cents == decimal.Truncate(cents)
            ? (long)cents
            : null;
}
