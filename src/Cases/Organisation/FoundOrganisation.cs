using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Organisation;

/// <summary>The first unit of an empty database, under which all others are set up.</summary>
public sealed class FoundOrganisation(IUnitOfWork work, UnitTree tree, UnitNaming naming, AuditTrail audit, TimeProvider time)
{
    /// <exception cref="RefusedException">unit.already-founded, unit.name-missing, unit.kind-missing, unit.code-missing</exception>
    public async Task<UnitId> RunAsync(NewUnit spec, Actor actor, CancellationToken cancellation)
    {
        if (await work.Db.Set<Unit>().AnyAsync(cancellation))
            throw new RefusedException("unit.already-founded");
        await naming.CheckAsync(spec, replaced: null, "", cancellation);
        var unit = await tree.OpenAsync(null, spec, LocalDay.Today(time), cancellation);
        audit.Record($"unit:{unit.Id}", "unit.opened", actor, ("code", spec.DivisionCode), ("name", spec.NameZh));
        return unit.Id;
    }
}
