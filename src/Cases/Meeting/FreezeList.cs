using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Meeting;

/// <summary>
/// Fixes what the meeting has before it and prints it, at the cut-off or before. From here on the tasks of the list are decided by the meeting alone; who
/// had claimed one no longer has it.
/// </summary>
public sealed class FreezeList(IUnitOfWork work, Lists lists, Units units, MeetingPeople people, MeetingHolds holds, SheetWriting sheets, AuditTrail audit, TimeProvider time)
{
    /// <exception cref="RefusedException">meeting.unknown, meeting.not-yours, meeting.wrong-state, meeting.empty</exception>
    public async Task<MeetingId> FreezeAsync(MeetingId id, Actor actor, CancellationToken cancellation)
    {
        var list = await lists.GetAsync(id, cancellation);
        await people.RequirePreparerAsync(list.UnitId, list.Decider, actor, cancellation);
        list.Require(MeetingState.Open);
        if (!await FreezeAsync(list, actor, cancellation))
            throw new RefusedException("meeting.empty", null, ("list", list.Number));
        return id;
    }

    /// <summary>The cut-off has come. A list with nothing on it is called off.</summary>
    /// <returns>False when somebody was first.</returns>
    public async Task<bool> AtCutOffAsync(MeetingId id, CancellationToken cancellation)
    {
        var list = await lists.GetAsync(id, cancellation);
        if (list.State != MeetingState.Open || time.GetUtcNow() < list.CutOffAt)
            return false;
        if (!await FreezeAsync(list, Actor.System, cancellation))
        {
            list.Dissolve("empty");
            audit.Record(list.AuditStream, "meeting.dissolved", Actor.System, ("reason", "empty"));
        }

        return true;
    }

    private async Task<bool> FreezeAsync(MeetingList list, Actor actor, CancellationToken cancellation)
    {
        var items = await lists.ItemsAsync(list.Id, cancellation);
        var ids = items.Select(item => item.TaskId).ToArray();
        var tasks = await work.Db.Set<ReviewTask>().Where(task => ids.Contains(task.Id)).ToDictionaryAsync(task => task.Id, cancellation);
        foreach (var gone in items.Where(item => !tasks[item.TaskId].IsOpen).ToList())
        {
            work.Db.Remove(gone); // decided or ended while the list was open: the sheet does not have it
            await holds.ReleaseAsync(gone.TaskId, cancellation);
            items.Remove(gone);
        }

        if (items.Count == 0)
            return false;
        var lines = ImmutableArray.CreateBuilder<SheetLine>();
        foreach (var item in items)
            lines.Add(await sheets.LineAsync(0, tasks[item.TaskId], actor, cancellation));
        lines.Sort((one, other) => string.CompareOrdinal(one.ReceiptNumber, other.ReceiptNumber));
        for (var number = 1; number <= lines.Count; number++)
            lines[number - 1] = lines[number - 1] with { Number = number };
        var places = lines.ToDictionary(line => line.Task);
        var now = time.GetUtcNow();
        foreach (var item in items)
        {
            item.StandAt(places[item.TaskId].Number, places[item.TaskId].Cents);
            var task = tasks[item.TaskId];
            if (task is { AssigneeId: not null, Named: false })
                task.Release(now);
            work.Db.Entry(task).Property(one => one.State).IsModified = true; // of a decision and a freezing at once, the slower looks again
        }

        var unit = (await units.GetAsync(list.UnitId, cancellation)).Called();
        var (sheet, hash) = lists.Seal(list, new MeetingSheet(list.Number, unit, list.Step, list.PlannedOn, now, lines.ToImmutable()));
        list.Freeze(sheet, hash, now);
        audit.Record(list.AuditStream, "meeting.frozen", actor, ("count", $"{lines.Count}"), ("cents", Yuan.Of(lines.Sum(line => line.Cents))), ("sheet", hash));
        return true;
    }
}
