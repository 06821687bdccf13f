using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>Open tasks that nobody sees, because nobody holds their role at their unit today; for the administrators of the area.</summary>
public sealed class UnheldTasks(IUnitOfWork work, Scopes scopes, Organisation.Directory directory, TimeProvider time)
{
    public async Task<IReadOnlyList<ReviewTask>> OfAsync(Actor actor, CancellationToken cancellation)
    {
        var scope = await scopes.OfAsync(actor, [Role.Administrator], cancellation);
        var today = LocalDay.Today(time);
        var open = work.Db.Set<ReviewTask>().AsNoTracking().Within(scope, work.Db)
            .Where(task => task.State == TaskState.Assigned || task.State == TaskState.InProgress || task.State == TaskState.OnHold)
            .Where(task => !work.Db.Set<RoleAssignment>().Any(held => held.Role == task.Role && held.UnitId == task.UnitId
                && held.ValidFrom <= today && (held.ValidTo == null || today < held.ValidTo)
                && work.Db.Set<Account>().Any(account => account.Id == held.AccountId && account.Active)));

        var unheld = new List<ReviewTask>();
        foreach (var seat in (await open.OrderBy(task => task.CreatedAt).ThenBy(task => task.Id).ToListAsync(cancellation)).GroupBy(task => (task.Role, task.UnitId)))
            if (!await directory.IsHeldAsync(seat.Key.Role, seat.Key.UnitId, today, cancellation)) // a closed unit's work is done by its successor
                unheld.AddRange(seat);
        return unheld;
    }
}
