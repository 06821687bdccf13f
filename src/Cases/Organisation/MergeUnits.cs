using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;

namespace AidWorkflow.Cases.Organisation;

/// <summary>Units close and another of their level carries on: it takes over their children and sees their old cases.</summary>
public sealed class MergeUnits(UnitTree tree, AuditTrail audit)
{
    public async Task<Unit> RunAsync(IReadOnlyCollection<UnitId> closing, UnitId into, DateOnly on, Actor actor, CancellationToken cancellation)
    {
        var heir = await tree.ForChangeAsync(into, on, actor, cancellation);
        if (!heir.IsOpen(on))
            throw new RefusedException("unit.not-open", null, ("unit", heir.Called()), ("on", on));
        foreach (var id in closing)
        {
            var unit = await tree.ForChangeAsync(id, on, actor, cancellation);
            if (unit.Id == into || unit.Level != heir.Level)
                throw new RefusedException("unit.merge-level", null, ("unit", unit.Called()), ("into", heir.Called()));
            foreach (var child in await tree.ChildrenAsync(id, cancellation))
                await tree.MoveAsync(child, into, on, cancellation);
            await tree.CloseAsync(unit, into, on, cancellation);
            audit.Record($"unit:{id}", "unit.merged", actor, ("into", $"{into}"), ("on", $"{on:yyyy-MM-dd}"));
        }

        return heir;
    }
}
