using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Organisation;

/// <summary>Gives a unit another name from a day on; papers of earlier days keep the earlier name.</summary>
public sealed class RenameUnit(IUnitOfWork work, UnitTree tree, AuditTrail audit)
{
    public async Task<Unit> RunAsync(UnitId id, string nameZh, string nameEn, DateOnly on, Actor actor, CancellationToken cancellation)
    {
        var unit = await tree.ForChangeAsync(id, on, actor, cancellation);
        if (unit.ValidTo is { } closed)
            throw new RefusedException("unit.already-closed", null, ("unit", unit.Called()), ("on", closed));
        UnitNaming.CheckNames(nameZh, nameEn);
        var last = await work.Db.Set<UnitName>().SingleAsync(name => name.UnitId == id && name.ValidTo == null, cancellation);
        if (on <= last.ValidFrom)
            throw new RefusedException("unit.changed-that-day", "on", ("on", last.ValidFrom));

        last.ValidTo = on;
        work.Db.Add(new UnitName { UnitId = id, ValidFrom = on, NameZh = nameZh, NameEn = nameEn });
        audit.Record($"unit:{id}", "unit.renamed", actor, ("from", unit.NameZh), ("to", nameZh), ("on", $"{on:yyyy-MM-dd}"));
        unit.Rename(nameZh, nameEn);
        return unit;
    }
}
