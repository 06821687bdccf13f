using System.Globalization;
using System.Text;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.People;

/// <summary>
/// A name exactly as the register writes it. Any character of GB 18030-2022 stays as it is: no normalisation, which would turn a rare character into
/// its everyday cousin. Only the many dots people type between the parts of a name become the one of the register, U+00B7.
/// </summary>
public sealed record PersonName
{
    private const int Longest = 60;

    private PersonName(string value) => Value = value;

    public string Value { get; }

    /// <summary>In characters as a reader counts them, not in UTF-16 units.</summary>
    public int Length => new StringInfo(Value).LengthInTextElements;

    public static PersonName Parse(string? text, string field = "name")
    {
        var name = string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (name.Length == 0)
            throw new RefusedException("name.empty", field);

        var parsed = new StringBuilder(name.Length);
        for (var rest = name.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var units) != System.Buffers.OperationStatus.Done || !Belongs(rune))
                throw new RefusedException("name.characters", field);
            parsed.Append(IsDot(rune) ? "·" : rest[..units].ToString());
            rest = rest[units..];
        }

        var value = new PersonName(parsed.ToString());
        return value.Length <= Longest ? value : throw new RefusedException("name.too-long", field, ("most", Longest));
    }

    public override string ToString() => "name";

    private static bool IsDot(Rune rune) => rune.Value is 0x00B7 or 0x2022 or 0x2027 or 0x22C5 or 0x30FB or 0xFF65 or 0x0387;

    // Private-use characters belong: older encodings parked rare characters of names there. U+FFFD is what a broken one leaves behind.
    private static bool Belongs(Rune rune) => rune.Value != 0xFFFD && (
        rune.Value is ' ' or '.' or '\'' or '-' or 0x2019 || IsDot(rune) || Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
            UnicodeCategory.MathSymbol or UnicodeCategory.CurrencySymbol => false,
            UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation or UnicodeCategory.OtherPunctuation => false,
            _ => true,
        });
}
