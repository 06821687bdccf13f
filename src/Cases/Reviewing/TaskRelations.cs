using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.StandingIn;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>What somebody is to a task that they may see and, unless a colleague has it, act on.</summary>
/// <param name="For">In whose place; null where they hold the role themselves, or their unit does the work of the task's.</param>
public sealed record Relation(AccountId? For)
{
    /// <summary>The task is another unit's, whose work theirs does for a time.</summary>
    public bool Covers { get; init; }
}

/// <summary>
/// Who is what to a task. What a page shows, what a post may do and whom a message reaches all go by this: a role held at exactly the task's unit (or at its successor), standing in for
/// somebody who holds it, or a role of a unit that covers it. Whoever holds the role is found by one question, and nothing else is asked.
/// </summary>
public sealed class TaskRelations(Organisation.Directory directory, StandIns standIns)
{
    /// <returns>Null for whoever has nothing to do with it: to them there is no such task.</returns>
    public async Task<Relation?> OfAsync(ReviewTask task, Actor actor, DateOnly today, CancellationToken cancellation)
    {
        if (actor.Account is not { } account)
            return null;
        var isTheirs = task.AssigneeId is null || task.AssigneeId == account || task.ForId == account;
        if (!(task.ForId is not null && task.AssigneeId == account) && await directory.HoldsAsync(actor, task.Role, task.UnitId, today, cancellation))
            return isTheirs || !task.IsOpen ? new(For: null) : await InSteadAsync(task, account, today, cancellation) ?? new Relation(For: null);
        return await InSteadAsync(task, account, today, cancellation) ?? await CoveringAsync(task, actor, today, cancellation);
    }

    private async Task<Relation?> InSteadAsync(ReviewTask task, AccountId account, DateOnly today, CancellationToken cancellation)
    {
        if (!IsOpenToDeputies(task.Kind, task.Role))
            return null;
        var steads = (await standIns.BookAsync(cancellation)).SteadsOf(account, today, task.ServiceId);
        if (task.AssigneeId is { } has && (task.ForId ?? has) is var owner && has != account)
            steads = [.. steads.Where(stead => stead.Principal == owner)]; // a colleague's own task is nobody's to do but their deputy's
        else if (task.AssigneeId == account && task.ForId is { } principal)
            steads = [.. steads.Where(stead => stead.Principal == principal)];
        if (steads.IsEmpty)
            return null;
        var roles = (await directory.RolesAsync(account, today, cancellation)).Select(held => held.Role).ToArray();
        steads = [.. steads.Where(stead => Duties.MayStandIn(task.Role, roles, stead.Arranged))];
        if (steads.IsEmpty)
            return null;
        var holders = (await directory.HoldersAsync(task.Role, task.UnitId, today, cancellation)).Select(holder => holder.Id).ToHashSet();
        return steads.FirstOrDefault(stead => holders.Contains(stead.Principal)) is { } found ? new(found.Principal) : null;
    }

    private async Task<Relation?> CoveringAsync(ReviewTask task, Actor actor, DateOnly today, CancellationToken cancellation)
    {
        var book = await standIns.BookAsync(cancellation);
        if (book.Covers.IsEmpty || !IsOpenToDeputies(task.Kind, task.Role))
            return null;
        foreach (var cover in book.CoversOf(task.Role, await directory.CurrentAsync(task.UnitId, today, cancellation), today))
        {
            if (await directory.HoldsAsync(actor, cover.ByRole, cover.ByUnit, today, cancellation))
                return new(For: null) { Covers = true };
        }

        return null;
    }

    /// <summary>Money is paid by whoever holds the role and by nobody in their place.</summary>
    internal static bool IsOpenToDeputies(RoundKind kind, Role role) => kind != RoundKind.Payout && Duties.IsOpenToOthers(role);
}
