using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;

namespace AidWorkflow.Cases.Meeting;

/// <summary>Takes a case off a list: until the cut-off as one likes, from a frozen list with the reason. From then on it may be decided singly, or come to another meeting.</summary>
public sealed class TakeOffList(IUnitOfWork work, Lists lists, MeetingPeople people, MeetingHolds holds, AuditTrail audit, TimeProvider time)
{
    /// <exception cref="RefusedException">
    /// meeting.unknown, meeting.no-such-case, meeting.not-yours, meeting.cut-off-passed, meeting.wrong-state: while the entry waits for the second person, it goes back first; meeting.reason-missing
    /// </exception>
    public async Task<TaskId> TakeAsync(MeetingId id, TaskId task, string? reason, Actor actor, CancellationToken cancellation)
    {
        var list = await lists.GetAsync(id, cancellation);
        await people.RequirePreparerAsync(list.UnitId, list.Decider, actor, cancellation);
        var item = await lists.ItemAsync(id, task, cancellation);
        if (list.State == MeetingState.Open)
        {
            list.RequireChangeable(time.GetUtcNow());
            work.Db.Remove(item); // nothing was printed yet
        }
        else
        {
            list.Require(MeetingState.Frozen, MeetingState.Confirmed);
            if (item.State is not (ItemState.Listed or ItemState.Failed) || (list.State == MeetingState.Confirmed && item.State != ItemState.Failed))
                throw new RefusedException("meeting.case-settled", null, ("state", item.State.Words()));
            if (string.IsNullOrWhiteSpace(reason))
                throw new RefusedException("meeting.reason-missing", "reason");
            item.Leave(ItemState.TakenOff, reason.Trim());
        }

        work.Db.Entry(list).Property(one => one.State).IsModified = true;
        await holds.ReleaseAsync(task, cancellation);
        audit.Record(list.AuditStream, "meeting.case-taken-off", actor, ("task", task.ToString()), ("case", item.CaseId.ToString()), ("reason", string.IsNullOrWhiteSpace(reason) ? null : reason.Trim()));
        return task;
    }
}
