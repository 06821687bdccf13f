using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Organisation;

/// <summary>Looks units up.</summary>
public sealed class Units(IUnitOfWork work)
{
    /// <exception cref="RefusedException">unit.unknown</exception>
    public async Task<Unit> GetAsync(UnitId unit, CancellationToken cancellation) =>
        await work.Db.Set<Unit>().FirstOrDefaultAsync(found => found.Id == unit, cancellation)
        ?? throw new RefusedException("unit.unknown", null, ("unit", unit));

    /// <summary>The unit that bears the code on that day; null when none does. The whole code is compared, never a part of it.</summary>
    public Task<Unit?> ByCodeAsync(string divisionCode, DateOnly day, CancellationToken cancellation) =>
        work.Db.Set<Unit>().Where(unit => unit.DivisionCode == divisionCode)
            .Where(unit => unit.ValidFrom <= day && (unit.ValidTo == null || day < unit.ValidTo))
            .OrderByDescending(unit => unit.ValidFrom).FirstOrDefaultAsync(cancellation);

    /// <summary>What the unit was called on that day; null before it was.</summary>
    public async Task<string?> NameOnAsync(UnitId unit, DateOnly day, string language, CancellationToken cancellation)
    {
        var name = await work.Db.Set<UnitName>().AsNoTracking()
            .Where(name => name.UnitId == unit && name.ValidFrom <= day)
            .OrderByDescending(name => name.ValidFrom).FirstOrDefaultAsync(cancellation);
        return language == "en" ? name?.NameEn : name?.NameZh;
    }

    /// <summary>Open units of a level in the area of one, itself included, by code.</summary>
    public async Task<IReadOnlyList<Unit>> InAreaAsync(UnitId area, UnitLevel level, DateOnly day, CancellationToken cancellation) =>
        await work.Db.Set<Unit>().AsNoTracking()
            .Where(unit => unit.Level == level && unit.ValidFrom <= day && (unit.ValidTo == null || day < unit.ValidTo))
            .Where(unit => work.Db.Set<UnitAncestor>().Any(line => line.UnitId == unit.Id && line.AncestorId == area && line.ValidTo == null))
            .OrderBy(unit => unit.DivisionCode).ToListAsync(cancellation);
}
