using System.Globalization;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Paying;

/// <param name="Line">The line of the file; null when the fault is the file's.</param>
public sealed record AnswerFault(int? Line, RefusedException What);

/// <summary>Every fault of a refused return file. As a value of a refusal it says them all, in the language of the refusal.</summary>
public sealed record AnswerFaults(IReadOnlyList<AnswerFault> All) : IFormattable
{
    private const int Most = 50;

    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        var language = (formatProvider as CultureInfo)?.Name == "en" ? "en" : "zh-CN";
        var said = All.Take(Most).Select(fault => (fault.Line, language) switch
        {
            (null, _) => Texts.Say(fault.What, language),
            ({ } line, "en") => $"Line {line}: {Texts.Say(fault.What, language)}",
            ({ } line, _) => $"第 {line} 行：{Texts.Say(fault.What, language)}",
        });
        return string.Join('\n', All.Count > Most ? said.Append("…") : said);
    }

    public override string ToString() => ToString(null, CultureInfo.GetCultureInfo("en"));
}
