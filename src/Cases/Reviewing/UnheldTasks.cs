using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>
/// Open tasks that nobody may do today, because nobody holds their role at their unit or everybody who does is to stay away from them; for the administrators of the area.
/// </summary>
public sealed class UnheldTasks(IUnitOfWork work, Scopes scopes, Candidates candidates, TimeProvider time)
{
    public async Task<IReadOnlyList<ReviewTask>> OfAsync(Actor actor, CancellationToken cancellation)
    {
        var db = work.Db;
        var scope = await scopes.OfAsync(actor, [Role.Administrator], cancellation);
        var today = LocalDay.Today(time);
        var tasks = db.Set<ReviewTask>().AsNoTracking().Within(scope, db)
            .Where(task => task.State == TaskState.Assigned || task.State == TaskState.InProgress || task.State == TaskState.OnHold);
        var open = await tasks
            .Join(db.Set<Round>().AsNoTracking(), task => task.RoundId, round => round.Id, (task, round) => new { Task = task, Round = round })
            .Join(db.Set<AidCase>().AsNoTracking(), one => one.Task.CaseId, aidCase => aidCase.Id, (one, aidCase) => new { one.Task, one.Round.Plan, Case = aidCase }).ToListAsync(cancellation);
        var decided = (await db.Set<Decision>().AsNoTracking().Where(decision => tasks.Any(task => task.CaseId == decision.CaseId))
                .Select(decision => new DecidedBy(decision.CaseId, decision.RoundId, decision.Step, decision.AccountId, decision.OnBehalfOfId)).ToListAsync(cancellation))
            .ToLookup(one => one.Case);

        var seats = open.ToLookup(one => (one.Task.RoundId, one.Task.Role, one.Task.UnitId));
        var unheld = new List<ReviewTask>();
        foreach (var one in open.OrderBy(one => one.Task.CreatedAt).ThenBy(one => one.Task.Id.Value))
            if (!await candidates.SufficeAsync(
                one.Task, one.Plan, one.Case, decided[one.Task.CaseId], seats[(one.Task.RoundId, one.Task.Role, one.Task.UnitId)].Count(), today, cancellation)) // a closed unit's work is done by its successor
                unheld.Add(one.Task);

        return unheld;
    }
}
