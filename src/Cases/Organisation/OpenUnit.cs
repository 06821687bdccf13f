using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;

namespace AidWorkflow.Cases.Organisation;

/// <summary>Sets up a unit under another.</summary>
public sealed class OpenUnit(UnitTree tree, UnitNaming naming, AuditTrail audit)
{
    public async Task<UnitId> RunAsync(UnitId parent, NewUnit spec, DateOnly on, Actor actor, CancellationToken cancellation)
    {
        var above = await tree.ForChangeAsync(parent, on, actor, cancellation);
        if (!above.IsOpen(on))
            throw new RefusedException("unit.not-open", null, ("unit", above.Called()), ("on", on));
        if (spec.Level <= above.Level)
            throw new RefusedException("unit.level", "level", ("unit", spec.NameZh), ("parent", above.Called()));
        await naming.CheckAsync(spec, replaced: null, "", cancellation);
        var unit = await tree.OpenAsync(parent, spec, on, cancellation);
        audit.Record($"unit:{unit.Id}", "unit.opened", actor, ("code", spec.DivisionCode), ("name", spec.NameZh), ("parent", $"{parent}"), ("on", $"{on:yyyy-MM-dd}"));
        return unit.Id;
    }
}
