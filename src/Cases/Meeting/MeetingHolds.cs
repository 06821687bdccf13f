using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Meeting;

/// <summary>What lies before a meeting is not decided beside it.</summary>
public sealed class MeetingHolds(IUnitOfWork work)
{
    /// <param name="by">The meeting that the decision rests on; null where a person decides singly.</param>
    /// <exception cref="RefusedException">task.before-meeting</exception>
    public async Task RequireFreeAsync(ReviewTask task, MeetingBasis? by, CancellationToken cancellation)
    {
        if (task.Kind != RoundKind.Decision || await HolderAsync(task.Id, cancellation) is not { } list || list.Id == by?.Meeting)
            return;
        throw new RefusedException("task.before-meeting", null, ("list", list.Number), ("on", list.PlannedOn));
    }

    /// <summary>The frozen list that a task lies on; null where it may be decided singly.</summary>
    public Task<MeetingList?> HolderAsync(TaskId task, CancellationToken cancellation) => work.Db.Set<ListedTask>().AsNoTracking().Where(listed => listed.TaskId == task)
        .Join(work.Db.Set<MeetingList>().AsNoTracking().Where(list => list.State != MeetingState.Open), listed => listed.MeetingId, list => list.Id, (_, list) => list)
        .FirstOrDefaultAsync(cancellation);

    /// <summary>The task no longer lies on the list.</summary>
    internal async Task ReleaseAsync(TaskId task, CancellationToken cancellation)
    {
        if (await work.Db.Set<ListedTask>().FindAsync([task], cancellation) is { } listed)
            work.Db.Remove(listed);
    }
}
