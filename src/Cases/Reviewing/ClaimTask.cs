using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>A person takes a task of the team for themselves (认领), or gives it back.</summary>
public sealed class ClaimTask(IUnitOfWork work, TaskRelations relations, TaskDesk desk, Recusal recusal, AuditTrail audit, TimeProvider time)
{
    /// <exception cref="RefusedException">task.unknown, task.not-yours, task.gone, case.on-hold, task.claimed-by-other, task.on-hold, task.other-seat, task.own-case, task.declared-relative, task.stood-aside, task.decided-other-step, task.decided-earlier-step</exception>
    public async Task<TaskId> ClaimAsync(TaskId id, Actor actor, CancellationToken cancellation)
    {
        var (task, relation) = await MineAsync(id, actor, cancellation);
        if (task.AssigneeId == actor.Account)
            return id;
        if (task.State == TaskState.OnHold)
            throw new RefusedException("task.on-hold");
        if (task.AssigneeId is { } other)
            throw new RefusedException("task.claimed-by-other", null,
                ("name", await work.Db.Set<Account>().Where(account => account.Id == other).Select(account => new LocalText(account.NameZh, account.NameEn)).FirstOrDefaultAsync(cancellation)));
        var (round, me) = (task.RoundId, actor.Account!.Value);
        var plan = await work.Db.Set<Round>().AsNoTracking().Where(one => one.Id == round).Select(one => one.Plan).FirstAsync(cancellation);
        if (await work.Db.Set<ReviewTask>().AnyAsync(other => other.RoundId == round && other.Id != id && other.Purpose == TaskPurpose.Decide && other.AssigneeId == me
            && other.TakenBackAt == null && other.State != TaskState.Cancelled, cancellation)
            || plan.Seats.Any(seat => seat.Person == me && seat.Key != task.SeatKey))
            throw new RefusedException("task.other-seat");
        await KeepAwayAsync(task, actor, cancellation);
        if (task.Purpose == TaskPurpose.Decide)
            await desk.RequireIndependentAsync(task.CaseId, relation.For is { } deputed ? [me, deputed] : [me], [.. plan.NotDecidersOf], cancellation);
        if (relation.For is { } principal)
            await desk.KeepStepsApartAsync(task, me, principal, cancellation);
        task.Claim(me, time.GetUtcNow());
        audit.Record($"case:{task.CaseId}", "task.claimed", actor, ("task", id.ToString()));
        return id;
    }

    /// <exception cref="RefusedException">task.unknown, task.not-yours, task.gone, case.on-hold, task.not-claimed-by-you, task.named, task.on-hold</exception>
    public async Task<TaskId> ReleaseAsync(TaskId id, Actor actor, CancellationToken cancellation)
    {
        var (task, _) = await MineAsync(id, actor, cancellation);
        if (task.AssigneeId != actor.Account)
            throw new RefusedException("task.not-claimed-by-you");
        if (task.Named)
            throw new RefusedException("task.named");
        if (task.State == TaskState.OnHold)
            throw new RefusedException("task.on-hold");
        task.Release(time.GetUtcNow());
        audit.Record($"case:{task.CaseId}", "task.released", actor, ("task", id.ToString()));
        return id;
    }

    /// <summary>Whoever may not decide it would only keep it from the others.</summary>
    private async Task KeepAwayAsync(ReviewTask task, Actor actor, CancellationToken cancellation)
    {
        var aidCase = (await work.Db.Set<AidCase>().FindAsync([task.CaseId], cancellation))!;
        if (await recusal.WhyAsync(actor.Person, aidCase, LocalDay.Today(time), cancellation) is { } close)
            throw new RefusedException(close);
        if (aidCase.SomebodyStoodAside && await work.Db.Set<Decision>().AnyAsync(one => one.CaseId == task.CaseId && one.Verdict == Verdict.Recuse && one.AccountId == actor.Account, cancellation))
            throw new RefusedException("task.stood-aside");
    }

    private async Task<(ReviewTask Task, Relation Relation)> MineAsync(TaskId id, Actor actor, CancellationToken cancellation)
    {
        var task = await work.Db.Set<ReviewTask>().FirstOrDefaultAsync(task => task.Id == id, cancellation) ?? throw new RefusedException("task.unknown");
        var relation = await relations.OfAsync(task, actor, LocalDay.Today(time), cancellation) ?? throw new RefusedException("task.not-yours");
        if (!task.IsOpen)
            throw new RefusedException("task.gone", null, ("because", ReviewTask.Because(task.CancelledBecause)));
        return await work.Db.Set<AidCase>().AnyAsync(one => one.Id == task.CaseId && one.HeldAt != null, cancellation) ? throw new RefusedException("case.on-hold") : (task, relation);
    }
}
