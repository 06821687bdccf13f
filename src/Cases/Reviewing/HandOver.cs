using System.Collections.Immutable;
using AidWorkflow.Cases.Accounts;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.StandingIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>How somebody has a task.</summary>
public enum HeldAs
{
    /// <summary>They took it, as one of several who may.</summary>
    Claimed,

    /// <summary>It was given to them by name.</summary>
    Named,

    /// <summary>They have it in somebody's place, and it goes back to them.</summary>
    InAnothersPlace,

    /// <summary>It is theirs, and whoever stands in for them has it.</summary>
    WithDeputy,
}

public static class HeldAsWords
{
    public static LocalText Words(this HeldAs held) => held switch
    {
        HeldAs.Claimed => new("认领", "claimed"),
        HeldAs.Named => new("指定本人", "by name"),
        HeldAs.InAnothersPlace => new("代他人办理", "in somebody's place"),
        _ => new("代理人在办", "with their deputy"),
    };
}

/// <summary>Somebody who could have a task.</summary>
public sealed record Taker(AccountId Account, string UserName, LocalText Name);

/// <summary>An open task of somebody who leaves, and where it would go.</summary>
/// <param name="Named">It was given to them by name; otherwise they claimed it.</param>
/// <param name="For">For whom they stand in.</param>
/// <param name="WhyNot">Why the successor cannot have it; it can go back to the role all the same.</param>
public sealed record HandOverItem(TaskId Task, string? Number, string Step, Role Role, LocalText Unit, bool Named, AccountId? For, RefusedException? WhyNot)
{
    public required HeldAs As { get; init; }

    /// <summary>Colleagues who could have it, by user name: looked for as long as no successor is named. Nobody where it goes back to whom it belongs.</summary>
    public ImmutableArray<Taker> CouldTake { get; init; } = [];
}

/// <summary>What became of one.</summary>
/// <param name="To">Null where it went back to the role.</param>
public sealed record HandOverResult(TaskId Task, TaskId? New, AccountId? To, RefusedException? Refused);

/// <summary>All that somebody who leaves has open (离职移交), without changing anything: what they claimed, what is theirs by name, and what their deputy has for them.</summary>
public sealed class HandOverReading(IUnitOfWork work, AccountRights rights, CaseFiles files, Rounds rounds, WhoIsMeant people)
{
    /// <param name="to">The successor, as <see cref="WhoIsMeant"/> finds them; empty for back to the role.</param>
    /// <exception cref="RefusedException">hand-over.person, people.several, and what <see cref="AccountRights"/> refuses.</exception>
    public async Task<ImmutableArray<HandOverItem>> ReadAsync(AccountId leaver, string? to, Actor actor, CancellationToken cancellation)
    {
        await rights.ForChangeAsync(leaver, actor, cancellation);
        var (db, successor) = (work.Db, await SuccessorAsync(people, leaver, to, actor, cancellation));
        var open = await OpenOf(db, leaver).OrderBy(task => task.CreatedAt).ThenBy(task => task.Id).ToListAsync(cancellation);
        var items = ImmutableArray.CreateBuilder<HandOverItem>(open.Count);
        foreach (var task in open)
        {
            var file = await files.LoadAsync(task.CaseId, actor, cancellation);
            var unit = (await db.Set<Unit>().FindAsync([task.UnitId], cancellation))!;
            var (round, principal) = (file.Rounds.Find(round => round.Id == task.RoundId), task.ForId == leaver ? null : task.ForId);
            var why = successor is { } taker && round is not null ? await rounds.WhyNotAsync(file, round, task, taker, cancellation) : null;
            items.Add(new(task.Id, file.Case.ReceiptNumber, task.Step, task.Role, new(unit.NameZh, unit.NameEn), task.Named, principal, why)
            {
                As = principal is not null ? HeldAs.InAnothersPlace : task.AssigneeId != leaver ? HeldAs.WithDeputy : task.Named ? HeldAs.Named : HeldAs.Claimed,
                CouldTake = successor is null && principal is null && round is not null
                    ? [.. (await rounds.WhoCouldAsync(file, round, task, leaver, cancellation)).Select(account => new Taker(account.Id, account.UserName, new(account.NameZh, account.NameEn)))] : [],
            });
        }

        return items.ToImmutable();
    }

    /// <returns>The name of the successor; null for back to the role.</returns>
    public async Task<LocalText?> NameAsync(string? to, Actor actor, CancellationToken cancellation) =>
        await people.OneAsync(to, "to", actor, cancellation) is { } found ? new(found.NameZh, found.NameEn) : null;

    internal static IQueryable<ReviewTask> OpenOf(DbContext db, AccountId account) => db.Set<ReviewTask>().AsNoTracking()
        .Where(task => (task.AssigneeId == account || task.ForId == account) && (task.State == TaskState.Assigned || task.State == TaskState.InProgress || task.State == TaskState.OnHold));

    /// <exception cref="RefusedException">hand-over.person, hand-over.self, people.several</exception>
    internal static async Task<AccountId?> SuccessorAsync(WhoIsMeant people, AccountId leaver, string? to, Actor actor, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(to))
            return null;
        var found = await people.OneAsync(to, "to", actor, cancellation) ?? throw new RefusedException("hand-over.person", "to", ("name", to.Trim()));
        return found.Id != leaver ? found.Id : throw new RefusedException("hand-over.self", "to");
    }
}

/// <summary>
/// Hands over everything that somebody has open, each task in its own commit, so that one that cannot go there keeps no other back; what the successor may not have goes back to its role.
/// They stand in for nobody any more.
/// </summary>
public sealed class HandOver(IActs acts)
{
    /// <param name="reason">Why; it stands with each task in the trail and the history of its case.</param>
    /// <exception cref="RefusedException">As <see cref="HandOverReading"/>; give.reason-missing, give.reason-too-long</exception>
    public async Task<ImmutableArray<HandOverResult>> RunAsync(AccountId leaver, string? to, string? reason, Actor actor, CancellationToken cancellation)
    {
        var why = GivenWords.Read(reason, "reason");
        var successor = await acts.RunAsync<HandOverStart, AccountId?>((act, token) => act.RunAsync(leaver, to, actor, token), cancellation);
        var items = await acts.RunAsync<HandOverReading, ImmutableArray<HandOverItem>>((act, token) => act.ReadAsync(leaver, to, actor, token), cancellation);
        var results = ImmutableArray.CreateBuilder<HandOverResult>(items.Length);
        foreach (var item in items)
            results.Add(await OneAsync(item, leaver, successor, why, actor, cancellation));
        return results.ToImmutable();
    }

    private async Task<HandOverResult> OneAsync(HandOverItem item, AccountId leaver, AccountId? successor, string why, Actor actor, CancellationToken cancellation)
    {
        var taker = item.For is null ? successor : null; // what they have for somebody goes back to whom it belongs
        try
        {
            return new(item.Task, await PassAsync(taker), taker, null);
        }
        catch (RefusedException refused) when (taker is not null)
        {
            return new(item.Task, await PassAsync(null), null, refused);
        }

        Task<TaskId?> PassAsync(AccountId? whom) => acts.RunAsync<PassOn, TaskId?>((act, token) => act.RunAsync(item.Task, leaver, whom, "handed-over", actor, token, why), cancellation);
    }
}

/// <summary>The beginning of a hand-over: whoever leaves stands in for nobody, or what goes back would come to them again.</summary>
public sealed class HandOverStart(AccountRights rights, WhoIsMeant people, StandIns standIns, TimeProvider time)
{
    /// <returns>The successor.</returns>
    public async Task<AccountId?> RunAsync(AccountId leaver, string? to, Actor actor, CancellationToken cancellation)
    {
        await rights.ForChangeAsync(leaver, actor, cancellation);
        var successor = await HandOverReading.SuccessorAsync(people, leaver, to, actor, cancellation);
        await standIns.EndOfAsync(leaver, Clocks.LocalDay.Today(time), cancellation);
        return successor;
    }
}
