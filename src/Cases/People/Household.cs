using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Cases.People;

public enum Kinship
{
    Head,
    Spouse,
    Child,
    Parent,
    Grandchild,
    Other,
}

/// <summary>Who lives and counts together: the unit in which the one-off grant is counted.</summary>
public sealed class Household : IRevised, IPlaced
{
    private Household()
    {
    }

    public HouseholdId Id { get; private init; }

    public UnitId UnitId { get; private set; }

    /// <summary>Persons in it, those not in the register included: what a public notice says.</summary>
    public int Size { get; private set; }

    public bool IsSynthetic { get; private init; }

    public long Revision { get; private set; }

    public static Household Enter(HouseholdId id, UnitId unit, int size, bool synthetic = false) => size is >= 1 and <= 99
        ? new() { Id = id, UnitId = unit, Size = size, IsSynthetic = synthetic }
        : throw new RefusedException("household.size", "size", ("size", size));
}

/// <summary>Membership for a time; <see cref="ValidTo"/> is the first day without it.</summary>
public sealed class HouseholdMember
{
    private HouseholdMember()
    {
    }

    public HouseholdId HouseholdId { get; private init; }

    public PersonId PersonId { get; private init; }

    public Kinship Kinship { get; private init; }

    public DateOnly ValidFrom { get; private init; }

    public DateOnly? ValidTo { get; private set; }

    public static HouseholdMember Of(HouseholdId household, PersonId person, Kinship kinship, DateOnly from) =>
        new() { HouseholdId = household, PersonId = person, Kinship = kinship, ValidFrom = from };

    public void Leave(DateOnly on) => ValidTo = on;

    public void Stay() => ValidTo = null;
}
