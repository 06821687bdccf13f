using System.Collections.Immutable;

namespace AidWorkflow.Cases.Paying;

/// <summary>What is wrong with a template, found when it is loaded and not when money waits.</summary>
internal static class BankTemplateCheck
{
    private static readonly CellSource[] Needed = [CellSource.Payment, CellSource.Payee, CellSource.Account, CellSource.Amount];
    private static readonly CellSource[] OfFile = [CellSource.Text, CellSource.Batch, CellSource.Date, CellSource.Count, CellSource.Total];

    public static IEnumerable<(string Place, string Reason)> Of(BankFileTemplate template)
    {
        if (!BankText.Encodings.Contains(template.Encoding))
        {
            yield return ("$.encoding", $"{template.Encoding} is not one of {string.Join(", ", BankText.Encodings)}.");
            yield break;
        }

        if (template.Columns.Concat(template.Header).Concat(template.Trailer).Any(column => column is null))
        {
            yield return ("$", "A column, header or trailer cell is null.");
            yield break;
        }

        if (template.Format is BankFileFormat.Xlsx && template.Encoding != "UTF-8")
            yield return ("$.encoding", "An XLSX file is UTF-8.");
        if (template.ByteOrderMark && template.Encoding != "UTF-8")
            yield return ("$.byteOrderMark", "Only UTF-8 has one.");
        if (template.Id.Length is 0 or > 60)
            yield return ("$.id", "An id has 1 to 60 characters.");
        if (template.Separator.Length != 1 || template.Separator is "\"" or "\r" or "\n")
            yield return ("$.separator", "One character, no quote and no line end.");
        if (template.MostLines is < 1 or > 50_000)
            yield return ("$.mostLines", "From 1 to 50000.");
        if (template.Answer.Statuses.IsEmpty)
            yield return ("$.answer.statuses", "At least one word of the bank must be known.");
        foreach (var missing in Needed.Except(template.Columns.Select(column => column.Source)))
            yield return ("$.columns", $"No column carries the {missing.ToString().ToLowerInvariant()}.");
        foreach (var fault in OfColumns(template, "columns", template.Columns).Concat(OfColumns(template, "header", template.Header)).Concat(OfColumns(template, "trailer", template.Trailer)))
            yield return fault;
    }

    private static IEnumerable<(string Place, string Reason)> OfColumns(BankFileTemplate template, string part, ImmutableArray<BankFileColumn> columns)
    {
        var text = new BankText(template);
        for (var place = 0; place < columns.Length; place++)
        {
            var column = columns[place];
            if (part != "columns" && !OfFile.Contains(column.Source))
                yield return ($"$.{part}[{place}].source", $"{column.Source} belongs to a line.");
            if (column.Width < 1)
                yield return ($"$.{part}[{place}].width", "A width is at least 1.");
            if (text.WhyNot(column.Title, column.Title, null) is { } why)
                yield return ($"$.{part}[{place}].title", why.Message);
        }
    }
}
