using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;

namespace AidWorkflow.Cases.Organisation;

/// <summary>Hangs a unit, with everything below it, under another. Its code stays: it says where it once lay.</summary>
public sealed class MoveUnit(UnitTree tree, AuditTrail audit)
{
    /// <exception cref="RefusedException">unit.already-closed, unit.not-open, unit.level, unit.same-parent, unit.own-ancestor, unit.changed-that-day, and what <see cref="UnitTree"/> refuses.</exception>
    public async Task<Unit> RunAsync(UnitId id, UnitId under, DateOnly on, Actor actor, CancellationToken cancellation)
    {
        var unit = await tree.ForChangeAsync(id, on, actor, cancellation);
        var above = await tree.ForChangeAsync(under, on, actor, cancellation);
        if (unit.ValidTo is { } closed)
            throw new RefusedException("unit.already-closed", null, ("unit", unit.Called()), ("on", closed));
        if (!above.IsOpen(on))
            throw new RefusedException("unit.not-open", "under", ("unit", above.Called()), ("on", on));
        if (unit.Level <= above.Level)
            throw new RefusedException("unit.level", "under", ("unit", unit.Called()), ("parent", above.Called()));
        if (unit.ParentId == under)
            throw new RefusedException("unit.same-parent", "under", ("unit", unit.Called()), ("parent", above.Called()));
        var former = unit.ParentId;
        await tree.MoveAsync(unit, under, on, cancellation);
        audit.Record($"unit:{id}", "unit.moved", actor, ("from", former?.ToString()), ("to", $"{under}"), ("on", $"{on:yyyy-MM-dd}"));
        return unit;
    }
}
