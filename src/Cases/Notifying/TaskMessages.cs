using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Notifying;

/// <summary>
/// Messages that tell of a task count as read once their reader has nothing to do with it any more: it is decided, gone, given away, or somebody else has taken it. Whoever gives a task back leaves
/// them unread again. One statement for each passage through a step, in the commit of the act: it looks through the messages of one case by their index, however many there are of others.
/// </summary>
public static class TaskMessages
{
    /// <returns>What is to be written with the act; null where it ends no task and gives none to somebody else.</returns>
    public static Func<DbContext, CancellationToken, Task>? Settling(DbContext db)
    {
        var tracked = db.ChangeTracker.Entries<ReviewTask>().ToArray();
        var moved = tracked.Where(entry => entry.State != EntityState.Added && IsOpen(entry.Property(task => task.State).OriginalValue)
            && (!entry.Entity.IsOpen || entry.Property(task => task.AssigneeId).OriginalValue != entry.Entity.AssigneeId)).Select(entry => entry.Entity).ToArray();
        if (moved.Length == 0)
            return null;
        var tasks = tracked.Select(entry => entry.Entity).ToArray();
        return async (writing, cancellation) =>
        {
            foreach (var round in moved.GroupBy(task => task.RoundId))
            {
                var told = ToldAnew(writing, round.Key);
                if ((round.Max(task => task.CompletedAt ?? task.CancelledAt ?? task.ClaimedAt) ?? (told.Length > 0 ? told.Max(one => one.At) : null)) is { } at)
                    await SettleAsync(writing, round.First().CaseId, round.Key, [.. tasks.Where(task => task.RoundId == round.Key)], [.. told.Select(one => one.Account)], at, cancellation);
                if (told.Length == 0 && round.FirstOrDefault(task => task is { IsOpen: true, AssigneeId: null }) is { } back)
                    await ReviveAsync(writing, back, cancellation);
            }
        };
    }

    private static Task<int> SettleAsync(DbContext db, CaseId about, RoundId round, IReadOnlyCollection<ReviewTask> tasks, AccountId[] told, DateTimeOffset? at, CancellationToken cancellation) =>
        Over(db, about, round, tasks, told).ExecuteUpdateAsync(set => set.SetProperty(message => message.ReadAt, at).SetProperty(message => message.IsOver, true), cancellation);

    /// <summary>
    /// The unread messages whose readers have nothing to do with it any more. Whoever still has something to do in the round keeps theirs: who has a task of it, and, while one is free, whoever was asked
    /// in its capacity and has done none.
    /// </summary>
    /// <param name="tasks">Those of the round that the act has before it, as it leaves them; the others stand as they are.</param>
    /// <param name="told">Who is told anew by the act: the new message stands for what they were told before.</param>
    public static IQueryable<Notification> Over(DbContext db, CaseId about, RoundId round, IReadOnlyCollection<ReviewTask> tasks, AccountId[] told)
    {
        var (open, known) = (tasks.Where(task => task.IsOpen).ToArray(), tasks.Select(task => task.Id).ToArray());
        AccountId[] has = [.. open.SelectMany(task => new[] { task.AssigneeId, task.ForId }).OfType<AccountId>().Distinct()];
        AccountId[] had = [.. tasks.Where(task => !task.IsOpen).Select(task => task.AssigneeId).OfType<AccountId>().Distinct()];
        Role[] free = [.. open.Where(task => task.AssigneeId is null).Select(task => task.Role).Distinct()];
        var isOpen = open.Length > 0;
        var others = db.Set<ReviewTask>().Where(task => task.RoundId == round && !known.Contains(task.Id) && (task.State == TaskState.Assigned || task.State == TaskState.InProgress || task.State == TaskState.OnHold));
        return db.Set<Notification>()
            .Where(message => message.Case == about && message.ReadAt == null && message.Round == round && message.Account != null && (told.Contains(message.Account.Value) || (!has.Contains(message.Account.Value)
                && (message.AskedOf == null ? !isOpen : !free.Contains(message.AskedOf.Value) || had.Contains(message.Account.Value))
                && !others.Any(task => message.AskedOf == null || task.AssigneeId == message.Account || task.ForId == message.Account
                    || (task.AssigneeId == null && task.Role == message.AskedOf && !had.Contains(message.Account.Value))))));
    }

    /// <summary>It is everybody's again: those for whom it was over have it to do, but for whoever has done their part.</summary>
    private static Task<int> ReviveAsync(DbContext db, ReviewTask back, CancellationToken cancellation)
    {
        var (about, round, role) = (back.CaseId, back.RoundId, (Role?)back.Role);
        return db.Set<Notification>()
            .Where(message => message.Case == about && message.IsOver && message.Round == round && message.AskedOf == role
                && !db.Set<ReviewTask>().Any(task => task.RoundId == round && task.AssigneeId == message.Account && task.State == TaskState.Completed))
            .ExecuteUpdateAsync(set => set.SetProperty(message => message.ReadAt, (DateTimeOffset?)null).SetProperty(message => message.IsOver, false), cancellation);
    }

    /// <summary>Of what somebody is to be reminded, the passages that nobody has anything to do in any more.</summary>
    internal static async Task<IReadOnlySet<RoundId>> OverAsync(this DbContext db, IEnumerable<ReminderLine> lines, CancellationToken cancellation)
    {
        var rounds = lines.Select(line => line.Round).OfType<RoundId>().Distinct().ToArray();
        return rounds.Length == 0 ? new HashSet<RoundId>()
            : (await db.Set<Round>().Where(round => rounds.Contains(round.Id) && round.State != RoundState.Open).Select(round => round.Id).ToListAsync(cancellation)).ToHashSet();
    }

    /// <summary>Whom the act itself tells something of the round.</summary>
    private static (AccountId Account, DateTimeOffset? At)[] ToldAnew(DbContext db, RoundId round) =>
    [
        .. db.ChangeTracker.Entries<Notification>().Where(told => told.State == EntityState.Added && told.Entity.Round == round && told.Entity.Account is not null).Select(told => (told.Entity.Account!.Value, (DateTimeOffset?)told.Entity.CreatedAt)),
        .. db.ChangeTracker.Entries<ReminderLine>().Where(told => told.State == EntityState.Added && told.Entity.Round == round).Select(told => (told.Entity.Account, (DateTimeOffset?)told.Entity.CreatedAt)),
    ];

    private static bool IsOpen(TaskState state) => state is TaskState.Assigned or TaskState.InProgress or TaskState.OnHold;
}
