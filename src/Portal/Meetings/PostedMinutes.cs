using System.Collections.Immutable;
using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Meeting;

namespace AidWorkflow.Portal.Meetings;

/// <summary>Reads the form of the minutes. Rows of people without a name are no people; whoever withdrew is named by the numbers of their rows.</summary>
internal static class PostedMinutes
{
    /// <summary>How many people a form has room for.</summary>
    public const int Rows = 15;

    /// <summary>The field with the result of every case of which the form says nothing else.</summary>
    public const string All = "all";

    /// <param name="refusals">What cannot be read, each with its field.</param>
    public static MinutesReport Read(IFormCollection form, MeetingSheet sheet, StoredFileId? scan, Refusals refusals)
    {
        var rows = Enumerable.Range(1, Rows).Where(row => form[$"member{row}.name"].ToString().Trim().Length > 0).ToList();
        var held = refusals.Try(() => Answer.Day(form["heldOn"].ToString()) ?? throw new RefusedException("meeting.day-missing", "heldOn"));
        return new(form["number"].ToString().Trim(), held, scan)
        {
            Members = [.. rows.Select(row => new Member(form[$"member{row}.name"].ToString().Trim(), Guid.TryParse(form[$"member{row}.account"], out var account) ? new AccountId(account) : null,
                form[$"member{row}.attended"] == "yes", form["chair"] == row.ToString(CultureInfo.InvariantCulture)))],
            Once = Votes(form, "once", "once", LocalText.Same(""), refusals),
            Results = [.. sheet.Lines.Select(line => Result(form, line, rows, refusals)).OfType<CaseResult>()],
        };
    }

    /// <summary>What the form says of a case; where it says nothing of its own, what was chosen for all.</summary>
    private static CaseResult? Result(IFormCollection form, SheetLine line, List<int> rows, Refusals refusals)
    {
        var (name, field, where) = ($"r{line.Number}", EnterMinutes.Field(line), new LocalText($"第 {line.Number} 号：", $"No. {line.Number}: "));
        if ((Outcome(form[$"{name}.outcome"]) ?? Outcome(form[All])) is not { } outcome)
            return null;
        var text = form[$"{name}.cents"].ToString().Trim();
        var cents = text.Length == 0 ? null : refusals.Try(() => (long?)Answer.CentsOf(text, field, new($"第 {line.Number} 号金额", $"The amount of no. {line.Number}")));
        if (outcome != MeetingOutcome.OtherAmount && cents is { } other && other != line.Cents)
            refusals.Add(new("meeting.amount-unused", field, ("number", line.Number), ("cents", Yuan.Said(other)), ("proposed", Yuan.Said(line.Cents))));
        return new(line.Task, outcome)
        {
            Cents = outcome == MeetingOutcome.OtherAmount ? cents : null,
            Reason = form[$"{name}.reason"].ToString(),
            Withdrew = [.. Numbers(form[$"{name}.withdrew"].ToString()).Select(rows.IndexOf)],
            Votes = Votes(form, name, field, where, refusals),
        };
    }

    internal static MeetingOutcome? Outcome(string? text) => Enum.TryParse<MeetingOutcome>(text, out var outcome) && Enum.IsDefined(outcome) ? outcome : null;

    /// <summary>Null where neither number was written.</summary>
    private static Votes? Votes(IFormCollection form, string name, string field, LocalText where, Refusals refusals)
    {
        var (agreed, against) = (form[$"{name}.for"].ToString().Trim(), form[$"{name}.against"].ToString().Trim());
        if (agreed.Length == 0 && against.Length == 0)
            return null;
        return refusals.Try(() => new Votes(Number(agreed), Number(against)));

        int Number(string text) => text.Length == 0 ? 0 : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 1000 ? number
            : throw new RefusedException("meeting.votes-unreadable", field, ("where", where));
    }

    /// <summary>"2、5" or "2, 5".</summary>
    internal static ImmutableArray<int> Numbers(string text) => [.. text.Split(['、', ',', '，', ' ', ';', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1)];
}
