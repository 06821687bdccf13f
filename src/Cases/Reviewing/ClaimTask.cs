using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>A person takes a task of the team for themselves (认领), or gives it back.</summary>
public sealed class ClaimTask(IUnitOfWork work, TaskRelations relations, AuditTrail audit, TimeProvider time)
{
    /// <exception cref="RefusedException">task.unknown, task.not-yours, task.gone, task.claimed-by-other</exception>
    public async Task<TaskId> ClaimAsync(TaskId id, Actor actor, CancellationToken cancellation)
    {
        var task = await MineAsync(id, actor, cancellation);
        if (task.AssigneeId == actor.Account)
            return id;
        if (task.AssigneeId is { } other)
            throw new RefusedException("task.claimed-by-other", null,
                ("name", await work.Db.Set<Account>().Where(account => account.Id == other).Select(account => new LocalText(account.NameZh, account.NameEn)).FirstOrDefaultAsync(cancellation)));
        task.Claim(actor.Account!.Value, time.GetUtcNow());
        audit.Record($"case:{task.CaseId}", "task.claimed", actor, ("task", id.ToString()));
        return id;
    }

    /// <exception cref="RefusedException">task.unknown, task.not-yours, task.gone, task.not-claimed-by-you, task.named, task.on-hold</exception>
    public async Task<TaskId> ReleaseAsync(TaskId id, Actor actor, CancellationToken cancellation)
    {
        var task = await MineAsync(id, actor, cancellation);
        if (task.AssigneeId != actor.Account)
            throw new RefusedException("task.not-claimed-by-you");
        if (task.Named)
            throw new RefusedException("task.named");
        if (task.State == TaskState.OnHold)
            throw new RefusedException("task.on-hold");
        task.Release();
        audit.Record($"case:{task.CaseId}", "task.released", actor, ("task", id.ToString()));
        return id;
    }

    private async Task<ReviewTask> MineAsync(TaskId id, Actor actor, CancellationToken cancellation)
    {
        var task = await work.Db.Set<ReviewTask>().FirstOrDefaultAsync(task => task.Id == id, cancellation) ?? throw new RefusedException("task.unknown");
        if (await relations.OfAsync(task, actor, Clocks.LocalDay.Today(time), cancellation) is null)
            throw new RefusedException("task.not-yours");
        return task.IsOpen ? task : throw new RefusedException("task.gone", null, ("because", ReviewTask.Because(task.CancelledBecause)));
    }
}
