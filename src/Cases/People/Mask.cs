using System.Globalization;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Cases.People;

/// <summary>How much of a personal value is shown.</summary>
public enum Sight
{
    /// <summary>Nothing but that there is one.</summary>
    Hidden,
    Masked,
    Full,
}

/// <summary>The kinds of value that are masked.</summary>
public enum PersonalField
{
    Name,
    CitizenId,
    Account,
    Phone,
}

/// <summary>Which role sees what: only what its duty needs. A person with several roles sees by the best of them.</summary>
public static class Sights
{
    public static Sight Of(IEnumerable<Role> roles, PersonalField field) =>
        roles.Select(role => Of(role, field)).DefaultIfEmpty(Sight.Hidden).Max();

    public static Sight Of(Role role, PersonalField field) => (role, field) switch
    {
        // They compare papers with the form, so they must see what it says.
        (Role.StationClerk or Role.TownshipReviewer or Role.DistrictReviewer or Role.DistrictDecider or Role.UnitHead, _) => Sight.Full,
        (Role.CityChecker or Role.CityDecider, PersonalField.Account) => Sight.Masked,
        (Role.CityChecker or Role.CityDecider, _) => Sight.Full,

        // They pay to an account in a name.
        (Role.FinanceMaker or Role.FinanceChecker or Role.FinanceReleaser, PersonalField.Name or PersonalField.Account) => Sight.Full,
        (Role.FinanceMaker or Role.FinanceChecker or Role.FinanceReleaser, _) => Sight.Masked,

        // They call and visit.
        (Role.VillageHelper, PersonalField.Name or PersonalField.Phone) => Sight.Full,
        (Role.VillageHelper, _) => Sight.Masked,
        (Role.Auditor, PersonalField.Name) => Sight.Full,
        (Role.Auditor, _) => Sight.Masked,
        (Role.Leader, _) => Sight.Masked,
        _ => Sight.Hidden,
    };
}

/// <summary>Masks values the customary way: 370402********0011, 张*, 138****8000, and the last four of an account.</summary>
public static class Mask
{
    private const string Nothing = "****";

    public static string CitizenId(string value, Sight sight = Sight.Masked) => sight switch
    {
        Sight.Full => value,
        Sight.Masked when value.Length > 10 => $"{value[..6]}{new string('*', value.Length - 10)}{value[^4..]}",
        _ => Nothing,
    };

    public static string Account(string value, Sight sight = Sight.Masked) => sight switch
    {
        Sight.Full => value,
        Sight.Masked when value.Length >= 8 => $"{Nothing}{value[^4..]}",
        _ => Nothing,
    };

    public static string Phone(string value, Sight sight = Sight.Masked) => sight switch
    {
        Sight.Full => value,
        Sight.Masked when value.Length >= 10 => $"{value[..3]}{new string('*', value.Length - 7)}{value[^4..]}",
        _ => Nothing,
    };

    /// <summary>The first character as a reader sees it, whatever it is made of, then a star for each other.</summary>
    public static string Name(string value, Sight sight = Sight.Masked)
    {
        if (sight != Sight.Masked || value.Length == 0)
            return sight == Sight.Full ? value : Nothing;
        var letters = new StringInfo(value);
        return letters.SubstringByTextElements(0, 1) + new string('*', Math.Clamp(letters.LengthInTextElements - 1, 1, 3));
    }
}
