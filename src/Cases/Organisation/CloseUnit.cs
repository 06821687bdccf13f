using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;

namespace AidWorkflow.Cases.Organisation;

/// <summary>Closes a unit that has no open units below it.</summary>
public sealed class CloseUnit(UnitTree tree, AuditTrail audit)
{
    /// <param name="successor">Who carries on its cases; null leaves them to the unit above.</param>
    public async Task<Unit> RunAsync(UnitId id, UnitId? successor, DateOnly on, Actor actor, CancellationToken cancellation)
    {
        var unit = await tree.ForChangeAsync(id, on, actor, cancellation);
        if (await tree.ChildrenAsync(id, cancellation) is { Count: > 0 } children)
            throw new RefusedException("unit.has-children", null, ("unit", unit.Called()), ("count", children.Count));
        var heir = successor ?? unit.ParentId;
        if (heir is { } named && !(await tree.ForChangeAsync(named, on, successor is null ? Actor.System : actor, cancellation)).IsOpen(on))
            throw new RefusedException("unit.not-open", null, ("unit", named), ("on", on));
        await tree.CloseAsync(unit, heir, on, cancellation);
        audit.Record($"unit:{id}", "unit.closed", actor, ("successor", heir?.ToString()), ("on", $"{on:yyyy-MM-dd}"));
        return unit;
    }
}
