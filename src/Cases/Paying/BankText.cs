using System.Globalization;
using System.Text;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Paying;

/// <summary>
/// Whether the bank's file can carry a text as it is written. What it cannot carry stops its line: a name is never changed, cut, or
/// given a question mark, because the bank compares it with the account.
/// </summary>
internal sealed class BankText
{
    private const string FormulaStarts = "=+-@\t\r＝＋－＠";
    private readonly BankFileTemplate template;

    static BankText() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public BankText(BankFileTemplate template)
    {
        this.template = template;
        Encoding = Strict(template.Format is BankFileFormat.Xlsx ? "UTF-8" : template.Encoding, template.ByteOrderMark);
    }

    /// <summary>Throws where it meets a character it does not know, in both directions.</summary>
    public Encoding Encoding { get; }

    public static IReadOnlyList<string> Encodings { get; } = ["UTF-8", "GBK", "GB18030"];

    /// <summary>Why the text cannot stand in a cell; null when it can.</summary>
    public RefusedException? WhyNot(string text, string field, int? width)
    {
        if (text.Length > 0 && FormulaStarts.Contains(text[0], StringComparison.Ordinal))
            return new RefusedException("bank-file.formula", field, ("field", field), ("text", text));
        var strange = text.EnumerateRunes().Where(rune => !Carries(rune)).Distinct().ToList();
        if (strange.Count > 0)
        {
            var shown = string.Join("、", strange.Select(rune => string.Create(CultureInfo.InvariantCulture, $"{rune} (U+{rune.Value:X4})")));
            return new RefusedException("bank-file.cannot-carry", field, ("field", field), ("characters", shown), ("encoding", template.Encoding));
        }

        var taken = template.Format is BankFileFormat.Csv ? Encoding.GetByteCount(text) : text.Length;
        return taken > width ? new RefusedException("bank-file.too-wide", field, ("field", field), ("width", width), ("taken", taken)) : null;
    }

    private bool Carries(Rune rune)
    {
        if (Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
            return false; // a private character means another one at the bank, or none
        if (template.Format is BankFileFormat.Csv && template.Encoding == "GB18030" && ChangedIn2022(rune.Value))
            return false;
        try
        {
            return Encoding.GetByteCount(rune.ToString()) > 0;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>GB 18030-2022 gave these other bytes than 2005 did: a bank of the other edition would read another character.</summary>
    private static bool ChangedIn2022(int value) => value is (>= 0x9FB4 and <= 0x9FBB) or (>= 0xFE10 and <= 0xFE19);

    private static Encoding Strict(string name, bool mark) => name switch
    {
        "UTF-8" => new UTF8Encoding(mark, throwOnInvalidBytes: true),
        "GBK" => Encoding.GetEncoding(936, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
        "GB18030" => Encoding.GetEncoding(54936, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
        _ => throw new RefusedException("bank-template.encoding", "encoding", ("encoding", name)),
    };
}
