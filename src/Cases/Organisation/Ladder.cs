using System.Collections.Immutable;

namespace AidWorkflow.Cases.Organisation;

/// <summary>Who is above a role (上级): where nobody is found for a step, or only somebody close to the applicant, the next one up is asked. Payments have no ladder.</summary>
public static class Ladder
{
    /// <summary>The steps above, the nearest first; where each sits is the unit of that level above the case.</summary>
    public static ImmutableArray<(Role Role, UnitLevel Level)> Above(Role role) => role switch
    {
        Role.VillageHelper => [(Role.StationClerk, UnitLevel.Township), .. Above(Role.StationClerk)],
        Role.StationClerk => [(Role.TownshipReviewer, UnitLevel.Township), .. Above(Role.TownshipReviewer)],
        Role.TownshipReviewer => [(Role.DistrictReviewer, UnitLevel.District), .. Above(Role.DistrictReviewer)],
        Role.DistrictReviewer => [(Role.DistrictDecider, UnitLevel.District), .. Above(Role.DistrictDecider)],
        Role.CityChecker or Role.DistrictDecider => [(Role.CityDecider, UnitLevel.City)],
        _ => [],
    };

    /// <summary>Who has the say over a role when it lets something lie; null above the highest. A clerk of the station serves the village and does not stand over it.</summary>
    internal static (Role Role, UnitLevel Level)? Over(Role role) => Above(role).Where(step => step.Role != Role.StationClerk).Select(step => ((Role, UnitLevel)?)step).FirstOrDefault();

    /// <summary>Whether a role has as few above it as another, or fewer. Heads are of every level, so none is as high as another; roles that decide nothing stand nowhere.</summary>
    public static bool IsAsHigh(Role role, Role than) => role != Role.UnitHead && (role == than || ((role == Role.CityDecider || !Above(role).IsEmpty) && Above(role).Length <= Above(than).Length));

    /// <summary>As above, of a head: the heads of the units above.</summary>
    public static ImmutableArray<(Role Role, UnitLevel Level)> Above(Role role, UnitLevel level) =>
        role == Role.UnitHead ? [.. Enum.GetValues<UnitLevel>().Where(above => above < level && above >= UnitLevel.City).OrderDescending().Select(above => (Role.UnitHead, above))] : Above(role);
}
