using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Organisation;

/// <summary>Which duties one person may not hold together: whoever decides on money does not pay it, and nobody could make, check and release alone.</summary>
public static class Duties
{
    private static readonly ImmutableArray<Role> Signatures = [Role.FinanceMaker, Role.FinanceChecker, Role.FinanceReleaser];

    private static readonly ImmutableArray<Role> Deciders = [Role.DistrictDecider, Role.CityDecider, Role.UnitHead];

    /// <summary>
    /// Two accounts that must be two people: both sign for payments at one unit, both decide or both review there, or one decides on money and the other pays it.
    /// </summary>
    public static bool AreApart(IReadOnlyCollection<RoleAssignment> one, IReadOnlyCollection<RoleAssignment> other) =>
        one.Any(mine => other.Any(theirs => (Family(mine.Role) is { } family && family == Family(theirs.Role) && mine.UnitId == theirs.UnitId)
            || (Signatures.Contains(mine.Role) && Deciders.Contains(theirs.Role)) || (Deciders.Contains(mine.Role) && Signatures.Contains(theirs.Role))));

    /// <summary>Duties of which one case takes two people: three signatures, two investigators, a second decider.</summary>
    private static string? Family(Role role) => role switch
    {
        Role.FinanceMaker or Role.FinanceChecker or Role.FinanceReleaser => "pays",
        Role.DistrictDecider or Role.CityDecider => "decides",
        Role.TownshipReviewer or Role.DistrictReviewer => "reviews",
        _ => null,
    };

    /// <summary>Whether anybody may do for another what the role does: nobody pays, administers, audits or hears confidences for another.</summary>
    public static bool IsOpenToOthers(Role role) => role is not (Role.Applicant or Role.Administrator or Role.Auditor or Role.Leader or Role.Professional) && !Signatures.Contains(role);

    /// <summary>
    /// Whether somebody who holds these roles may do for another what the role does. Whoever pays decides for nobody, and whoever stands below a deciding role decides only where an
    /// administrator arranged it: otherwise a decider could let those decide whose proposals are to be decided.
    /// </summary>
    /// <param name="arranged">By an administrator, and not by whoever is stood in for.</param>
    public static bool MayStandIn(Role role, IReadOnlyCollection<Role> holds, bool arranged) =>
        IsOpenToOthers(role) && (!Deciders.Contains(role) || (!holds.Any(held => Signatures.Contains(held)) && (arranged || holds.Any(held => Ladder.IsAsHigh(held, role)))));

    /// <param name="held">What the account holds at any time in which the new role would hold too.</param>
    /// <param name="inLine">The units above and below the new one: who signs above may sign for those below.</param>
    /// <exception cref="RefusedException">role.three-signatures, role.decides-and-pays, role.audits-and-administers</exception>
    public static void Check(Role role, UnitId at, IReadOnlyCollection<RoleAssignment> held, IReadOnlySet<UnitId> inLine)
    {
        if ((role == Role.Auditor && held.Any(one => one.Role == Role.Administrator)) || (role == Role.Administrator && held.Any(one => one.Role == Role.Auditor)))
            throw new RefusedException("role.audits-and-administers", "role");
        if (Signatures.Contains(role) && held.Where(one => one.UnitId == at || inLine.Contains(one.UnitId)).Select(one => one.Role).Append(role).Intersect(Signatures).Count() == Signatures.Length)
            throw new RefusedException("role.three-signatures", "role");
        var (pays, decides) = (held.Any(one => Signatures.Contains(one.Role)), held.Any(one => Deciders.Contains(one.Role)));
        if ((Signatures.Contains(role) && decides) || (Deciders.Contains(role) && pays))
            throw new RefusedException("role.decides-and-pays", "role");
    }
}
