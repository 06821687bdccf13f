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

    /// <summary>The open unit that somebody means by its name, its code, or both as <see cref="SuggestAsync"/> writes them; null when there is none.</summary>
    /// <exception cref="RefusedException">unit.several</exception>
    public async Task<Unit?> MeantAsync(string said, string field, DateOnly day, CancellationToken cancellation)
    {
        var words = said.Trim();
        var inside = words.TrimEnd(')', '）').Split(['（', '('])[^1].Trim();
        if (await ByCodeAsync(words, day, cancellation) is { } exact)
            return exact;
        if (inside != words && await ByCodeAsync(inside, day, cancellation) is { } both)
            return both;
        var called = words.Length == 0 ? [] : await work.Db.Set<Unit>().Where(unit => (unit.NameZh == words || unit.NameEn == words) && unit.ValidFrom <= day && (unit.ValidTo == null || day < unit.ValidTo))
            .OrderBy(unit => unit.DivisionCode).Take(5).ToListAsync(cancellation);
        return called.Count <= 1 ? called.FirstOrDefault()
            : throw new RefusedException("unit.several", field, ("name", words), ("codes", string.Join('、', called.Select(unit => unit.DivisionCode))));
    }

    /// <summary>Open units of somebody's area with these words in name or code, by code.</summary>
    public async Task<IReadOnlyList<Unit>> SuggestAsync(string? words, Scope scope, DateOnly day, CancellationToken cancellation)
    {
        var (part, roots) = ((words ?? "").Split(['（', '('], 2)[0].Trim(), scope.Roots.ToArray());
        return part.Length == 0 || roots.Length == 0 ? [] : await work.Db.Set<Unit>().AsNoTracking()
            .Where(unit => (unit.NameZh.Contains(part) || unit.NameEn.Contains(part) || unit.DivisionCode.StartsWith(part)) && unit.ValidFrom <= day && (unit.ValidTo == null || day < unit.ValidTo))
            .Where(unit => work.Db.Set<UnitAncestor>().Any(line => line.UnitId == unit.Id && roots.Contains(line.AncestorId) && line.ValidTo == null))
            .OrderBy(unit => unit.DivisionCode).Take(WhoIsMeant.Most).ToListAsync(cancellation);
    }

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
