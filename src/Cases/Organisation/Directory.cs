using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Organisation;

/// <summary>Who does what where, on a given day.</summary>
public sealed class Directory(IUnitOfWork work)
{
    /// <summary>The unit that does the work of this one: itself, or whoever carries on since it closed.</summary>
    public async Task<UnitId> CurrentAsync(UnitId unit, DateOnly day, CancellationToken cancellation)
    {
        while (await work.Db.Set<Unit>().AsNoTracking().Where(found => found.Id == unit && found.ValidTo != null && found.ValidTo <= day)
                   .Select(found => found.SuccessorId).FirstOrDefaultAsync(cancellation) is { } successor)
            unit = successor;
        return unit;
    }

    /// <summary>Whose account it is, as people are called; null where there is no such account.</summary>
    public Task<LocalText?> NameAsync(AccountId? account, CancellationToken cancellation) =>
        work.Db.Set<Account>().AsNoTracking().Where(found => found.Id == account).Select(found => new LocalText(found.NameZh, found.NameEn)).FirstOrDefaultAsync(cancellation);

    /// <summary>The unit so many steps above; null above the root.</summary>
    public async Task<UnitId?> AboveAsync(UnitId unit, int steps, DateOnly day, CancellationToken cancellation)
    {
        var current = await CurrentAsync(unit, day, cancellation);
        return await work.Db.Set<UnitAncestor>().AsNoTracking()
            .Where(line => line.UnitId == current && line.Depth == steps && line.ValidFrom <= day && (line.ValidTo == null || day < line.ValidTo))
            .Select(line => (UnitId?)line.AncestorId).FirstOrDefaultAsync(cancellation);
    }

    /// <summary>The unit of that level whose area this one lies in, itself included; null when it lies above.</summary>
    public async Task<UnitId?> AtLevelAsync(UnitId unit, UnitLevel level, DateOnly day, CancellationToken cancellation)
    {
        var current = await CurrentAsync(unit, day, cancellation);
        return await work.Db.Set<UnitAncestor>().AsNoTracking()
            .Where(line => line.UnitId == current && line.ValidFrom <= day && (line.ValidTo == null || day < line.ValidTo))
            .Join(work.Db.Set<Unit>().Where(found => found.Level == level), line => line.AncestorId, found => found.Id, (line, found) => line)
            .OrderBy(line => line.Depth)
            .Select(line => (UnitId?)line.AncestorId).FirstOrDefaultAsync(cancellation);
    }

    /// <summary>Active accounts holding the role at exactly that unit (or at its successor), by user name.</summary>
    public async Task<IReadOnlyList<Account>> HoldersAsync(Role role, UnitId unit, DateOnly day, CancellationToken cancellation)
    {
        var current = await CurrentAsync(unit, day, cancellation);
        var held = Held(role, current, day);
        return await work.Db.Set<Account>().AsNoTracking()
            .Where(account => account.Active && held.Any(one => one.AccountId == account.Id))
            .OrderBy(account => account.UserName).ToListAsync(cancellation);
    }

    /// <summary>As above, at the unit so many steps above; nobody above the root.</summary>
    public async Task<IReadOnlyList<Account>> HoldersAboveAsync(Role role, UnitId unit, int steps, DateOnly day, CancellationToken cancellation) =>
        await AboveAsync(unit, steps, day, cancellation) is { } above ? await HoldersAsync(role, above, day, cancellation) : [];

    /// <summary>Whether the actor may do what this role does at exactly that unit (or at its successor). A role above does not imply it.</summary>
    public async Task<bool> HoldsAsync(Actor actor, Role role, UnitId unit, DateOnly day, CancellationToken cancellation)
    {
        if (actor.Account is not { } account)
            return false;
        // Nearly always the unit is open, and then one question is enough.
        if (await Held(role, unit, day).AnyAsync(
            held => held.AccountId == account && work.Db.Set<Account>().Any(known => known.Id == account && known.Active)
                && !work.Db.Set<Unit>().Any(closed => closed.Id == unit && closed.ValidTo != null && closed.ValidTo <= day && closed.SuccessorId != null), cancellation))
            return true;
        var current = await CurrentAsync(unit, day, cancellation);
        return current != unit && await Held(role, current, day).AnyAsync(
            held => held.AccountId == account && work.Db.Set<Account>().Any(known => known.Id == account && known.Active), cancellation);
    }

    /// <summary>Whether anybody could do what this role does at that unit (or at its successor).</summary>
    public async Task<bool> IsHeldAsync(Role role, UnitId unit, DateOnly day, CancellationToken cancellation)
    {
        if (await ActivelyAsync(unit))
            return true;
        var current = await CurrentAsync(unit, day, cancellation);
        return current != unit && await ActivelyAsync(current);

        Task<bool> ActivelyAsync(UnitId at) => Held(role, at, day).AnyAsync(held => work.Db.Set<Account>().Any(known => known.Id == held.AccountId && known.Active), cancellation);
    }

    /// <summary>Active accounts holding the role at the unit or anywhere above it, by user name.</summary>
    public async Task<IReadOnlyList<Account>> HoldersOverAsync(Role role, UnitId unit, DateOnly day, CancellationToken cancellation)
    {
        var current = await CurrentAsync(unit, day, cancellation);
        var over = work.Db.Set<UnitAncestor>().Where(line => line.UnitId == current && line.ValidTo == null).Select(line => line.AncestorId);
        var held = work.Db.Set<RoleAssignment>().Where(held => held.Role == role && held.ValidFrom <= day && (held.ValidTo == null || day < held.ValidTo) && over.Contains(held.UnitId));
        return await work.Db.Set<Account>().AsNoTracking()
            .Where(account => account.Active && held.Any(one => one.AccountId == account.Id))
            .OrderBy(account => account.UserName).ToListAsync(cancellation);
    }

    /// <summary>Everything an account holds on that day.</summary>
    public async Task<IReadOnlyList<RoleAssignment>> RolesAsync(AccountId account, DateOnly day, CancellationToken cancellation) =>
        await work.Db.Set<RoleAssignment>().AsNoTracking()
            .Where(held => held.AccountId == account && held.ValidFrom <= day && (held.ValidTo == null || day < held.ValidTo))
            .OrderBy(held => held.Id).ToListAsync(cancellation);

    private IQueryable<RoleAssignment> Held(Role role, UnitId unit, DateOnly day) => work.Db.Set<RoleAssignment>().AsNoTracking()
        .Where(held => held.Role == role && held.UnitId == unit && held.ValidFrom <= day && (held.ValidTo == null || day < held.ValidTo));
}
