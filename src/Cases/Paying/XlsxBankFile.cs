using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace AidWorkflow.Cases.Paying;

internal static class XlsxBankFile
{
    private const uint TwoDecimals = 1; // the second cell format of the style sheet below

    public static byte[] Write(BankFileTemplate template, IEnumerable<IReadOnlyList<Cell>> rows)
    {
        using var stream = new MemoryStream();
        using (var file = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var workbook = file.AddWorkbookPart();
            workbook.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
            var sheet = workbook.AddNewPart<WorksheetPart>();
            sheet.Worksheet = new Worksheet(new SheetData(rows.Select(row => new Row(row.Select(Of)))));
            workbook.Workbook = new Workbook(new Sheets(new Sheet { Name = "代发", SheetId = 1, Id = workbook.GetIdOfPart(sheet) }));
        }

        _ = template;
        return stream.ToArray();
    }

    /// <summary>The rows of the first sheet with their numbers.</summary>
    public static IEnumerable<(int Line, string[] Cells)> Read(byte[] bytes)
    {
        using var file = SpreadsheetDocument.Open(new MemoryStream(bytes), isEditable: false);
        var workbook = file.WorkbookPart!;
        var shared = workbook.SharedStringTablePart?.SharedStringTable.Elements<SharedStringItem>().Select(item => item.InnerText).ToList() ?? [];
        var first = workbook.Workbook.Sheets!.Elements<Sheet>().First();
        var number = 0;
        foreach (var row in ((WorksheetPart)workbook.GetPartById(first.Id!)).Worksheet.Descendants<Row>())
        {
            number = (int)(row.RowIndex?.Value ?? (uint)number + 1);
            var cells = new List<string>();
            foreach (var cell in row.Elements<DocumentFormat.OpenXml.Spreadsheet.Cell>())
            {
                var column = cell.CellReference?.Value is { } place ? Column(place) : cells.Count;
                while (cells.Count < column)
                    cells.Add(""); // an empty cell is left out of the file
                cells.Add(TextOf(cell, shared));
            }

            if (cells.Exists(cell => cell.Length > 0))
                yield return (number, [.. cells]);
        }
    }

    private static DocumentFormat.OpenXml.Spreadsheet.Cell Of(Cell cell) => cell.IsAmount
        ? new() { CellValue = new CellValue(cell.Text), DataType = CellValues.Number, StyleIndex = TwoDecimals }
        : new() { InlineString = new InlineString(new Text(cell.Text) { Space = SpaceProcessingModeValues.Preserve }), DataType = CellValues.InlineString };

    private static string TextOf(DocumentFormat.OpenXml.Spreadsheet.Cell cell, List<string> shared)
    {
        if (cell.DataType?.Value == CellValues.SharedString)
            return shared[int.Parse(cell.CellValue!.Text, CultureInfo.InvariantCulture)];
        if (cell.DataType?.Value == CellValues.InlineString)
            return cell.InlineString?.InnerText ?? "";
        return cell.CellValue?.Text ?? "";
    }

    private static int Column(string place) => place.TakeWhile(char.IsAsciiLetter).Aggregate(0, (column, letter) => column * 26 + (letter - 'A' + 1)) - 1;

    private static Stylesheet Styles() => new(
        new Fonts(new Font()),
        new Fills(new Fill()),
        new Borders(new Border()),
        new CellStyleFormats(new CellFormat()),
        new CellFormats(new CellFormat(), new CellFormat { NumberFormatId = 2, ApplyNumberFormat = true }));
}
