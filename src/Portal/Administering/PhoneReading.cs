using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Administering;

/// <summary>A station or bureau with the telephone that applicants are told.</summary>
public sealed record PhoneRow(UnitId Id, LocalText Name, LocalText Above, UnitLevel Level, string? Phone);

/// <summary>Reads the telephones of an administrator's area.</summary>
public sealed class PhoneReading(IUnitOfWork work, Scopes scopes)
{
    /// <summary>Districts and townships: applicants turn to these.</summary>
    public async Task<ImmutableArray<PhoneRow>> ReadAsync(Actor actor, CancellationToken cancellation)
    {
        var db = work.Db;
        var roots = (await scopes.OfAsync(actor, [Role.Administrator], cancellation)).Roots.ToArray();
        var units = await db.Set<Unit>().AsNoTracking()
            .Where(unit => unit.ValidTo == null && (unit.Level == UnitLevel.District || unit.Level == UnitLevel.Township))
            .Where(unit => db.Set<UnitAncestor>().Any(line => line.UnitId == unit.Id && line.ValidTo == null && roots.Contains(line.AncestorId)))
            .GroupJoin(db.Set<Unit>(), unit => unit.ParentId, above => above.Id, (unit, above) => new { unit, above }).SelectMany(pair => pair.above.DefaultIfEmpty(), (pair, above) => new { pair.unit, above })
            .OrderBy(pair => pair.unit.DivisionCode).ThenBy(pair => pair.unit.Level).ToListAsync(cancellation);
        return [.. units.Select(pair => new PhoneRow(pair.unit.Id, new(pair.unit.NameZh, pair.unit.NameEn), new(pair.above?.NameZh ?? "", pair.above?.NameEn ?? ""), pair.unit.Level, pair.unit.Phone))];
    }
}
