using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Organisation;

/// <summary>The authority that signs for an area: the area itself decides nothing.</summary>
public static class BureauName
{
    private const string Bureau = "退役军人事务局";

    /// <summary>Areas with a government of their own, and so with a bureau; a zone has what its city gave it, which its name does not tell.</summary>
    private static readonly string[] Governed = ["city", "county-level city", "district", "county"];

    /// <summary>Whether a body that somebody wrote down is this unit, by its own name or by that under which it signs, in either language.</summary>
    internal static bool IsCalled(this Unit unit, string body) => unit.Signature() is var signs && (body == signs.Zh || body == signs.En || body == unit.NameZh || body == unit.NameEn);

    /// <summary>"薛城区退役军人事务局"; the unit's own name where it is no such area or is a bureau already.</summary>
    public static LocalText Signature(this Unit unit) =>
        unit.Level is UnitLevel.City or UnitLevel.District && Governed.Contains(unit.Kind, StringComparer.Ordinal) && !unit.NameZh.EndsWith('局')
            ? new(unit.NameZh + Bureau, unit.NameEn + " Veterans Affairs Bureau")
            : new(unit.NameZh, unit.NameEn);
}
