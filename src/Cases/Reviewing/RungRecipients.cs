using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>Whom a rung of a ladder reaches for a task, as it stands when the rung is due: a task that moved takes its rungs along.</summary>
public sealed class RungRecipients(Organisation.Directory directory, Candidates candidates)
{
    public async Task<IReadOnlyList<Account>> OfAsync(CaseFile file, ReviewTask task, RungTo to, CancellationToken cancellation)
    {
        var away = await candidates.StoodAsideAsync(file, cancellation);
        var holders = Without(away, await directory.HoldersAsync(task.Role, task.UnitId, file.Today, cancellation));
        var assignee = holders.FindAll(account => account.Id == task.AssigneeId);
        return to switch
        {
            RungTo.Assignee => assignee.Count > 0 ? assignee : holders,
            RungTo.Holders => holders,
            RungTo.Deputy when await DeputiesAsync(file, task, holders, cancellation) is { Count: > 0 } deputies => deputies,
            RungTo.Head when Without(away, await directory.HoldersAsync(Role.UnitHead, task.UnitId, file.Today, cancellation)) is { Count: > 0 } heads => heads,
            _ => await AboveAsync(file, task, away, cancellation),
        };
    }

    /// <summary>Whoever stands in for one of the holders today.</summary>
    private async Task<IReadOnlyList<Account>> DeputiesAsync(CaseFile file, ReviewTask task, IReadOnlyList<Account> holders, CancellationToken cancellation)
    {
        await candidates.KnowAsync(file, cancellation);
        var own = holders.Select(account => account.Id).ToHashSet();
        return [.. (await candidates.ConcernedAsync(file, task, cancellation)).Where(account => !own.Contains(account.Id))];
    }

    /// <summary>
    /// Those who answer for the task's holders: whoever decides at the next level, and the administrators of the area where there is none. Where nobody stands in, or the unit has no head, they
    /// are told instead.
    /// </summary>
    private async Task<IReadOnlyList<Account>> AboveAsync(CaseFile file, ReviewTask task, HashSet<AccountId> away, CancellationToken cancellation) =>
        Ladder.Over(task.Role) is { } next && file.Units.TryGetValue(next.Level, out var unit) && Without(away, await directory.HoldersAsync(next.Role, unit, file.Today, cancellation)) is { Count: > 0 } above
            ? above
            : await directory.HoldersOverAsync(Role.Administrator, task.UnitId, file.Today, cancellation);

    /// <summary>Whoever stood aside from the case is told nothing of it, whatever they answer for.</summary>
    private static List<Account> Without(HashSet<AccountId> away, IEnumerable<Account> accounts) => [.. accounts.Where(account => !away.Contains(account.Id))];
}
