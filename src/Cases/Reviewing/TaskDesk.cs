using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>A task in the hands of somebody who may act on it, with its case before them.</summary>
/// <param name="By">Who acts.</param>
/// <param name="For">Whom they act for, where they stand in for somebody.</param>
public sealed record TaskInHand(ReviewTask Task, Round Round, CaseFile File, AccountId By, AccountId? For);

/// <summary>
/// Whether somebody may act on a task, asked in one place for every operation: their relation to it (role, unit, standing in for somebody), its state, and what keeps people away from a
/// case. What may be done with it beside that is the operation's own.
/// </summary>
public sealed class TaskDesk(IUnitOfWork work, CaseQueries queries, CaseFiles files, TaskRelations relations, Organisation.Directory directory, Recusal recusal, TimeProvider time)
{
    /// <exception cref="RefusedException">
    /// task.unknown, task.not-yours, task.already-decided, task.gone, task.claimed-by-other, task.on-hold, case.closed, case.on-hold, task.own-case, task.declared-relative, task.stood-aside
    /// </exception>
    /// <exception cref="LostRaceException">Somebody decided in between.</exception>
    internal async Task<TaskInHand> TakeAsync(TaskId id, Actor actor, CancellationToken cancellation, bool alsoOnHold = false)
    {
        var account = actor.Account ?? throw new RefusedException("task.not-yours");
        var task = await queries.TaskAsync(work.Db, id, cancellation) ?? throw new RefusedException("task.unknown");
        var relation = await relations.OfAsync(task, actor, LocalDay.Today(time), cancellation) ?? throw new RefusedException("task.not-yours");
        if (!task.IsOpen)
            throw await GoneAsync(task, cancellation);
        if (task.AssigneeId is { } claimed && claimed != account && claimed != relation.For)
            throw new RefusedException("task.claimed-by-other", null, ("name", await directory.NameAsync(claimed, cancellation)));
        if (task.State == TaskState.OnHold && !alsoOnHold)
            throw new RefusedException("task.on-hold");

        var file = await files.LoadAsync(task.CaseId, actor, cancellation);
        var round = file.Rounds.FirstOrDefault(round => round.Id == task.RoundId && round.State == RoundState.Open)
            ?? throw new LostRaceException("The task was still open when it was read, its round no longer: somebody decided in between.");
        if (!file.Case.IsOpen)
            throw new RefusedException("case.closed", null, ("number", file.Case.ReceiptNumber));
        if (file.Case.HeldAt is not null)
            throw new RefusedException("case.on-hold");
        return new(file.Tasks.Find(open => open.Id == task.Id) ?? task, round, file, account, task.ForId ?? relation.For);
    }

    /// <summary>Whoever is close to the applicant, or has stood aside from the case, does nothing in it; the same holds for whoever is acted for.</summary>
    /// <exception cref="RefusedException">task.own-case, task.declared-relative, task.stood-aside</exception>
    internal async Task KeepAwayAsync(TaskInHand hand, CancellationToken cancellation)
    {
        var actor = hand.File.Actor;
        if (await recusal.WhyAsync(actor.Person, hand.File.Case, hand.File.Today, cancellation) is { } close)
            throw new RefusedException(close);
        if (hand.For is { } principal && await work.Db.Set<Account>().AsNoTracking().FirstOrDefaultAsync(one => one.Id == principal, cancellation) is { } other
            && await recusal.WhyAsync(other.PersonId, hand.File.Case, hand.File.Today, cancellation) is { } theirs)
            throw new RefusedException(theirs);
        if (!hand.File.Case.SomebodyStoodAside)
            return;
        var id = hand.File.Case.Id;
        var people = new[] { hand.By, hand.For ?? hand.By };
        if (await work.Db.Set<Decision>().AnyAsync(one => one.CaseId == id && one.Verdict == Verdict.Recuse && people.Contains(one.AccountId), cancellation))
            throw new RefusedException("task.stood-aside");
    }

    private async Task<RefusedException> GoneAsync(ReviewTask task, CancellationToken cancellation)
    {
        var decision = await work.Db.Set<Decision>().Where(decision => decision.RoundId == task.RoundId && decision.Verdict != Verdict.Advise && decision.Verdict != Verdict.Recuse)
            .OrderByDescending(decision => decision.At).FirstOrDefaultAsync(cancellation);
        return decision is null || task.CancelledBecause is not (null or "decided-by-other")
            ? new("task.gone", null, ("because", ReviewTask.Because(task.CancelledBecause)))
            : new("task.already-decided", null, ("name", await directory.NameAsync(decision.AccountId, cancellation)), ("at", decision.At));
    }
}
