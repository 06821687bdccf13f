using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>A part of a whole, exact: two thirds of three votes are two of them, which no number of percent says.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly partial record struct Share(int Parts, int Of)
{
    public static readonly Share None = new(0, 1);
    public static readonly Share Half = new(1, 2);

    /// <summary>Whether so much of the whole is at least this share of it.</summary>
    public bool IsReachedBy(long part, long whole) => part * Of >= Parts * whole;

    /// <summary>The fewest of all that reach it.</summary>
    public long Fewest(long all) => ((Parts * all) + Of - 1) / Of;

    /// <summary>"2/3", "60%" or "60"; more than the whole is none.</summary>
    public static Share? TryRead(string? text)
    {
        if (Written().Match(text?.Trim() ?? "") is not { Success: true } match)
            return null;
        var parts = int.Parse(match.Groups["parts"].Value, CultureInfo.InvariantCulture);
        var of = match.Groups["of"] is { Success: true, Value: var whole } ? int.Parse(whole, CultureInfo.InvariantCulture) : 100;
        return of > 0 && parts <= of ? new(parts, of) : null;
    }

    public override string ToString() => Of == 100 ? $"{Parts}%" : $"{Parts}/{Of}";

    [GeneratedRegex(@"^(?<parts>\d{1,4})\s*(/\s*(?<of>\d{1,4})|%)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex Written();
}
