using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;

namespace AidWorkflow.Cases.Meeting;

/// <summary>The meeting is called off: its cases may be decided singly or come to another one.</summary>
public sealed class DissolveMeeting(Lists lists, MeetingPeople people, MeetingHolds holds, AuditTrail audit)
{
    /// <exception cref="RefusedException">meeting.unknown, meeting.not-yours, meeting.wrong-state, meeting.reason-missing</exception>
    public async Task<MeetingId> DissolveAsync(MeetingId id, string reason, Actor actor, CancellationToken cancellation)
    {
        var list = await lists.GetAsync(id, cancellation);
        await people.RequirePreparerAsync(list.UnitId, list.Decider, actor, cancellation);
        if (string.IsNullOrWhiteSpace(reason))
            throw new RefusedException("meeting.reason-missing", "reason");
        list.Dissolve(reason.Trim());
        foreach (var item in await lists.ItemsAsync(id, cancellation))
        {
            if (item.State == ItemState.Listed)
                item.Leave(ItemState.TakenOff, reason.Trim());
            await holds.ReleaseAsync(item.TaskId, cancellation);
        }

        audit.Record(list.AuditStream, "meeting.dissolved", actor, ("reason", reason.Trim()));
        return id;
    }
}
