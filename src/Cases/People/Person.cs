using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Protecting;

namespace AidWorkflow.Cases.People;

public enum PersonCategory
{
    Veteran,

    /// <summary>优抚对象 who are not veterans themselves.</summary>
    SpecialCareRecipient,

    /// <summary>三属: families of martyrs, of those who died on duty or of illness.</summary>
    BereavedFamily,

    /// <summary>In the register only as a member of a household or for somebody else.</summary>
    Other,
}

/// <summary>What is said of a person who is entered into the register.</summary>
public sealed record NewPerson(PersonName Name, CitizenId CitizenId, PersonCategory Category, UnitId RegisterUnit)
{
    public Mobile? Phone { get; init; }

    public PhoneOwner PhoneOwner { get; init; }

    public HouseholdId? Household { get; init; }

    /// <summary>Made up for a demo or a replay.</summary>
    public bool IsSynthetic { get; init; }
}

/// <summary>Somebody in the register. Person, household, account and payee are four things with four keys.</summary>
public sealed class Person : IRevised, IPlaced
{
    internal const string CitizenIdField = "person.citizen-id";
    internal const string PhoneField = "person.phone";

    private Person()
    {
    }

    public PersonId Id { get; private init; }

    public string Name { get; private set; } = "";

    public byte[] CitizenIdSealed { get; private set; } = [];

    public byte[] CitizenIdIndex { get; private set; } = [];

    public DateOnly BirthDate { get; private set; }

    public Sex Sex { get; private set; }

    public byte[]? PhoneSealed { get; private set; }

    public byte[]? PhoneIndex { get; private set; }

    public PhoneOwner? PhoneOwner { get; private set; }

    public PersonCategory Category { get; private set; }

    /// <summary>Where the household is registered (户籍), which decides who is competent.</summary>
    public UnitId UnitId { get; private set; }

    public HouseholdId? HouseholdId { get; private set; }

    public DateOnly? DeceasedOn { get; private set; }

    /// <summary>Since when registered elsewhere, out of this city's area.</summary>
    public DateOnly? MovedOn { get; private set; }

    public string? MovedTo { get; private set; }

    public bool IsSynthetic { get; private init; }

    public long Revision { get; private set; }

    public string CitizenId(FieldProtector protector) => protector.Open(CitizenIdSealed, $"{CitizenIdField}:{Id}");

    public string? Phone(FieldProtector protector) => PhoneSealed is { } phone ? protector.Open(phone, $"{PhoneField}:{Id}") : null;

    public int AgeOn(DateOnly day) => day.Year - BirthDate.Year - (day < BirthDate.AddYears(day.Year - BirthDate.Year) ? 1 : 0);

    public void Reach(Mobile phone, PhoneOwner owner, FieldProtector protector)
    {
        PhoneSealed = protector.Seal(phone.Number, $"{PhoneField}:{Id}");
        PhoneIndex = protector.Index(phone.Number, PhoneField);
        PhoneOwner = owner;
    }

    public void Join(HouseholdId household) => HouseholdId = household;

    public void Died(DateOnly on)
    {
        if (DeceasedOn is { } already)
            throw new RefusedException("person.already-deceased", null, ("on", already));
        if (on < BirthDate)
            throw new RefusedException("person.died-before-birth", "deceasedOn", ("on", on));
        DeceasedOn = on;
    }

    /// <summary>The death was recorded by mistake.</summary>
    public void Lives() => DeceasedOn = null;

    /// <summary>The household registration moved within the city.</summary>
    public void RegisterAt(UnitId unit) => (UnitId, MovedOn, MovedTo) = (unit, null, null);

    /// <summary>The household registration left the city.</summary>
    public void MoveAway(DateOnly on, string to) => (MovedOn, MovedTo) = (on, to);

    internal static Person Enter(PersonId id, NewPerson spec, FieldProtector protector)
    {
        var person = new Person
        {
            Id = id,
            Name = spec.Name.Value,
            CitizenIdSealed = protector.Seal(spec.CitizenId.Value, $"{CitizenIdField}:{id}"),
            CitizenIdIndex = protector.Index(spec.CitizenId.Full, CitizenIdField),
            BirthDate = spec.CitizenId.BirthDate,
            Sex = spec.CitizenId.Sex,
            Category = spec.Category,
            UnitId = spec.RegisterUnit,
            HouseholdId = spec.Household,
            IsSynthetic = spec.IsSynthetic,
        };
        if (spec.Phone is { } phone)
            person.Reach(phone, spec.PhoneOwner, protector);
        return person;
    }
}
