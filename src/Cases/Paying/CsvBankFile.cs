using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace AidWorkflow.Cases.Paying;

internal static class CsvBankFile
{
    public static byte[] Write(BankFileTemplate template, IEnumerable<IReadOnlyList<Cell>> rows)
    {
        using var stream = new MemoryStream();
        using (var writer = new StreamWriter(stream, new BankText(template).Encoding, leaveOpen: true))
        using (var csv = new CsvWriter(writer, Shape(template, "\r\n")))
            foreach (var row in rows)
            {
                foreach (var cell in row)
                    csv.WriteField(cell.Text);
                csv.NextRecord();
            }

        return stream.ToArray();
    }

    /// <summary>The rows with the line of the file that each begins on.</summary>
    public static IEnumerable<(int Line, string[] Cells)> Read(BankFileTemplate template, byte[] bytes)
    {
        using var reader = new StreamReader(new MemoryStream(bytes), new BankText(template).Encoding, detectEncodingFromByteOrderMarks: false);
        using var csv = new CsvParser(reader, Shape(template, newLine: null));
        while (csv.Read())
            yield return (csv.RawRow, [.. csv.Record!.Select(cell => cell.TrimStart('\uFEFF'))]);
    }

    /// <param name="newLine">How a line of ours ends; null to read: the file of a bank ends its lines as its system does.</param>
    private static CsvConfiguration Shape(BankFileTemplate template, string? newLine)
    {
        var shape = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = template.Separator,
            HasHeaderRecord = false,
            IgnoreBlankLines = true,
            InjectionOptions = InjectionOptions.Exception, // the lines were checked; nothing that a spreadsheet would run may leave all the same
        };
        if (newLine is not null)
            shape.NewLine = newLine;
        return shape;
    }
}
