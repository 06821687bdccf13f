using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>
/// Somebody has opened a task: it is no longer new to them. Written once, at the first opening; a task that moves is another task, and new to whoever gets it, and one that comes back from others is
/// new once more to whoever waited.
/// </summary>
public sealed class TaskLook
{
    public required AccountId AccountId { get; init; }
    public required TaskId TaskId { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class TaskLookMapping : IEntityTypeConfiguration<TaskLook>
{
    public void Configure(EntityTypeBuilder<TaskLook> builder)
    {
        builder.ToTable("task_looks");
        builder.HasKey(look => new { look.AccountId, look.TaskId });
    }
}

/// <summary>Tasks that waited for somebody else.</summary>
internal static class ComingBack
{
    /// <summary>The answer is there, or the signer who came first has agreed: the task is its owner's to do again, and new to them unless they brought it back themselves.</summary>
    public static async Task ComesBackAsync(this DbContext db, CaseFile file, ReviewTask task, CancellationToken cancellation)
    {
        task.GoOn();
        if (task.AssigneeId is { } owner && owner != file.Actor.Account && await db.Set<TaskLook>().FirstOrDefaultAsync(look => look.AccountId == owner && look.TaskId == task.Id, cancellation) is { } look)
            db.Remove(look);
    }
}

/// <summary>Somebody opens a task: the look goes on record, and with the first one the task stops being new to them, in the same commit.</summary>
public sealed class OpenTask(IUnitOfWork work, AccessLog looks, TimeProvider time)
{
    /// <param name="seen">How far the case stood as it is shown.</param>
    /// <returns>Whether it was the first time.</returns>
    public async Task<bool> OpenAsync(ReviewTask task, CaseStanding? seen, Actor actor, CancellationToken cancellation)
    {
        looks.Viewed(actor, $"case:{task.CaseId}", $"task {task.Id}", seen);
        var (id, account) = (task.Id, actor.Account!.Value);
        if (!task.IsOpen || await work.Db.Set<TaskLook>().AnyAsync(look => look.AccountId == account && look.TaskId == id, cancellation))
            return false; // of what is done nobody asks whether it was looked at
        var look = new TaskLook { AccountId = account, TaskId = id, At = time.GetUtcNow() };
        work.Within(async (db, token) =>
        {
            // Asked again where the commit has begun: whoever opens it in two windows at once does not lose a race by it.
            if (!await db.Set<TaskLook>().AnyAsync(one => one.AccountId == account && one.TaskId == id, token))
                db.Add(look);
        });
        return true;
    }
}

/// <summary>Of tasks that are done nobody asks who had opened them: their looks are removed. The access log keeps every look there was.</summary>
public sealed class RemoveLooks(IUnitOfWork work)
{
    /// <returns>How many were removed.</returns>
    public async Task<int> RunAsync(int most, CancellationToken cancellation)
    {
        var tasks = work.Db.Set<ReviewTask>();
        var looks = await work.Db.Set<TaskLook>()
            .Where(look => !tasks.Any(task => task.Id == look.TaskId && (task.State == TaskState.Assigned || task.State == TaskState.InProgress || task.State == TaskState.OnHold)))
            .OrderBy(look => look.AccountId).ThenBy(look => look.TaskId).Take(most).ToListAsync(cancellation);
        work.Db.RemoveRange(looks);
        return looks.Count;
    }
}
