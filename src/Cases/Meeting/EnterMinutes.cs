using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Meeting;

/// <summary>
/// The authorised decider enters what the signed minutes say. Nothing is decided by it before a second person has compared it with the scan
/// (<see cref="CheckMinutes"/>); what could not be decided so is told at once, case by case.
/// </summary>
public sealed class EnterMinutes(
    IUnitOfWork work, Lists lists, MeetingPeople people, MeetingRules rules, MeetingRecusals recusals, CaseFiles files, Proposals proposals, Documents documents, MinutesTelling telling, AuditTrail audit, TimeProvider time)
{
    private const int MostMembers = 50;

    /// <exception cref="RefusedException">
    /// meeting.unknown, meeting.not-yours, meeting.wrong-state, meeting.sheet-changed, and together, each with its field: what the minutes lack, who must have withdrawn, and what the quorum does not bear.
    /// </exception>
    public async Task<string> EnterAsync(MeetingId id, MinutesReport report, Actor actor, CancellationToken cancellation)
    {
        var list = await lists.GetAsync(id, cancellation);
        await people.RequireDeciderAsync(list, actor, cancellation);
        list.Require(MeetingState.Frozen, MeetingState.Entered);
        var (sheet, refusals) = (lists.Sheet(list)!, new Refusals());
        CheckPaper(list, report, refusals);
        CheckMembers(report, refusals);
        var live = await LiveAsync(list, cancellation);
        report = report with { Number = report.Number.Trim(), Results = [.. report.Results.Where(result => live.ContainsKey(result.Task)).Select(Trimmed)] };
        foreach (var line in sheet.Lines.Where(line => live.ContainsKey(line.Task)))
            if (report.Results.Count(result => result.Task == line.Task) != 1)
                refusals.Add(new("meeting.result-missing", Field(line), ("number", line.Number)));
        if (!refusals.Has("members") && !refusals.Has("chair") && !refusals.Has("heldOn"))
            await CheckResultsAsync(list, sheet, report, actor, refusals, cancellation);
        refusals.ThrowIfAny();

        if (list.Scan is { } earlier && earlier != report.Scan)
            await documents.LetGoAsync(earlier, cancellation);
        await documents.KeepAsync(report.Scan!.Value, "scan", cancellation);
        var (entry, digest) = lists.Seal(list, report);
        list.Enter(entry, digest, report, actor, time.GetUtcNow());
        await telling.EnteredAsync(list, report, actor, cancellation);
        audit.Record(list.AuditStream, "meeting.entered", actor, ("minutes", report.Number), ("heldOn", Written.Day(report.HeldOn)), ("scan", report.Scan.ToString()), ("entry", digest), ("round", $"{list.Round}"),
            ("invited", $"{report.Members.Length}"), ("attended", $"{report.Members.Count(member => member.Attended)}"));
        return digest;
    }

    /// <summary>How the entry names a case's place: "results[3]".</summary>
    public static string Field(SheetLine line) => $"results[{line.Number}]";

    /// <summary>Cases of the list that a meeting can still decide.</summary>
    private async Task<Dictionary<TaskId, MeetingItem>> LiveAsync(MeetingList list, CancellationToken cancellation)
    {
        var items = (await lists.ItemsAsync(list.Id, cancellation)).Where(item => item.State == ItemState.Listed).ToList();
        var ids = items.Select(item => item.TaskId).ToArray();
        var open = (await work.Db.Set<ReviewTask>().AsNoTracking().Where(task => ids.Contains(task.Id)).ToListAsync(cancellation)).Where(task => task.IsOpen).Select(task => task.Id).ToHashSet();
        return items.Where(item => open.Contains(item.TaskId)).ToDictionary(item => item.TaskId);
    }

    private void CheckPaper(MeetingList list, MinutesReport report, Refusals refusals)
    {
        var today = LocalDay.Today(time);
        refusals.Require(report.Number.Trim() is { Length: > 0 and <= 100 }, new("meeting.minutes-number-missing", "number"));
        refusals.Require(report.HeldOn <= today, new("meeting.held-in-future", "heldOn", ("today", today)));
        refusals.Require(report.HeldOn >= LocalDay.Of(list.FrozenAt!.Value), new("meeting.held-before-sheet", "heldOn", ("on", LocalDay.Of(list.FrozenAt.Value))));
        refusals.Require(report.Scan is not null, new("meeting.scan-missing", "scan"));
    }

    private static void CheckMembers(MinutesReport report, Refusals refusals)
    {
        var names = report.Members.Select(member => member.Name.Trim()).ToList();
        refusals.Require(names.Count is > 0 and <= MostMembers && names.TrueForAll(name => name.Length is > 0 and <= 100), new("meeting.members-missing", "members", ("most", MostMembers)));
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1)?.Key is { } twice)
            refusals.Add(new("meeting.member-twice", "members", ("name", twice)));
        else if (report.Members.Where(member => member.Account is not null).GroupBy(member => member.Account).FirstOrDefault(same => same.Count() > 1) is { } shared)
            refusals.Add(new("meeting.member-twice", "members", ("name", shared.Last().Name)));
        refusals.Require(report.Members.Count(member => member.Chaired) == 1 && report.Members.All(member => member.Attended || !member.Chaired), new("meeting.chair-missing", "chair"));
    }

    private async Task CheckResultsAsync(MeetingList list, MeetingSheet sheet, MinutesReport report, Actor actor, Refusals refusals, CancellationToken cancellation)
    {
        var rule = await rules.AtAsync(list.UnitId, report.HeldOn, cancellation);
        var close = await recusals.OfAsync(report.Members, [.. report.Results.Select(result => result.Task)], actor, cancellation);
        var unborne = new List<(SheetLine Line, CaseResult Result, RefusedException Why)>();
        foreach (var result in report.Results)
        {
            var line = sheet.Lines.First(line => line.Task == result.Task);
            var field = Field(line);
            if (result.Withdrew.Any(place => place < 0 || place >= report.Members.Length) || result.Withdrew.Distinct().Count() != result.Withdrew.Length)
            {
                refusals.Add(new("meeting.withdrew-unknown", field, ("number", line.Number)));
                continue;
            }

            if (close.Actor.Contains(result.Task) && result.Outcome != MeetingOutcome.Defer)
                refusals.Add(new("meeting.enterer-close", field, ("number", line.Number)));
            foreach (var place in close.Members[result.Task].Where(place => !result.Withdrew.Contains(place)))
                refusals.Add(new("meeting.must-withdraw", field, ("number", line.Number), ("name", report.Members[place].Name)));
            await CheckOutcomeAsync(line, result, actor, refusals, cancellation);

            // Who withdrew did not vote, so what the whole list was voted with does not say how the others did.
            if (result.Outcome != MeetingOutcome.Defer && result.Votes is null && result.Withdrew.Any(place => report.Members[place].Attended))
                refusals.Add(new("meeting.own-votes-missing", field, ("number", line.Number)));
            else if (Quorum.WhyNot(Turnout.Of(report, result), result.Outcome, own: result.Votes is not null, rule.AttendanceShare, rule.AgreementShare, field) is { } why)
                unborne.Add((line, result, why));
        }

        // What comes of who was there, or of the vote on the whole list, is one fault, however many cases it stands in the way of.
        foreach (var same in unborne.GroupBy(one => (one.Why.Code, Own: one.Result.Withdrew.IsEmpty && (one.Result.Votes is null || one.Why.Code == Quorum.TooFewThere) ? 0 : one.Line.Number)))
        {
            var (why, numbers) = (same.First().Why, same.Select(one => one.Line.Number).ToList());
            refusals.Add(new(why.Code, numbers.Count == 1 ? why.Field : why.Code == Quorum.TooFewThere ? "members" : "once", [.. why.Values.Select(value => (value.Key, value.Value)), ("number", Written.Numbers(numbers))]));
        }
    }

    private async Task CheckOutcomeAsync(SheetLine line, CaseResult result, Actor actor, Refusals refusals, CancellationToken cancellation)
    {
        var field = Field(line);
        if (result.Outcome is MeetingOutcome.Refuse or MeetingOutcome.OtherAmount && string.IsNullOrWhiteSpace(result.Reason))
            refusals.Add(new("meeting.case-reason-missing", field, ("number", line.Number)));
        if (result.Reason is { Length: > 1000 })
            refusals.Add(new("meeting.reason-too-long", field, ("number", line.Number), ("most", 1000)));
        if (result.Outcome == MeetingOutcome.Approve && line.Cents <= 0)
            refusals.Add(new("meeting.nothing-proposed", field, ("number", line.Number)));
        if (result.Outcome != MeetingOutcome.OtherAmount)
            return;
        if (result.Cents is not (> 0 and var cents))
        {
            refusals.Add(new("meeting.amount-missing", field, ("number", line.Number)));
            return;
        }

        if (cents == line.Cents)
        {
            refusals.Add(new("meeting.amount-same", field, ("number", line.Number), ("cents", Yuan.Said(cents))));
            return;
        }

        var file = await files.LoadAsync(line.Case, actor, cancellation);
        var round = file.OpenRounds.First(round => file.Tasks.Any(task => task.Id == line.Task && task.RoundId == round.Id));
        var most = SheetWriting.Proposed((await proposals.ComputeAsync(file, cancellation)).Amount, round);
        if (cents > most)
            refusals.Add(new("meeting.amount-above-rules", field, ("number", line.Number), ("cents", Yuan.Said(cents)), ("most", Yuan.Said(most))));
    }

    private static CaseResult Trimmed(CaseResult result) => result with
    {
        Cents = result.Outcome == MeetingOutcome.OtherAmount ? result.Cents : null,
        Reason = string.IsNullOrWhiteSpace(result.Reason) ? null : result.Reason.Trim(),
    };
}
