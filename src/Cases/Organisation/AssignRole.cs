using AidWorkflow.Cases.Accounts;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Integrating;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Organisation;

/// <summary>Gives an account a role at a unit.</summary>
public sealed class AssignRole(IUnitOfWork work, UnitTree tree, TokenDuties tokens, AuditTrail audit, IIds ids, TimeProvider time)
{
    public async Task<RoleAssignmentId> RunAsync(
        AccountId account, Role role, UnitId at, DateOnly from, DateOnly? to, Actor actor, CancellationToken cancellation)
    {
        var unit = await tree.ForChangeAsync(at, Clocks.LocalDay.Today(time), actor, cancellation);
        if (await work.Db.Set<Account>().FindAsync([account], cancellation) is not { Active: true })
            throw new RefusedException("account.unknown", "account", ("account", account));
        if (actor.Account == account)
            throw new RefusedException("role.own", "role");
        if (!unit.IsOpen(from))
            throw new RefusedException("unit.not-open", "unit", ("unit", unit.Called()), ("on", from));
        if (!RoleLevels.Fits(role, unit.Level))
            throw new RefusedException("role.wrong-level", "role", ("role", role.Words()), ("unit", unit.Called()));
        if (to <= from)
            throw new RefusedException("role.term", "to", ("from", from), ("to", to.Value.AddDays(-1)));
        var beside = (await work.Db.Set<RoleAssignment>().AsNoTracking().Where(one => one.AccountId == account).ToListAsync(cancellation)).FindAll(one => one.Overlaps(from, to));
        if (beside.Exists(one => one.Role == role && one.UnitId == at))
            throw new RefusedException("role.already-held", "role", ("unit", unit.Called()));
        Duties.Check(role, at, beside, await InLineAsync(at, cancellation));

        var held = RoleAssignment.Of(new RoleAssignmentId(ids.Next()), account, role, at, from, to);
        await tokens.RequireStillApartAsync(account, held, cancellation);
        work.Db.Add(held);
        audit.Record($"account:{account}", "role.assigned", actor, ("role", $"{role}"), ("unit", $"{at}"), ("from", $"{from:yyyy-MM-dd}"), ("to", $"{to:yyyy-MM-dd}"));
        return held.Id;
    }

    private async Task<HashSet<UnitId>> InLineAsync(UnitId at, CancellationToken cancellation) =>
        [.. await work.Db.Set<UnitAncestor>().AsNoTracking().Where(line => line.ValidTo == null && (line.UnitId == at || line.AncestorId == at)).Select(line => line.UnitId == at ? line.AncestorId : line.UnitId).ToListAsync(cancellation)];
}

/// <summary>Ends a role; what was done under it stays done.</summary>
public sealed class EndRole(IUnitOfWork work, UnitTree tree, AccountRights rights, AuditTrail audit, TimeProvider time)
{
    /// <param name="on">The first day without it; a day that is over stays as it was.</param>
    /// <exception cref="RefusedException">role.unknown, role.ended, role.end-past, account.last-administrator, and what <see cref="UnitTree"/> refuses.</exception>
    public async Task<RoleAssignment> RunAsync(RoleAssignmentId id, DateOnly on, Actor actor, CancellationToken cancellation)
    {
        var held = await work.Db.Set<RoleAssignment>().FindAsync([id], cancellation)
            ?? throw new RefusedException("role.unknown", null, ("assignment", id));
        var today = Clocks.LocalDay.Today(time);
        await tree.ForChangeAsync(held.UnitId, today, actor, cancellation);
        if (held.ValidTo is { } ended && ended <= today)
            throw new RefusedException("role.ended", null, ("on", ended.AddDays(-1)));
        if (on < today)
            throw new RefusedException("role.end-past", "on", ("on", on));
        await rights.KeepAnAdministratorAsync(held.AccountId, id, cancellation);
        held.End(on);
        audit.Record($"account:{held.AccountId}", "role.ended", actor, ("role", $"{held.Role}"), ("unit", $"{held.UnitId}"), ("on", $"{on:yyyy-MM-dd}"));
        return held;
    }
}
