using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Paying;

/// <summary>What is wrong with a template, found when it is loaded and not when money waits.</summary>
internal static class BankTemplateCheck
{
    private static readonly CellSource[] Needed = [CellSource.Payment, CellSource.Payee, CellSource.Account, CellSource.Amount];
    private static readonly CellSource[] OfFile = [CellSource.Text, CellSource.Batch, CellSource.Date, CellSource.Count, CellSource.Total];

    public static IEnumerable<(string Place, LocalText Reason)> Of(BankFileTemplate template)
    {
        if (!BankText.Encodings.Contains(template.Encoding))
        {
            yield return ("$.encoding", new($"编码“{template.Encoding}”不可用，可选：{string.Join("、", BankText.Encodings)}。", $"{template.Encoding} is not one of {string.Join(", ", BankText.Encodings)}."));
            yield break;
        }

        if (template.Columns.Concat(template.Header).Concat(template.Trailer).Any(column => column is null))
        {
            yield return ("$", new("列、表头或表尾中有一格是 null。", "A column, header or trailer cell is null."));
            yield break;
        }

        if (template.Format is BankFileFormat.Xlsx && template.Encoding != "UTF-8")
            yield return ("$.encoding", new("XLSX 文件的编码只能是 UTF-8。", "An XLSX file is UTF-8."));
        if (template.ByteOrderMark && template.Encoding != "UTF-8")
            yield return ("$.byteOrderMark", new("只有 UTF-8 才有字节顺序标记。", "Only UTF-8 has one."));
        if (template.Id.Length is 0 or > 60)
            yield return ("$.id", new("编号应为 1 至 60 个字符。", "An id has 1 to 60 characters."));
        if (template.Separator.Length != 1 || template.Separator is "\"" or "\r" or "\n")
            yield return ("$.separator", new("分隔符应为一个字符，不能是引号或换行。", "One character, no quote and no line end."));
        if (template.MostLines is < 1 or > 50_000)
            yield return ("$.mostLines", new("应为 1 至 50000。", "From 1 to 50000."));
        if (template.Answer.Statuses.IsEmpty)
            yield return ("$.answer.statuses", new("至少要写明银行的一个状态词。", "At least one word of the bank must be known."));
        foreach (var missing in Needed.Except(template.Columns.Select(column => column.Source)))
            yield return ("$.columns", new($"没有一列取自 {missing}。", $"No column carries the {missing.ToString().ToLowerInvariant()}."));
        foreach (var fault in OfColumns(template, "columns", template.Columns).Concat(OfColumns(template, "header", template.Header)).Concat(OfColumns(template, "trailer", template.Trailer)))
            yield return fault;
    }

    private static IEnumerable<(string Place, LocalText Reason)> OfColumns(BankFileTemplate template, string part, ImmutableArray<BankFileColumn> columns)
    {
        var text = new BankText(template);
        for (var place = 0; place < columns.Length; place++)
        {
            var column = columns[place];
            if (part != "columns" && !OfFile.Contains(column.Source))
                yield return ($"$.{part}[{place}].source", new($"{column.Source} 只能用在明细行里。", $"{column.Source} belongs to a line."));
            if (column.Width < 1)
                yield return ($"$.{part}[{place}].width", new("宽度至少为 1。", "A width is at least 1."));
            if (text.WhyNot(column.Title, column.Title, null) is { } why)
                yield return ($"$.{part}[{place}].title", new(Texts.Say(why, "zh-CN"), Texts.Say(why, "en")));
        }
    }
}
