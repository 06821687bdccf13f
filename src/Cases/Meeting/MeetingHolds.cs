using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Meeting;

/// <summary>A meeting that decided nothing of a case yet.</summary>
/// <param name="Reason">As the minutes have it; null where they give none.</param>
public sealed record Deferral(MeetingBasis By, string? Reason);

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
    private async Task<MeetingList?> HolderAsync(TaskId task, CancellationToken cancellation) => await ListAsync(task, cancellation) is { HoldsTasks: true } list ? list : null;

    /// <summary>The list that a task lies on, gathered or frozen; null where it lies on none.</summary>
    public Task<MeetingList?> ListAsync(TaskId task, CancellationToken cancellation) => work.Db.Set<ListedTask>().AsNoTracking().Where(listed => listed.TaskId == task)
        .Join(work.Db.Set<MeetingList>().AsNoTracking(), listed => listed.MeetingId, list => list.Id, (_, list) => list)
        .FirstOrDefaultAsync(cancellation);

    /// <summary>The meetings that put the case off at this round, the first one first.</summary>
    public async Task<ImmutableArray<Deferral>> DeferralsAsync(RoundId round, CancellationToken cancellation) =>
        [.. (await work.Db.Set<MeetingItem>().AsNoTracking().Where(item => item.RoundId == round && item.State == ItemState.Deferred)
            .Join(work.Db.Set<MeetingList>().AsNoTracking(), item => item.MeetingId, list => list.Id, (item, list) => new { list.Id, list.Number, list.MinutesNumber, list.HeldOn, list.CheckedAt, item.Reason })
            .ToListAsync(cancellation)).OrderBy(one => one.CheckedAt).Select(one => new Deferral(new(one.Id, one.Number, one.MinutesNumber, one.HeldOn), one.Reason))];

    /// <summary>The task no longer lies on the list.</summary>
    internal async Task ReleaseAsync(TaskId task, CancellationToken cancellation)
    {
        if (await work.Db.Set<ListedTask>().FindAsync([task], cancellation) is { } listed)
            work.Db.Remove(listed);
    }
}
