using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Meeting;

/// <summary>Another person of the bureau compares the entry with the scan, and confirms it or sends it back. What they confirm is then carried out case by case.</summary>
public sealed class CheckMinutes(IUnitOfWork work, Lists lists, MeetingPeople people, MeetingHolds holds, MeetingRecusals recusals, MinutesTelling telling, AuditTrail audit, TimeProvider time)
{
    /// <summary>The verb by which the trail of a case tells that a meeting put it off.</summary>
    public const string DeferredAct = "meeting.deferred";

    /// <param name="digest">Of the entry that they had before them.</param>
    /// <param name="compared">They say that they held it against the scan.</param>
    /// <exception cref="RefusedException">meeting.unknown, meeting.not-yours, meeting.same-person, meeting.wrong-state, meeting.checker-close, meeting.not-compared, meeting.entry-changed, meeting.sheet-changed</exception>
    public async Task<MeetingId> ConfirmAsync(MeetingId id, string digest, bool compared, Actor actor, CancellationToken cancellation)
    {
        var list = await lists.GetAsync(id, cancellation);
        await people.RequireSecondAsync(list, actor, cancellation);
        list.Require(MeetingState.Entered);
        var (sheet, report) = (lists.Sheet(list)!, lists.Entry(list)!);
        await RequireNotCloseAsync(sheet, report, actor, cancellation);
        if (!compared)
            throw new RefusedException("meeting.not-compared", "compared");
        if (digest != list.EntryDigest)
            throw new RefusedException("meeting.entry-changed", null, ("at", list.EnteredAt));
        foreach (var item in await lists.ItemsAsync(id, cancellation))
            await ResolveAsync(list, item, sheet, report, actor, cancellation);
        list.Confirm(actor.Account!.Value, time.GetUtcNow());
        await telling.SettleAsync(list, cancellation);
        audit.Record(list.AuditStream, "meeting.confirmed", actor, ("minutes", list.MinutesNumber), ("entry", digest));
        return id;
    }

    /// <exception cref="RefusedException">meeting.unknown, meeting.not-yours, meeting.same-person, meeting.wrong-state, meeting.reason-missing</exception>
    public async Task<MeetingId> SendBackAsync(MeetingId id, string note, Actor actor, CancellationToken cancellation)
    {
        var list = await lists.GetAsync(id, cancellation);
        await people.RequireSecondAsync(list, actor, cancellation);
        if (string.IsNullOrWhiteSpace(note))
            throw new RefusedException("meeting.reason-missing", "note");
        list.SendBack(note.Trim());
        await telling.SentBackAsync(list, actor, cancellation);
        audit.Record(list.AuditStream, "meeting.sent-back", actor, ("note", note.Trim()), ("entry", list.EntryDigest));
        return id;
    }

    /// <summary>What is confirmed decides the whole list, so whoever stood aside from a case of it, or is close to its applicant, confirms none of it. A case that is put off is decided by nobody.</summary>
    private async Task RequireNotCloseAsync(MeetingSheet sheet, MinutesReport report, Actor actor, CancellationToken cancellation)
    {
        var decided = report.Results.Where(result => result.Outcome != MeetingOutcome.Defer).Select(result => result.Task).ToHashSet();
        var close = (await recusals.OfAsync([], decided, actor, cancellation)).Actor;
        if (sheet.Lines.Where(line => close.Contains(line.Task)).Select(line => line.Number).ToList() is { Count: > 0 } numbers)
            throw new RefusedException("meeting.checker-close", null, ("numbers", string.Join("、", numbers)));
    }

    /// <summary>A case that ended since it was entered is passed over, whatever the minutes say of it.</summary>
    private async Task ResolveAsync(MeetingList list, MeetingItem item, MeetingSheet sheet, MinutesReport report, Actor actor, CancellationToken cancellation)
    {
        if (item.State != ItemState.Listed)
            return;
        var task = await work.Db.Set<ReviewTask>().AsNoTracking().FirstAsync(task => task.Id == item.TaskId, cancellation);
        var result = report.Results.FirstOrDefault(result => result.Task == item.TaskId);
        if (!task.IsOpen || result is null)
        {
            item.Leave(ItemState.Gone, task.CancelledBecause ?? "decided");
            await holds.ReleaseAsync(item.TaskId, cancellation);
            return;
        }

        var cents = result.Outcome switch
        {
            MeetingOutcome.Approve => sheet.Lines.First(line => line.Task == item.TaskId).Cents,
            MeetingOutcome.OtherAmount => result.Cents,
            _ => null,
        };
        item.Resolve(result, cents, Turnout.Of(report, result), result.Withdrew.IsEmpty ? null : string.Join("、", result.Withdrew.Select(place => report.Members[place].Name)));
        if (result.Outcome != MeetingOutcome.Defer)
            return;
        await holds.ReleaseAsync(item.TaskId, cancellation);
        audit.Record($"case:{item.CaseId}", DeferredAct, actor, ("task", item.TaskId.ToString()), ("step", list.Step), ("meeting", list.Id.ToString()),
            ("heldOn", Written.Day(list.HeldOn!.Value)), ("minutes", list.MinutesNumber), ("reason", item.Reason));
    }
}
