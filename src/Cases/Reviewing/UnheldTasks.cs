using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>An open task that nobody may do.</summary>
public sealed record UnheldTask(TaskId Id, RoundId RoundId, CaseId CaseId, string Step, Role Role, UnitId UnitId, DateTimeOffset CreatedAt);

/// <summary>
/// Open tasks that nobody may do today, because nobody holds their role at their unit or everybody who does is to stay away from them; for the administrators of the area.
/// All open tasks are looked through, so a case is opened only where somebody in question may be close to its applicant.
/// </summary>
public sealed class UnheldTasks(IUnitOfWork work, Scopes scopes, Candidates candidates, Recusal recusal, TimeProvider time)
{
    /// <returns>The oldest first; none that somebody has taken, or that was named to somebody.</returns>
    public async Task<IReadOnlyList<UnheldTask>> OfAsync(Actor actor, int most, CancellationToken cancellation)
    {
        var db = work.Db;
        var scope = await scopes.OfAsync(actor, [Role.Administrator], cancellation);
        var today = LocalDay.Today(time);
        var tasks = db.Set<ReviewTask>().AsNoTracking().Within(scope, db)
            .Where(task => task.State == TaskState.Assigned || task.State == TaskState.InProgress || task.State == TaskState.OnHold);
        var open = await tasks.Join(db.Set<Round>().AsNoTracking(), task => task.RoundId, round => round.Id,
                (task, round) => new Row(new(task.Id, task.RoundId, task.CaseId, task.Step, task.Role, task.UnitId, task.CreatedAt), round.Plan, task.Kind, db.Set<Account>().Any(account => account.Id == task.AssigneeId && account.Active))).ToListAsync(cancellation);
        if (open.Count == 0)
            return [];
        await KnowHoldersAsync(tasks, today, cancellation);
        var decided = await DecidedAsync(tasks, [.. open.SelectMany(one => one.Plan.NotDecidersOf).Distinct()], cancellation);
        var close = await PerhapsCloseAsync(tasks, today, cancellation);

        var seats = open.CountBy(one => (one.Task.RoundId, one.Task.Role, one.Task.UnitId)).ToDictionary();
        var unheld = new List<UnheldTask>();
        foreach (var (task, plan, kind, _) in open.Where(one => !one.IsHeld).OrderBy(one => one.Task.CreatedAt).ThenBy(one => one.Task.Id.Value))
        {
            var who = await candidates.IndependentAsync(task.RoundId, kind, task.Role, task.UnitId, plan, [.. decided[task.CaseId]], today, cancellation); // a closed unit's work is done by its successor
            var needed = Candidates.Needed(plan, seats[(task.RoundId, task.Role, task.UnitId)]);
            var mayBeClose = close.Contains(task.CaseId);
            if (who.Count(account => !mayBeClose || account.PersonId is null) >= needed || (mayBeClose && await ApartAsync(who, task.CaseId, today, cancellation) >= needed))
                continue;
            unheld.Add(task);
            if (unheld.Count == most)
                break;
        }

        return unheld;
    }

    private async Task KnowHoldersAsync(IQueryable<ReviewTask> tasks, DateOnly today, CancellationToken cancellation)
    {
        var (db, asked) = (work.Db, tasks.Select(task => new { task.Role, task.UnitId }).Distinct());
        var succeeded = db.Set<Unit>().Where(unit => unit.ValidTo != null && unit.ValidTo <= today && unit.SuccessorId != null).Select(unit => unit.Id);
        var seats = await asked.Where(one => !succeeded.Contains(one.UnitId)).ToListAsync(cancellation);
        var held = (await asked.Join(db.Set<RoleAssignment>().Where(one => one.ValidFrom <= today && (one.ValidTo == null || today < one.ValidTo)),
                    one => new { one.Role, one.UnitId }, one => new { one.Role, one.UnitId }, (_, one) => one)
                .Join(db.Set<Account>().AsNoTracking().Where(account => account.Active), one => one.AccountId, account => account.Id, (one, account) => new { one.Role, one.UnitId, Account = account })
                .ToListAsync(cancellation)).ToLookup(one => (one.Role, one.UnitId), one => one.Account);
        foreach (var seat in seats)
            candidates.Know(seat.Role, seat.UnitId, await candidates.WithCoversAsync([.. held[(seat.Role, seat.UnitId)].DistinctBy(account => account.Id)], seat.Role, seat.UnitId, today, cancellation));
    }

    /// <summary>Decisions that may keep somebody from an open task: of its own round, or of a step that some open task is to be independent of.</summary>
    private async Task<ILookup<CaseId, DecidedBy>> DecidedAsync(IQueryable<ReviewTask> tasks, string[] steps, CancellationToken cancellation)
    {
        var decisions = work.Db.Set<Decision>().AsNoTracking();
        var earlier = steps.Length == 0
            ? []
            : await tasks.Select(task => task.CaseId).Distinct().Join(decisions.Where(decision => steps.Contains(decision.Step)), id => id, decision => decision.CaseId, (_, decision) => decision)
                .Select(decision => new DecidedBy(decision.CaseId, decision.RoundId, decision.Step, decision.AccountId, decision.OnBehalfOfId, decision.Verdict)).ToListAsync(cancellation);
        var beside = await tasks.Join(work.Db.Set<Round>().Where(round => round.Decisions > 0), task => task.RoundId, round => round.Id, (_, round) => round).Distinct()
            .Join(decisions, round => new { round.CaseId, round.Id }, decision => new { decision.CaseId, Id = decision.RoundId }, (_, decision) => decision)
            .Select(decision => new DecidedBy(decision.CaseId, decision.RoundId, decision.Step, decision.AccountId, decision.OnBehalfOfId, decision.Verdict)).ToListAsync(cancellation);
        var aside = await tasks.Join(work.Db.Set<Applying.AidCase>().Where(one => one.SomebodyStoodAside), task => task.CaseId, one => one.Id, (_, one) => one.Id).Distinct()
            .Join(decisions.Where(decision => decision.Verdict == Verdict.Recuse), id => id, decision => decision.CaseId, (_, decision) => decision)
            .Select(decision => new DecidedBy(decision.CaseId, decision.RoundId, decision.Step, decision.AccountId, decision.OnBehalfOfId, decision.Verdict)).ToListAsync(cancellation);
        return earlier.Concat(beside).Concat(aside).ToLookup(one => one.Case);
    }

    /// <summary>Cases that name a relative on the staff, or whose applicant is of the staff or somebody of the staff acts for.</summary>
    private async Task<HashSet<CaseId>> PerhapsCloseAsync(IQueryable<ReviewTask> tasks, DateOnly today, CancellationToken cancellation)
    {
        var db = work.Db;
        var staff = db.Set<Account>().Where(account => account.Active && account.PersonId != null
            && db.Set<RoleAssignment>().Any(held => held.AccountId == account.Id && held.Role != Role.Applicant)).Select(account => account.PersonId!.Value);
        if (!await staff.AnyAsync(cancellation))
            return [];
        var actedFor = db.Set<Representative>().Where(one => one.ValidFrom <= today && (one.ValidTo == null || today < one.ValidTo) && staff.Contains(one.ByPersonId)).Select(one => one.PersonId);
        return [.. await tasks.Join(db.Set<AidCase>(), task => task.CaseId, aidCase => aidCase.Id, (_, aidCase) => new { aidCase.Id, aidCase.ApplicantId, aidCase.RelativeOfStaff })
            .Where(one => one.RelativeOfStaff || staff.Contains(one.ApplicantId) || actedFor.Contains(one.ApplicantId)).Select(one => one.Id).ToListAsync(cancellation)];
    }

    /// <summary>How many of them are not close to the applicant.</summary>
    private async Task<int> ApartAsync(IReadOnlyList<Account> who, CaseId id, DateOnly today, CancellationToken cancellation)
    {
        var aidCase = await work.Db.Set<AidCase>().AsNoTracking().SingleAsync(one => one.Id == id, cancellation);
        var apart = 0;
        foreach (var account in who)
        {
            if (await recusal.WhyAsync(account.PersonId, aidCase, today, cancellation) is null)
                apart++;
        }

        return apart;
    }

    private sealed record Row(UnheldTask Task, ReviewPlan Plan, RoundKind Kind, bool IsHeld);
}
