using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Acting;

/// <summary>
/// What a text must be to be kept: as long as its column at most, and without characters that no person writes. The databases differ in what they take (SQLite takes anything), so this is asked of
/// every text of every act before it is written, in one place.
/// </summary>
public static class FitTexts
{
    private static readonly Dictionary<string, LocalText> Labels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Opinion"] = new("意见", "The opinion"),
        ["Reason"] = new("理由", "The reason"),
        ["GivenWords"] = new("说明", "The words"),
        ["Why"] = new("理由", "The reason"),
        ["Note"] = new("备注", "The note"),
        ["Words"] = new("说明", "The words"),
        ["Text"] = new("内容", "The text"),
        ["Name"] = new("名称", "The name"),
        ["NameZh"] = new("中文名称", "The Chinese name"),
        ["NameEn"] = new("英文名称", "The English name"),
        ["Source"] = new("依据", "The source"),
        ["MinutesNumber"] = new("纪要编号", "The number of the minutes"),
        ["FileName"] = new("文件名", "The name of the file"),
    };

    /// <param name="property">Of the record, "Opinion", or the fact of the audit trail, "words".</param>
    /// <param name="most">Characters that its column holds; null where it is not limited.</param>
    /// <returns>text.too-long or text.unfit; null where all is well.</returns>
    public static RefusedException? WhyNot(string property, string text, int? most)
    {
        if (text.Length > most)
            return new("text.too-long", Field(property), ("label", LabelOf(property)), ("most", most.Value), ("length", text.Length));
        return IsFit(text) ? null : new("text.unfit", Field(property), ("label", LabelOf(property)));
    }

    /// <summary>Line breaks and tabs are written by people, other control characters are not; half a letter of two parts is none.</summary>
    private static bool IsFit(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (char.IsControl(letter) && letter is not ('\n' or '\r' or '\t' or '\u0085'))
                return false;
            if (!char.IsSurrogate(letter))
                continue;
            if (!char.IsHighSurrogate(letter) || at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1]))
                return false;
            at++;
        }

        return true;
    }

    private static LocalText LabelOf(string property) => Labels.GetValueOrDefault(property) ?? new($"文字（{Field(property)}）", $"The text ({Field(property)})");

    /// <summary>As bodies of the API and fields of pages are named.</summary>
    private static string Field(string property) => property == "GivenWords" ? "words" : $"{char.ToLowerInvariant(property[0])}{property[1..]}";
}
