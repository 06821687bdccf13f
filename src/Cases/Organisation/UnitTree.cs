using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Organisation;

/// <summary>What all changes of the tree stand on: units, their names and the closure change together, in the commit of the act.</summary>
public sealed class UnitTree(IUnitOfWork work, Scopes scopes, IIds ids, TimeProvider time)
{
    /// <summary>Loads the unit for a change by this actor on that day, or refuses.</summary>
    internal async Task<Unit> ForChangeAsync(UnitId id, DateOnly on, Actor actor, CancellationToken cancellation)
    {
        if (on > LocalDay.Today(time))
            throw new RefusedException("unit.change-in-future", "on", ("on", on));
        var unit = await work.Db.Set<Unit>().FindAsync([id], cancellation) ?? throw new RefusedException("unit.unknown", null, ("unit", id));

        // A job or the command line is nobody's account; everybody else administers what lies in their own area.
        if (actor.Account is not null)
        {
            var scope = await scopes.OfAsync(actor, [Role.Administrator], cancellation);
            if (!await scope.SeesAsync(id, work.Db, cancellation))
                throw new RefusedException("unit.not-yours", null, ("unit", unit.Called()));
        }

        return unit;
    }

    internal async Task<Unit> OpenAsync(UnitId? parent, NewUnit spec, DateOnly on, CancellationToken cancellation)
    {
        await TouchAsync(cancellation);
        var unit = Unit.Open(new UnitId(ids.Next()), parent, spec, on);
        work.Db.Add(unit);
        work.Db.Add(new UnitName { UnitId = unit.Id, ValidFrom = on, NameZh = spec.NameZh, NameEn = spec.NameEn });
        Put(unit.Id, unit.Id, 0, on);
        if (parent is { } above)
        {
            foreach (var line in await AboveAsync(above, cancellation))
                Put(unit.Id, line.AncestorId, line.Depth + 1, on);
        }

        return unit;
    }

    /// <summary>Hangs the unit with everything below it under another.</summary>
    internal async Task MoveAsync(Unit unit, UnitId under, DateOnly on, CancellationToken cancellation)
    {
        await ReattachAsync(unit.Id, under, on, cancellation);
        unit.ParentId = under;
    }

    /// <summary>Closes the unit. Its staff lose their roles there; its cases come to lie below the successor.</summary>
    internal async Task CloseAsync(Unit unit, UnitId? successor, DateOnly on, CancellationToken cancellation)
    {
        unit.Close(on, successor);
        var held = await work.Db.Set<RoleAssignment>()
            .Where(held => held.UnitId == unit.Id && (held.ValidTo == null || held.ValidTo > on)).ToListAsync(cancellation);
        foreach (var assignment in held)
            assignment.End(on);
        var covers = await work.Db.Set<StandingIn.Cover>().Where(cover => (cover.UnitId == unit.Id || cover.ByUnitId == unit.Id) && cover.ValidTo > on).ToListAsync(cancellation);
        foreach (var cover in covers)
            cover.End(on);
        if (covers.Count > 0 && await work.Db.Set<UnitTreeHead>().FindAsync([1], cancellation) is { } head)
            head.StandInChanges++;
        if (successor is { } heir)
            await ReattachAsync(unit.Id, heir, on, cancellation);
        else
            await TouchAsync(cancellation);
    }

    internal async Task<IReadOnlyList<Unit>> ChildrenAsync(UnitId parent, CancellationToken cancellation) =>
        await work.Db.Set<Unit>().Where(unit => unit.ParentId == parent && unit.ValidTo == null)
            .OrderBy(unit => unit.DivisionCode).ToListAsync(cancellation);

    private async Task ReattachAsync(UnitId unit, UnitId under, DateOnly on, CancellationToken cancellation)
    {
        await TouchAsync(cancellation);
        var below = await BelowAsync(unit, cancellation);
        if (below.Any(line => line.UnitId == under))
            throw new RefusedException("unit.own-ancestor", null, ("unit", unit));
        var former = (await AboveAsync(unit, cancellation)).Where(line => line.Depth > 0).Select(line => line.AncestorId).ToHashSet();
        var above = await AboveAsync(under, cancellation);
        foreach (var branch in below)
        {
            foreach (var line in (await AboveAsync(branch.UnitId, cancellation)).Where(line => former.Contains(line.AncestorId)))
                Take(line, on);
            foreach (var line in above)
                Put(branch.UnitId, line.AncestorId, branch.Depth + 1 + line.Depth, on);
        }
    }

    private void Put(UnitId unit, UnitId ancestor, int depth, DateOnly on) =>
        work.Db.Add(new UnitAncestor { UnitId = unit, AncestorId = ancestor, Depth = depth, ValidFrom = on });

    private void Take(UnitAncestor line, DateOnly on)
    {
        if (line.ValidFrom >= on)
            throw new RefusedException("unit.changed-that-day", "on", ("on", line.ValidFrom));
        line.ValidTo = on;
    }

    // Lines of this very act are not in the database yet, hence Local.
    private async Task<IReadOnlyList<UnitAncestor>> AboveAsync(UnitId unit, CancellationToken cancellation)
    {
        var lines = work.Db.Set<UnitAncestor>();
        await lines.Where(line => line.UnitId == unit && line.ValidTo == null).LoadAsync(cancellation);
        return [.. lines.Local.Where(line => line.UnitId == unit && line.ValidTo is null)];
    }

    private async Task<IReadOnlyList<UnitAncestor>> BelowAsync(UnitId unit, CancellationToken cancellation)
    {
        var lines = work.Db.Set<UnitAncestor>();
        await lines.Where(line => line.AncestorId == unit && line.ValidTo == null).LoadAsync(cancellation);
        return [.. lines.Local.Where(line => line.AncestorId == unit && line.ValidTo is null)];
    }

    private async Task TouchAsync(CancellationToken cancellation)
    {
        var head = await work.Db.Set<UnitTreeHead>().FindAsync([1], cancellation);
        if (head is null)
            work.Db.Add(head = new UnitTreeHead { Id = 1 });
        head.Changes++;
    }
}
