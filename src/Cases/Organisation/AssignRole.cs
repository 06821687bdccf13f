using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Organisation;

/// <summary>Gives an account a role at a unit.</summary>
public sealed class AssignRole(IUnitOfWork work, UnitTree tree, AuditTrail audit, IIds ids, TimeProvider time)
{
    public async Task<RoleAssignmentId> RunAsync(
        AccountId account, Role role, UnitId at, DateOnly from, DateOnly? to, Actor actor, CancellationToken cancellation)
    {
        var unit = await tree.ForChangeAsync(at, Clocks.LocalDay.Today(time), actor, cancellation);
        if (!await work.Db.Set<Account>().AnyAsync(known => known.Id == account && known.Active, cancellation))
            throw new RefusedException("account.unknown", "account", ("account", account));
        if (!unit.IsOpen(from))
            throw new RefusedException("unit.not-open", "unit", ("unit", unit.NameZh), ("on", from));
        if (!RoleLevels.Fits(role, unit.Level))
            throw new RefusedException("role.wrong-level", "role", ("role", role), ("unit", unit.NameZh));
        if (to <= from)
            throw new RefusedException("role.term", "to", ("from", from), ("to", to));

        var held = RoleAssignment.Of(new RoleAssignmentId(ids.Next()), account, role, at, from, to);
        work.Db.Add(held);
        audit.Record($"account:{account}", "role.assigned", actor, ("role", $"{role}"), ("unit", $"{at}"), ("from", $"{from:yyyy-MM-dd}"), ("to", $"{to:yyyy-MM-dd}"));
        return held.Id;
    }
}

/// <summary>Ends a role; what was done under it stays done.</summary>
public sealed class EndRole(IUnitOfWork work, UnitTree tree, AuditTrail audit, TimeProvider time)
{
    public async Task<RoleAssignment> RunAsync(RoleAssignmentId id, DateOnly on, Actor actor, CancellationToken cancellation)
    {
        var held = await work.Db.Set<RoleAssignment>().FindAsync([id], cancellation)
            ?? throw new RefusedException("role.unknown", null, ("assignment", id));
        await tree.ForChangeAsync(held.UnitId, Clocks.LocalDay.Today(time), actor, cancellation);
        held.End(on);
        audit.Record($"account:{held.AccountId}", "role.ended", actor, ("role", $"{held.Role}"), ("unit", $"{held.UnitId}"), ("on", $"{on:yyyy-MM-dd}"));
        return held;
    }
}
