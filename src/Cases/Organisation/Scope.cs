using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Organisation;

/// <summary>
/// The subtrees an actor may see. Nobody makes one but <see cref="Scopes"/>, from role assignments that hold today; without any it shows nothing.
/// </summary>
public sealed class Scope
{
    internal Scope(ImmutableArray<UnitId> roots) => Roots = roots;

    public static Scope Nothing { get; } = new([]);

    public ImmutableArray<UnitId> Roots { get; }

    public bool IsEmpty => Roots.IsEmpty;
}

/// <summary>Finds out, on the server and anew for each act, where an actor may look.</summary>
public sealed class Scopes(IUnitOfWork work, TimeProvider time)
{
    /// <summary>Applicants see what is theirs by person, and professionals what they are appointed for, and never a place: their roles open none.</summary>
    private static readonly ImmutableArray<Role> Staff = [.. Enum.GetValues<Role>().Where(role => role is not (Role.Applicant or Role.Professional))];

    public Task<Scope> OfAsync(Actor actor, CancellationToken cancellation) => OfAsync(actor, Staff, cancellation);

    /// <param name="roles">Only assignments in one of these count: what the page or act is for.</param>
    public async Task<Scope> OfAsync(Actor actor, IReadOnlyCollection<Role> roles, CancellationToken cancellation)
    {
        if (actor.Account is not { } account)
            return Scope.Nothing;
        var today = LocalDay.Today(time);
        var wanted = roles.Where(role => role != Role.Applicant).ToArray();
        var units = await work.Db.Set<RoleAssignment>().AsNoTracking()
            .Where(held => held.AccountId == account && wanted.Contains(held.Role))
            .Where(held => held.ValidFrom <= today && (held.ValidTo == null || today < held.ValidTo))
            .Where(held => work.Db.Set<Account>().Any(known => known.Id == held.AccountId && known.Active))
            .Select(held => held.UnitId).Distinct().ToListAsync(cancellation);
        return units.Count == 0 ? Scope.Nothing : new Scope([.. units]);
    }
}

/// <summary>The one predicate of who AND where: rows, counts, search and exports all go through it.</summary>
public static class ScopedQueries
{
    public static IQueryable<T> Within<T>(this IQueryable<T> rows, Scope scope, DbContext db)
        where T : class, IPlaced
    {
        var roots = scope.Roots.ToArray();
        var closure = db.Set<UnitAncestor>();
        return roots.Length switch
        {
            0 => rows.Where(row => false),
            // A set of units, not a question for each row: so the rows are found by their unit.
            1 when roots[0] is var root => rows.Where(row =>
                closure.Where(line => line.AncestorId == root && line.ValidTo == null).Select(line => line.UnitId).Contains(row.UnitId)),
            _ => rows.Where(row =>
                closure.Where(line => roots.Contains(line.AncestorId) && line.ValidTo == null).Select(line => line.UnitId).Contains(row.UnitId)),
        };
    }

    /// <summary>The same question for one unit.</summary>
    public static Task<bool> SeesAsync(this Scope scope, UnitId unit, DbContext db, CancellationToken cancellation)
    {
        var roots = scope.Roots.ToArray();
        return roots.Length == 0
            ? Task.FromResult(false)
            : db.Set<UnitAncestor>().AnyAsync(line => line.UnitId == unit && roots.Contains(line.AncestorId) && line.ValidTo == null, cancellation);
    }
}
