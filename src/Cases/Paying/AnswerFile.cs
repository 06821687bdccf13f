using System.Globalization;
using System.Text;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Funding;
using CsvHelper;

namespace AidWorkflow.Cases.Paying;

/// <summary>A line of the bank's return file that could be read.</summary>
internal sealed record AnswerLine(int Line, string EndToEndId, long Cents, AnswerStatus Status, string Reason);

/// <summary>Reads a return file by the bank's template. Nothing is taken from a file that has a single fault.</summary>
internal sealed class AnswerFile
{
    private readonly BankFileTemplate template;
    private readonly List<AnswerLine> lines = [];
    private readonly List<AnswerFault> faults = [];
    private Dictionary<string, int>? headings;
    private bool totalsSeen;

    private AnswerFile(BankFileTemplate template) => this.template = template;

    public IReadOnlyList<AnswerLine> Lines => lines;

    public IReadOnlyList<AnswerFault> Faults => faults;

    public static AnswerFile Read(BankFileTemplate template, byte[] bytes)
    {
        var file = new AnswerFile(template);
        try
        {
            foreach (var (line, cells) in template.Format is BankFileFormat.Csv ? CsvBankFile.Read(template, bytes) : XlsxBankFile.Read(bytes))
                file.Take(line, cells);
        }
        catch (Exception broken) when (broken is DecoderFallbackException)
        {
            file.Fault(null, "answer.encoding", ("encoding", template.Encoding));
            return file;
        }
        catch (Exception broken) when (broken is CsvHelperException or FormatException or IOException or InvalidOperationException
            or NullReferenceException or ArgumentException or DocumentFormat.OpenXml.Packaging.OpenXmlPackageException or System.Xml.XmlException)
        {
            file.Fault(null, "answer.unreadable", ("format", template.Format));
            return file;
        }

        file.End();
        return file;
    }

    private BankAnswerTemplate Answer => template.Answer;

    private void Take(int line, string[] cells)
    {
        if (headings is null)
            TakeHeadings(cells);
        else if (Answer.Totals is { } totals && cells[0].Trim() == totals.Marker)
            TakeTotals(line, cells, totals);
        else if (totalsSeen)
            Fault(line, "answer.after-totals");
        else
            TakeLine(line, cells);
    }

    private void TakeHeadings(string[] cells)
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var place = 0; place < cells.Length; place++)
            found.TryAdd(cells[place].Trim(), place);
        if (new[] { Answer.Payment, Answer.Amount, Answer.Status }.All(found.ContainsKey))
            headings = found;
    }

    private void TakeLine(int line, string[] cells)
    {
        var id = Cell(cells, Answer.Payment);
        var amount = Cell(cells, Answer.Amount);
        var word = Cell(cells, Answer.Status);
        var known = Answer.Statuses.TryGetValue(word, out var status);
        if (id.Length == 0)
            Fault(line, "answer.no-payment");
        if (!known)
            Fault(line, "answer.status", ("status", word));
        if (Yuan.Read(amount) is not { } cents)
            Fault(line, "answer.amount-malformed", ("amount", amount));
        else if (known && id.Length > 0)
            lines.Add(new AnswerLine(line, id, cents, status, Answer.Reason is { } reason ? Cut(Cell(cells, reason)) : ""));
    }

    private void TakeTotals(int line, string[] cells, BankAnswerTotals totals)
    {
        totalsSeen = true;
        var count = totals.Count < cells.Length ? cells[totals.Count].Trim() : "";
        var amount = totals.Amount < cells.Length ? cells[totals.Amount].Trim() : "";
        if (!int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var said) || said != lines.Count)
            Fault(line, "answer.count", ("said", count), ("found", lines.Count));
        var sum = lines.Sum(taken => taken.Cents);
        if (Yuan.Read(amount) != sum)
            Fault(line, "answer.total", ("said", amount), ("found", Yuan.Said(sum)));
    }

    private void End()
    {
        if (headings is null)
            Fault(null, "answer.headings", ("headings", string.Join("、", Answer.Payment, Answer.Amount, Answer.Status)));
        else if (Answer.Totals is { } totals && !totalsSeen)
            Fault(null, "answer.no-totals", ("marker", totals.Marker));
        else if (lines.Count == 0 && faults.Count == 0)
            Fault(null, "answer.empty");
        foreach (var twice in lines.GroupBy(line => line.EndToEndId, StringComparer.Ordinal).SelectMany(group => group.Skip(1)))
            Fault(twice.Line, "answer.twice", ("payment", twice.EndToEndId));
    }

    private string Cell(string[] cells, string heading) => headings!.TryGetValue(heading, out var place) && place < cells.Length ? cells[place].Trim() : "";

    private void Fault(int? line, string code, params (string Name, object? Value)[] values) => faults.Add(new AnswerFault(line, new RefusedException(code, null, values)));

    private static string Cut(string reason) => reason.Length <= 500 ? reason : reason[..500];
}
