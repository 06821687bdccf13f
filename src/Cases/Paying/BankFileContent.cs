using AidWorkflow.Cases.Funding;

namespace AidWorkflow.Cases.Paying;

/// <summary>Reads a file of ours back as the bank would: what its lines add up to.</summary>
internal static class BankFileContent
{
    public static CountAndCents Of(BankFileTemplate template, byte[] bytes)
    {
        var rows = (template.Format is BankFileFormat.Csv ? CsvBankFile.Read(template, bytes) : XlsxBankFile.Read(bytes)).Select(row => row.Cells).ToList();
        var before = (template.Header.IsEmpty ? 0 : 1) + (template.Headings ? 1 : 0);
        var after = template.Trailer.IsEmpty ? 0 : 1;
        var amount = template.Columns.Select((column, place) => (column, place)).First(column => column.column.Source is CellSource.Amount).place;
        var lines = rows.Skip(before).SkipLast(after).ToList();
        return new CountAndCents(lines.Count, lines.Sum(cells => Yuan.Read(cells[amount]) ?? throw new InvalidOperationException($"{cells[amount]} is no amount.")));
    }
}
