using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.StandingIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>An open task that cannot stay where it is.</summary>
/// <param name="Because">"deputy-over": it goes back to whom it belongs; "no-role": whoever has it may do it no more; "unit-closed": another unit goes on with it.</param>
public sealed record Displacement(TaskId Task, string Because);

/// <summary>
/// Finds open tasks whose deputy's time is over, whose person has lost the role or left, and those of units that have closed since; <see cref="PassOn"/> takes each where it belongs.
/// Until then nobody is kept from them: the principal, the holders of the role and the successor's people may act on them all the same.
/// </summary>
public sealed class Displaced(IUnitOfWork work, TaskRelations relations, StandIns standIns, TimeProvider time)
{
    /// <param name="most">How many at once.</param>
    public async Task<IReadOnlyList<Displacement>> ReadAsync(int most, CancellationToken cancellation)
    {
        var (db, today) = (work.Db, LocalDay.Today(time));
        var open = db.Set<ReviewTask>().AsNoTracking().Where(task => task.State == TaskState.Assigned || task.State == TaskState.InProgress || task.State == TaskState.OnHold);
        var closed = db.Set<Unit>().Where(unit => unit.ValidTo != null && unit.ValidTo <= today && unit.SuccessorId != null).Select(unit => unit.Id);
        var found = (await open.Where(task => closed.Contains(task.UnitId)).OrderBy(task => task.CreatedAt).Take(most).Select(task => task.Id).ToListAsync(cancellation)).ConvertAll(id => new Displacement(id, "unit-closed"));
        if (found.Count >= most)
            return found;

        // Whoever holds the role at the very unit is right; of the few others each is looked at.
        var doubtful = await open.Where(task => task.AssigneeId != null && !closed.Contains(task.UnitId) && (task.ForId != null
                || !db.Set<RoleAssignment>().Any(held => held.AccountId == task.AssigneeId && held.Role == task.Role && held.UnitId == task.UnitId && held.ValidFrom <= today && (held.ValidTo == null || today < held.ValidTo)
                    && db.Set<Account>().Any(account => account.Id == held.AccountId && account.Active))))
            .OrderBy(task => task.CreatedAt).ToListAsync(cancellation);
        var book = await standIns.BookAsync(cancellation);
        foreach (var task in doubtful)
        {
            if (found.Count >= most)
                break;
            var account = await db.Set<Account>().FindAsync([task.AssigneeId!.Value], cancellation);
            if (account is { Active: true } && await relations.OfAsync(task, account.AsActor(), today, cancellation) is not null)
                continue;
            found.Add(new(task.Id, task.ForId is { } principal && !book.StandsIn(task.AssigneeId!.Value, principal, task.ServiceId, today) ? "deputy-over" : "no-role"));
        }

        return found;
    }
}
