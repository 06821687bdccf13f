using System.Globalization;
using System.Text;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reporting;

namespace AidWorkflow.Portal.Overseeing;

/// <summary>What the scorecard calls its figures, and how each is worked out.</summary>
internal static class ScoreWords
{
    public static LocalText Name(ScoreFigure figure) => figure switch
    {
        ScoreFigure.TimelyAcceptance => new("及时受理率", "Accepted in time"),
        ScoreFigure.OnTimeConclusion => new("按期办结率", "Answered in time"),
        ScoreFigure.Repeats => new("重复信访", "Repeats"),
        ScoreFigure.Participation => new("信访参评率", "Petitioners who said"),
        ScoreFigure.Satisfaction => new("信访满意率", "Petitioners satisfied"),
        ScoreFigure.ServiceParticipation => new("好差评参评率", "Service rated"),
        _ => new("好差评满意率", "Service satisfied"),
    };

    public static LocalText Definition(ScoreFigure figure) => figure switch
    {
        ScoreFigure.TimelyAcceptance => new(
            "期内收到的信访中，已决定是否受理的和已经超期的为分母；登记转送、告知受理都在 15 日内的为分子。还没到期的不算。",
            "Of the petitions received in the period: those decided on or overdue; of them, those registered and sent on, and told of, within their 15 days each. What is not due yet is left out."),
        ScoreFigure.OnTimeConclusion => new(
            "期内收到并已受理、有办理期限的信访（第31条第6项）中，已答复的和已经超期的为分母；在 60 日（含经批准的延长）内答复的为分子。还没到期的、撤回的不算。",
            "Of the petitions received in the period and accepted that have to be answered within a limit (art. 31, item 6): those answered or overdue; of them, those answered within 60 days and what the head extended them by. What is not due yet, or was taken back, is left out."),
        ScoreFigure.Repeats => new("期内收到的信访为分母；同一人就同一事项再次提出的为分子。", "The petitions received in the period; of them, those of the same petitioner about the same subject."),
        ScoreFigure.Participation => new("期内送达处理意见的信访（匿名的除外）为分母；信访人说了满意程度的为分子。", "Petitions whose answer was delivered in the period, anonymous ones left out; of them, those whose petitioner said how satisfied they are."),
        ScoreFigure.Satisfaction => new("期内送达处理意见、信访人说了满意程度的为分母；“非常满意、满意、基本满意”的为分子。", "Of those whose petitioner said; those very, quite or fairly satisfied."),
        ScoreFigure.ServiceParticipation => new("期内办结的接访事项为分母；有服务评价的为分子。申诉成立的评价不算。", "Matters of the desk that ended in the period; of them, those whose service was rated. Ratings that an upheld appeal left out do not count."),
        _ => new("期内办结、有服务评价的接访事项为分母；“非常满意、满意、基本满意”的为分子。申诉成立的评价不算。", "Of those rated; those very, quite or fairly satisfied. Ratings that an upheld appeal left out do not count."),
    };

    public static string Percent(Score score) => score.Percent is { } rate ? string.Create(CultureInfo.InvariantCulture, $"{rate:0.0}%") : "–";

    /// <summary>One line for each unit and figure, for spreadsheets: with the mark by which they know the encoding.</summary>
    public static byte[] Csv(ScorecardView view, string language)
    {
        var lines = new StringBuilder();
        Line(lines, new LocalText("起", "From"), new("止", "To"), new("单位", "Unit"), new("指标", "Figure"), new("分子", "Numerator"), new("分母", "Denominator"), new("比率", "Rate"), new("小样本", "Small sample"), new("口径", "How it is worked out"));
        foreach (var row in view.Units.Prepend(view.All))
            foreach (var score in row.Scores)
                Line(lines, Day(view.From), Day(view.To), row.Name, Name(score.Figure), Number(score.Numerator), Number(score.Denominator), LocalText.Same(Percent(score)), score.IsSmall ? new("是", "yes") : new("否", "no"), Definition(score.Figure));
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(lines.ToString())];

        void Line(StringBuilder to, params LocalText[] cells) => to.AppendJoin(',', cells.Select(cell => Cell(cell.In(language)))).Append("\r\n");
    }

    private static LocalText Day(DateOnly day) => LocalText.Same(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    private static LocalText Number(int number) => LocalText.Same(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Quoted; what a spreadsheet would take for a formula begins with an apostrophe.</summary>
    private static string Cell(string text) => $"\"{(text is ['=' or '+' or '-' or '@', ..] ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
