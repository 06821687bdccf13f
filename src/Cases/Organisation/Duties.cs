using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Organisation;

/// <summary>Which duties one person may not hold together: whoever decides on money does not pay it, and nobody could make, check and release alone.</summary>
internal static class Duties
{
    private static readonly ImmutableArray<Role> Signatures = [Role.FinanceMaker, Role.FinanceChecker, Role.FinanceReleaser];

    private static readonly ImmutableArray<Role> Deciders = [Role.DistrictDecider, Role.CityDecider];

    /// <param name="held">What the account holds at any time in which the new role would hold too.</param>
    /// <exception cref="RefusedException">role.three-signatures, role.decides-and-pays</exception>
    public static void Check(Role role, UnitId at, IReadOnlyCollection<RoleAssignment> held)
    {
        if (Signatures.Contains(role) && held.Where(one => one.UnitId == at).Select(one => one.Role).Append(role).Intersect(Signatures).Count() == Signatures.Length)
            throw new RefusedException("role.three-signatures", "role");
        var (pays, decides) = (held.Any(one => Signatures.Contains(one.Role)), held.Any(one => Deciders.Contains(one.Role)));
        if ((Signatures.Contains(role) && decides) || (Deciders.Contains(role) && pays))
            throw new RefusedException("role.decides-and-pays", "role");
    }
}
