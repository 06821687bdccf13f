using System.Collections.Immutable;
using AidWorkflow.Cases.Accounts;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Staffing;

/// <summary>A role of an account, over or still to come ones included.</summary>
public sealed record RoleRow(RoleAssignmentId Id, Role Role, UnitId UnitId, LocalText Unit, DateOnly From, DateOnly? To, bool Now, bool Over);

/// <summary>An account as the list shows it.</summary>
public sealed record AccountRow(AccountId Id, string UserName, LocalText Name, bool Active, bool Locked, bool Initial, bool SecondFactor, ImmutableArray<RoleRow> Roles);

public sealed record AccountList(string Search, int Count, ImmutableArray<AccountRow> Rows)
{
    /// <summary>How many are shown at once; the search finds the others.</summary>
    public const int Most = 50;
}

/// <summary>An account with what its administrator needs to see before changing it.</summary>
/// <param name="MayChange">Every role of it lies in the administrator's area.</param>
/// <param name="Initial">Until when its initial password can be used; null when the password is the person's own.</param>
public sealed record AccountView(AccountRow Row, bool MayChange, DateTimeOffset? LockedUntil, DateTimeOffset? Initial, int Passkeys);

/// <summary>What closing an account leaves behind.</summary>
/// <param name="Claimed">Tasks it has taken for itself: they go back to the colleagues.</param>
/// <param name="Alone">Roles that nobody else has at the unit, with the open tasks that nobody could do then.</param>
/// <param name="Named">Tasks that are theirs by name, or that their deputy has for them: they go back to the role.</param>
public sealed record LeftBehind(int Claimed, ImmutableArray<(Role Role, LocalText Unit, int Tasks)> Alone, int Named);

/// <summary>Reads accounts for administrators: those that have, or had, a role in their area.</summary>
internal sealed class AccountsReading(IUnitOfWork work, Scopes scopes, AccountRights rights, TimeProvider time)
{
    /// <param name="page">From 1.</param>
    public async Task<AccountList> ListAsync(string? search, int page, Actor actor, CancellationToken cancellation)
    {
        var (words, found) = ((search ?? "").Trim(), await VisibleAsync(actor, cancellation));
        if (words.Length > 0)
        {
            var lower = words.ToLowerInvariant();
            found = found.Where(account => account.UserName.Contains(lower) || account.NameZh.Contains(words) || account.NameEn.Contains(words));
        }

        var ids = await found.OrderBy(account => account.UserName).Select(account => account.Id).Skip((page - 1) * AccountList.Most).Take(AccountList.Most).ToArrayAsync(cancellation);
        return new(words, await found.CountAsync(cancellation), await RowsAsync(ids, cancellation));
    }

    /// <returns>Null when there is none, or it never had anything to do with this administrator's area.</returns>
    public async Task<AccountView?> OneAsync(AccountId id, Actor actor, CancellationToken cancellation)
    {
        if (!await (await VisibleAsync(actor, cancellation)).AnyAsync(account => account.Id == id, cancellation))
            return null;
        var credential = await work.Db.Set<Credential>().AsNoTracking().FirstOrDefaultAsync(credential => credential.AccountId == id, cancellation);
        var passkeys = await work.Db.Set<Passkey>().CountAsync(passkey => passkey.AccountId == id, cancellation);
        return new((await RowsAsync([id], cancellation))[0], await rights.MayChangeAsync(id, actor, cancellation), Later(credential?.LockedUntil), credential?.InitialUntil, passkeys);
    }

    public async Task<LeftBehind> LeftBehindAsync(AccountId id, CancellationToken cancellation)
    {
        var (db, today) = (work.Db, LocalDay.Today(time));
        var claimed = await db.Set<ReviewTask>().CountAsync(task => task.AssigneeId == id && !task.Named && task.State == TaskState.InProgress, cancellation);
        var named = await db.Set<ReviewTask>().CountAsync(task => task.Named && (task.AssigneeId == id || task.ForId == id) && (task.State == TaskState.Assigned || task.State == TaskState.InProgress || task.State == TaskState.OnHold), cancellation);
        var alone = ImmutableArray.CreateBuilder<(Role, LocalText, int)>();
        foreach (var row in (await RowsAsync([id], cancellation))[0].Roles.Where(row => row.Now))
        {
            var held = db.Set<RoleAssignment>().Where(one => one.Role == row.Role && one.UnitId == row.UnitId && one.AccountId != id && one.ValidFrom <= today && (one.ValidTo == null || today < one.ValidTo));
            if (await held.AnyAsync(one => db.Set<Account>().Any(account => account.Id == one.AccountId && account.Active), cancellation))
                continue;
            var open = await db.Set<ReviewTask>().CountAsync(
                task => task.Role == row.Role && task.UnitId == row.UnitId && (task.State == TaskState.Assigned || task.State == TaskState.InProgress || task.State == TaskState.OnHold), cancellation);
            alone.Add((row.Role, row.Unit, open));
        }

        return new(claimed, alone.ToImmutable(), named);
    }

    private async Task<IQueryable<Account>> VisibleAsync(Actor actor, CancellationToken cancellation)
    {
        var db = work.Db;
        var held = db.Set<RoleAssignment>().Within(await scopes.OfAsync(actor, [Role.Administrator], cancellation), db);
        return db.Set<Account>().AsNoTracking().Where(account => held.Any(one => one.AccountId == account.Id));
    }

    private async Task<ImmutableArray<AccountRow>> RowsAsync(AccountId[] ids, CancellationToken cancellation)
    {
        var (db, today) = (work.Db, LocalDay.Today(time));
        var accounts = await db.Set<Account>().AsNoTracking().Where(account => ids.Contains(account.Id)).OrderBy(account => account.UserName).ToListAsync(cancellation);
        var credentials = await db.Set<Credential>().AsNoTracking().Where(credential => ids.Contains(credential.AccountId)).ToDictionaryAsync(credential => credential.AccountId, cancellation);
        var held = (await db.Set<RoleAssignment>().AsNoTracking().Where(one => ids.Contains(one.AccountId))
            .Join(db.Set<Unit>(), one => one.UnitId, unit => unit.Id, (one, unit) => new { Held = one, unit.NameZh, unit.NameEn }).ToListAsync(cancellation)).ToLookup(one => one.Held.AccountId);
        return
        [
            .. accounts.Select(account =>
            {
                var credential = credentials.GetValueOrDefault(account.Id);
                return new AccountRow(account.Id, account.UserName, new(account.NameZh, account.NameEn), account.Active, Later(credential?.LockedUntil) is not null, credential?.InitialUntil is not null,
                    credential?.SecondFactorSince is not null,
                    [.. held[account.Id].Select(one => new RoleRow(one.Held.Id, one.Held.Role, one.Held.UnitId, new(one.NameZh, one.NameEn), one.Held.ValidFrom, one.Held.ValidTo,
                        one.Held.ValidFrom <= today && !(one.Held.ValidTo <= today), one.Held.ValidTo <= today)).OrderBy(row => row.Over).ThenBy(row => row.Role).ThenBy(row => row.From)]);
            }),
        ];
    }

    private DateTimeOffset? Later(DateTimeOffset? moment) => moment > time.GetUtcNow() ? moment : null;
}
