using System.Linq.Expressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.StandingIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Inbox;

/// <summary>What is counted of a team's tasks. Each number and the list behind it are the same rows.</summary>
public enum TeamCount
{
    /// <summary>All that is open.</summary>
    Open,

    /// <summary>Taken by the person from the role.</summary>
    Claimed,

    /// <summary>Given to this very person.</summary>
    Named,

    /// <summary>It waits for an answer, or for a signer who comes first.</summary>
    Waiting,

    Overdue,

    /// <summary>Due today or within the next two working days.</summary>
    Soon,

    /// <summary>Done since Monday.</summary>
    Done,
}

/// <summary>
/// The tasks of one unit: all of them for its head, and for everybody else those that they could have themselves, by the very scope of their inbox.
/// </summary>
internal sealed class TeamTasks(DbContext db, AccountId account, Reached reached, UnitId unit, bool isHead, DateOnly today, DateOnly soon)
{
    private DateOnly Monday => DueCalendar.Monday(today);

    /// <param name="who">Null: those that are nobody's.</param>
    public IQueryable<ReviewTask> Of(TeamCount count, AccountId? who) => (who is { } person ? Of(count).Where(task => task.AssigneeId == person) : Of(count).Where(task => task.AssigneeId == null));

    /// <summary>The open ones of each person, counted at once.</summary>
    public Task<List<OpenOf>> OpenAsync(CancellationToken cancellation) => Of(TeamCount.Open)
        .Select(task => new
        {
            task.AssigneeId,
            task.Named,
            OnHold = task.State == TaskState.OnHold,
            Late = db.Set<CaseClock>().Any(clock => clock.RoundId == task.RoundId && clock.State == ClockState.Running && clock.DueOn < today),
            Soon = db.Set<CaseClock>().Any(clock => clock.RoundId == task.RoundId && clock.State == ClockState.Running && clock.DueOn >= today && clock.DueOn <= soon),
            task.CreatedAt,
        })
        .GroupBy(task => new { task.AssigneeId, task.Named, task.OnHold, task.Late, task.Soon })
        .Select(group => new OpenOf(group.Key.AssigneeId, group.Key.Named, group.Key.OnHold, group.Key.Late, group.Key.Soon, group.Count(), group.Min(task => task.CreatedAt))).ToListAsync(cancellation);

    /// <summary>How many each of these people did since Monday.</summary>
    public Task<Dictionary<AccountId, int>> DoneAsync(IReadOnlyCollection<AccountId> people, CancellationToken cancellation) => Of(TeamCount.Done)
        .Where(task => task.AssigneeId != null && people.Contains(task.AssigneeId.Value))
        .GroupBy(task => task.AssigneeId!.Value).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellation);

    private IQueryable<ReviewTask> Of(TeamCount count)
    {
        var tasks = db.Set<ReviewTask>().AsNoTracking().Where(task => task.UnitId == unit);
        if (!isHead)
            tasks = tasks.Where(reached.Here()).Where(InboxTasks.Offered(db, account));
        if (count == TeamCount.Done && LocalDay.At(Monday, TimeOnly.MinValue) is var since)
            return tasks.Where(task => task.State == TaskState.Completed && task.CompletedAt >= since);
        return tasks.Where(task => task.State == TaskState.Assigned || task.State == TaskState.InProgress || task.State == TaskState.OnHold).Where(Part(count));
    }

    private Expression<Func<ReviewTask, bool>> Part(TeamCount count) => count switch
    {
        TeamCount.Claimed => task => task.AssigneeId != null && !task.Named && task.State != TaskState.OnHold,
        TeamCount.Named => task => task.Named && task.State != TaskState.OnHold,
        TeamCount.Waiting => task => task.State == TaskState.OnHold,
        TeamCount.Overdue => task => db.Set<CaseClock>().Any(clock => clock.RoundId == task.RoundId && clock.State == ClockState.Running && clock.DueOn < today),
        TeamCount.Soon => task => db.Set<CaseClock>().Any(clock => clock.RoundId == task.RoundId && clock.State == ClockState.Running && clock.DueOn >= today && clock.DueOn <= soon),
        _ => task => true,
    };

    /// <param name="Oldest">When the one that waits longest came.</param>
    internal sealed record OpenOf(AccountId? Who, bool Named, bool OnHold, bool Late, bool Soon, int Count, DateTimeOffset Oldest);
}
