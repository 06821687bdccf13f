using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>What somebody is to a task that they may see and, unless a colleague has it, act on.</summary>
/// <param name="For">In whose place; null where they hold the role themselves.</param>
public sealed record Relation(AccountId? For);

/// <summary>
/// Who is what to a task. What a page shows, what a post may do and whom a message reaches all go by this: a role held at exactly the task's unit (or at its successor).
/// </summary>
public sealed class TaskRelations(Organisation.Directory directory)
{
    /// <returns>Null for whoever has nothing to do with it: to them there is no such task.</returns>
    public async Task<Relation?> OfAsync(ReviewTask task, Actor actor, DateOnly today, CancellationToken cancellation) =>
        await directory.HoldsAsync(actor, task.Role, task.UnitId, today, cancellation) ? new(For: null) : null;
}
