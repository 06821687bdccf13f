using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.People;

public enum Sex
{
    Female,
    Male,
}

/// <summary>
/// A citizen identity number by GB 11643-1999, or the 15 digits of 1989 that old files hold. The first six digits are the area of the first
/// registration, kept for life: abolished codes are as good as current ones, so no list is asked.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CitizenId
{
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    private CitizenId(string value, string full, DateOnly born, Sex sex) => (Value, Full, BirthDate, Sex) = (value, full, born, sex);

    /// <summary>As given: 18 characters, or 15 for a legacy number.</summary>
    public string Value { get; }

    /// <summary>Always 18 characters: a legacy number as it was converted in 1999. Compare and index by this.</summary>
    public string Full { get; }

    public DateOnly BirthDate { get; }

    public Sex Sex { get; }

    public bool IsLegacy => Value.Length == 15;

    public static CitizenId Parse(string? text, DateOnly today, string field = "citizenId")
    {
        var value = Plain(text);
        if (value.Length is not (15 or 18))
            throw new RefusedException("citizen-id.length", field, ("length", value.Length));
        var body = value.Length == 18 ? value[..17] : value;
        if (!body.All(char.IsAsciiDigit) || body[0] == '0')
            throw new RefusedException("citizen-id.characters", field);

        var full17 = value.Length == 18 ? body : $"{value[..6]}19{value[6..]}";
        var check = CheckDigit(full17);
        if (value.Length == 18 && value[17] != check)
            throw new RefusedException("citizen-id.check-digit", field);
        if (!DateOnly.TryParseExact(full17.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born) || born.Year < 1850)
            throw new RefusedException("citizen-id.birth-date", field);
        if (born > today)
            throw new RefusedException("citizen-id.birth-future", field, ("born", born));
        return new CitizenId(value, full17 + check, born, (full17[16] - '0') % 2 == 1 ? Sex.Male : Sex.Female);
    }

    /// <summary>The 18th character for the first seventeen: 0-9 or X.</summary>
    public static char CheckDigit(ReadOnlySpan<char> first17)
    {
        var sum = 0;
        for (var at = 0; at < Weights.Length; at++)
            sum += (first17[at] - '0') * Weights[at];
        return "10X98765432"[sum % 11];
    }

    /// <summary>Never the number itself, so that it cannot slip into a log; use <see cref="Value"/> or <see cref="Mask"/>.</summary>
    public override string ToString() => "citizen id";

    /// <summary>Full-width digits and a small x are what people type; spaces and hyphens are what they copy.</summary>
    private static string Plain(string? text) => string.Concat((text ?? "").Normalize(NormalizationForm.FormKC)
        .Where(letter => !char.IsWhiteSpace(letter) && letter != '-')).ToUpperInvariant();
}
