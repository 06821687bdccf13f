using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Meeting;

/// <summary>Puts the tasks of a step that wait at the bureau on the list of its meeting, all of them or single ones, until the cut-off.</summary>
public sealed class GatherCases(IUnitOfWork work, Lists lists, MeetingPeople people, AuditTrail audit, TimeProvider time)
{
    /// <returns>How many came to the list; those that lie on another one stay there.</returns>
    /// <exception cref="RefusedException">meeting.unknown, meeting.not-yours, meeting.wrong-state, meeting.cut-off-passed</exception>
    public async Task<int> GatherAsync(MeetingId id, Actor actor, CancellationToken cancellation)
    {
        var list = await OpenAsync(id, actor, cancellation);
        var waiting = await (await WaitingAsync(list, cancellation)).ToListAsync(cancellation);
        foreach (var task in waiting)
            Add(list, task);
        if (waiting.Count > 0)
            audit.Record(list.AuditStream, "meeting.gathered", actor, ("count", $"{waiting.Count}"));
        return waiting.Count;
    }

    /// <exception cref="RefusedException">As above; meeting.not-gatherable: it is not of this step, service or bureau, is decided, or lies on another list.</exception>
    public async Task<TaskId> AddAsync(MeetingId id, TaskId task, Actor actor, CancellationToken cancellation)
    {
        var list = await OpenAsync(id, actor, cancellation);
        var found = await (await WaitingAsync(list, cancellation)).FirstOrDefaultAsync(waiting => waiting.Id == task, cancellation) ?? throw new RefusedException("meeting.not-gatherable");
        Add(list, found);
        audit.Record(list.AuditStream, "meeting.case-added", actor, ("task", task.ToString()), ("case", found.CaseId.ToString()));
        return task;
    }

    /// <summary>Open tasks of the step at the bureau, or at one that it carries on for, which lie on no list. One that was given to a very person is theirs, and not the meeting's.</summary>
    public async Task<IQueryable<ReviewTask>> WaitingAsync(MeetingList list, CancellationToken cancellation)
    {
        var (db, step, role, services) = (work.Db, list.Step, list.Decider, list.Services.ToArray());
        var units = await CarriedOnAsync(list.UnitId, cancellation);
        return db.Set<ReviewTask>().Where(task => units.Contains(task.UnitId) && task.Role == role && task.Kind == RoundKind.Decision && task.Purpose == TaskPurpose.Decide && !task.Named && task.Step == step && services.Contains(task.ServiceId)
            && (task.State == TaskState.Assigned || task.State == TaskState.InProgress) && !db.Set<ListedTask>().Any(listed => listed.TaskId == task.Id));
    }

    private async Task<MeetingList> OpenAsync(MeetingId id, Actor actor, CancellationToken cancellation)
    {
        var list = await lists.GetAsync(id, cancellation);
        await people.RequirePreparerAsync(list.UnitId, list.Decider, actor, cancellation);
        list.RequireChangeable(time.GetUtcNow());
        work.Db.Entry(list).Property(one => one.State).IsModified = true; // nobody freezes it meanwhile without what is added here
        return list;
    }

    private void Add(MeetingList list, ReviewTask task)
    {
        work.Db.Add(new ListedTask { TaskId = task.Id, MeetingId = list.Id });
        work.Db.Add(MeetingItem.Of(list.Id, task, time.GetUtcNow()));
    }

    /// <summary>The unit, and every closed one whose work has come to it.</summary>
    private async Task<UnitId[]> CarriedOnAsync(UnitId unit, CancellationToken cancellation)
    {
        var (all, next) = (new HashSet<UnitId> { unit }, new[] { unit });
        while (next.Length > 0)
        {
            var of = next;
            next = [.. (await work.Db.Set<Unit>().AsNoTracking().Where(closed => closed.SuccessorId != null && of.Contains(closed.SuccessorId.Value)).Select(closed => closed.Id).ToListAsync(cancellation)).Where(all.Add)];
        }

        return [.. all];
    }
}
