using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.StandingIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Organisation;

/// <summary>An open unit, and who holds which of the roles that were asked for there today.</summary>
public sealed record PostedUnit(UnitId Id, UnitId? ParentId, UnitLevel Level, Forms.LocalText Name)
{
    internal List<(Role Role, AccountId Account)> Held { get; } = [];
}

/// <summary>Who could do what in every unit of the house today, read at once: for looking at many units together.</summary>
public sealed class Posts(IUnitOfWork work, StandIns standIns)
{
    /// <param name="deepest">Units of this level and of those above it.</param>
    public async Task<PostMap> ReadAsync(UnitLevel deepest, IReadOnlyCollection<Role> roles, DateOnly day, CancellationToken cancellation)
    {
        // One question however many units there are: each with the roles held there, or none.
        var (asked, levels) = (roles.ToArray(), Enum.GetValues<UnitLevel>().Where(level => level <= deepest).ToArray());
        var held =
            from assignment in work.Db.Set<RoleAssignment>()
            join account in work.Db.Set<Account>() on assignment.AccountId equals account.Id
            where asked.Contains(assignment.Role) && assignment.ValidFrom <= day && (assignment.ValidTo == null || day < assignment.ValidTo) && account.Active
            select assignment;
        var rows = await (
            from unit in work.Db.Set<Unit>()
            where levels.Contains(unit.Level) && unit.ValidFrom <= day && (unit.ValidTo == null || day < unit.ValidTo)
            join one in held on unit.Id equals one.UnitId into holders
            from holder in holders.DefaultIfEmpty()
            orderby unit.DivisionCode
            select new { unit.Id, unit.ParentId, unit.Level, unit.NameZh, unit.NameEn, Role = (Role?)holder!.Role, Account = (AccountId?)holder!.AccountId }).AsNoTracking().ToListAsync(cancellation);
        var units = new Dictionary<UnitId, PostedUnit>();
        foreach (var row in rows)
        {
            if (!units.TryGetValue(row.Id, out var unit))
                units[row.Id] = unit = new(row.Id, row.ParentId, row.Level, new(row.NameZh, row.NameEn));
            if (row is { Role: { } role, Account: { } account })
                unit.Held.Add((role, account));
        }

        return new(units, await standIns.BookAsync(cancellation), day);
    }
}

/// <summary>What <see cref="Posts"/> read.</summary>
public sealed class PostMap(IReadOnlyDictionary<UnitId, PostedUnit> units, StandInBook book, DateOnly day)
{
    /// <summary>By the order of their codes.</summary>
    public IEnumerable<PostedUnit> At(UnitLevel level) => units.Values.Where(unit => unit.Level == level);

    /// <summary>How many could do what a role does there, those whose unit covers it included.</summary>
    public int Holders(PostedUnit unit, Role role) => unit.Held.Where(held => held.Role == role).Select(held => held.Account)
        .Concat(book.CoversOf(role, unit.Id, day).SelectMany(cover => units.TryGetValue(cover.ByUnit, out var by) ? by.Held.Where(held => held.Role == cover.ByRole).Select(held => held.Account) : [])).Distinct().Count();

    /// <summary>How many accounts hold both roles, at one unit or at one that lies in the area of the other.</summary>
    public int HoldersOfBoth(Role one, Role other) => (
        from unit in units.Values
        from held in unit.Held
        where held.Role == one || held.Role == other
        group (held.Role, unit) by held.Account into duties
        where duties.Any(mine => mine.Role == one && duties.Any(theirs => theirs.Role == other && (Above(mine.unit).Contains(theirs.unit) || Above(theirs.unit).Contains(mine.unit))))
        select duties.Key).Count();

    /// <summary>The unit and those above it.</summary>
    public IEnumerable<PostedUnit> Above(PostedUnit unit)
    {
        for (var at = unit; at is not null; at = at.ParentId is { } parent && units.TryGetValue(parent, out var above) ? above : null)
            yield return at;
    }
}
