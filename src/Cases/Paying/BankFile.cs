using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Funding;

namespace AidWorkflow.Cases.Paying;

/// <summary>A rendered file for the bank.</summary>
internal sealed record BankFile(string FileName, string ContentType, byte[] Bytes);

/// <summary>What stands in a cell; an amount stays a number where the format has numbers.</summary>
internal readonly record struct Cell(string Text, bool IsAmount);

/// <summary>Lays a roll out in the rows that the bank's template asks for.</summary>
internal static class BankFileRows
{
    public static BankFile Render(Roll roll) => roll.Template.Format switch
    {
        BankFileFormat.Csv => new BankFile($"{roll.Number}.csv", "text/csv", CsvBankFile.Write(roll.Template, Of(roll))),
        BankFileFormat.Xlsx => new BankFile(
            $"{roll.Number}.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", XlsxBankFile.Write(roll.Template, Of(roll))),
        _ => throw new InvalidOperationException($"No writer knows {roll.Template.Format}."),
    };

    /// <summary>Why the bank's file cannot carry the line; null when it can.</summary>
    public static RefusedException? WhyNot(BankFileTemplate template, BankText text, RollLine line)
    {
        foreach (var column in template.Columns)
        {
            if (Of(column, line) is not { } cell)
                continue;
            if (cell.Text.Length == 0 && column.Source is CellSource.BankCode)
                return new RefusedException("bank-file.missing", "bankCode", ("field", column.Title));
            if (text.WhyNot(cell.Text, column.Title, column.Width) is { } refusal)
                return refusal;
        }

        return null;
    }

    /// <summary>The header, when there is one; headings; lines; the trailer, when there is one.</summary>
    private static IEnumerable<IReadOnlyList<Cell>> Of(Roll roll)
    {
        var template = roll.Template;
        if (!template.Header.IsEmpty)
            yield return [.. template.Header.Select(column => Of(column, roll))];
        if (template.Headings)
            yield return [.. template.Columns.Select(column => new Cell(column.Title, false))];
        foreach (var line in roll.Lines)
            yield return [.. template.Columns.Select(column => Of(column, line) ?? Of(column, roll))];
        if (!template.Trailer.IsEmpty)
            yield return [.. template.Trailer.Select(column => Of(column, roll))];
    }

    private static Cell? Of(BankFileColumn column, RollLine line) => column.Source switch
    {
        CellSource.Number => Text(line.Number.ToString(CultureInfo.InvariantCulture)),
        CellSource.Payment => Text(line.Payment),
        CellSource.Payee => Text(line.Payee),
        CellSource.Account => Text(line.Account),
        CellSource.Bank => Text(line.Bank),
        CellSource.BankCode => Text(line.BankCode ?? ""),
        CellSource.Amount => new Cell(Yuan.Of(line.Cents), true),
        CellSource.Purpose => Text(line.Purpose),
        _ => null,
    };

    private static Cell Of(BankFileColumn column, Roll roll) => column.Source switch
    {
        CellSource.Text => Text(column.Title),
        CellSource.Batch => Text(roll.Number),
        CellSource.Date => Text(roll.Day.ToString(column.Format ?? "yyyyMMdd", CultureInfo.InvariantCulture)),
        CellSource.Count => Text(roll.Count.ToString(CultureInfo.InvariantCulture)),
        CellSource.Total => new Cell(Yuan.Of(roll.Cents), true),
        _ => throw new InvalidOperationException($"{column.Source} belongs to a line, not to a header or trailer."),
    };

    private static Cell Text(string text) => new(text, false);
}
