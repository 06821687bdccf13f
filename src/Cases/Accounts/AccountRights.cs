using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Accounts;

/// <summary>Which accounts an administrator may change: those whose every role lies in the administrator's own area. Whoever has none is for the whole city.</summary>
public sealed class AccountRights(IUnitOfWork work, Scopes scopes, Organisation.Directory directory, TimeProvider time)
{
    /// <exception cref="RefusedException">account.unknown, account.not-yours</exception>
    public async Task<Account> ForChangeAsync(AccountId id, Actor actor, CancellationToken cancellation)
    {
        var account = await work.Db.Set<Account>().FindAsync([id], cancellation) ?? throw new RefusedException("account.unknown", null, ("account", id));
        return await MayChangeAsync(id, actor, cancellation) ? account : throw new RefusedException("account.not-yours", null, ("account", account.UserName));
    }

    public async Task<bool> MayChangeAsync(AccountId id, Actor actor, CancellationToken cancellation)
    {
        if (actor.Account is null)
            return true; // the command line
        var scope = await scopes.OfAsync(actor, [Role.Administrator], cancellation);
        if (scope.IsEmpty)
            return false;
        var today = LocalDay.Today(time);
        var held = await work.Db.Set<RoleAssignment>().AsNoTracking().Where(one => one.AccountId == id).ToListAsync(cancellation);
        var places = held.Where(one => one.ValidTo is not { } to || today < to).DefaultIfEmpty(held.MaxBy(one => one.ValidTo)).OfType<RoleAssignment>().Select(one => one.UnitId).Distinct().ToList();
        if (places.Count == 0)
            places = await work.Db.Set<Unit>().Where(unit => unit.Level == UnitLevel.City && unit.ValidTo == null).Select(unit => unit.Id).ToListAsync(cancellation);
        foreach (var unit in places)
        {
            if (!await scope.SeesAsync(unit, work.Db, cancellation))
                return false;
        }

        return places.Count > 0;
    }

    /// <summary>Where the account administers, somebody else must be left who does, there or above.</summary>
    /// <param name="only">This assignment alone goes; null when the account goes with all it holds.</param>
    /// <exception cref="RefusedException">account.last-administrator</exception>
    public async Task KeepAnAdministratorAsync(AccountId leaving, RoleAssignmentId? only, CancellationToken cancellation)
    {
        var today = LocalDay.Today(time);
        var roles = await directory.RolesAsync(leaving, today, cancellation);
        foreach (var held in roles.Where(one => one.Role == Role.Administrator && (only is null || one.Id == only)))
        {
            var others = (await directory.HoldersOverAsync(Role.Administrator, held.UnitId, today, cancellation)).Where(account => account.Id != leaving).Select(account => account.Id).ToArray();
            // Somebody whose term ends is no successor.
            if (!await work.Db.Set<RoleAssignment>().AnyAsync(one => one.Role == Role.Administrator && others.Contains(one.AccountId) && one.ValidFrom <= today && one.ValidTo == null, cancellation))
                throw new RefusedException("account.last-administrator");
        }
    }
}
