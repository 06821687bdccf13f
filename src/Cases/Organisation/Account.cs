using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Cases.Organisation;

/// <summary>What an account may do; where, is the unit of its <see cref="RoleAssignment"/>.</summary>
public enum Role
{
    Applicant,
    VillageHelper,
    StationClerk,
    TownshipReviewer,
    DistrictReviewer,
    DistrictDecider,
    CityChecker,
    CityDecider,
    FinanceMaker,
    FinanceChecker,
    FinanceReleaser,
    Administrator,
    Auditor,
    Leader,

    /// <summary>The head of a unit (负责人), at any level; decides what a workflow asks of heads.</summary>
    UnitHead,

    /// <summary>Receives people at the visit desk (接访) and keeps its register.</summary>
    DeskClerk,

    /// <summary>Of the section for the protection of rights (权益维护科): decides on petitions in the name of its authority.</summary>
    RightsOfficer,

    /// <summary>Whom people are referred to for counselling (心理疏导) or legal aid (法律援助): reads and writes notes that nobody else does.</summary>
    Professional,
}

public readonly record struct RoleAssignmentId(Guid Value) : ITypedId<RoleAssignmentId>
{
    public static RoleAssignmentId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>Somebody who can sign in. An applicant's account is linked to a person of the register once identity is confirmed.</summary>
public sealed class Account : IRevised
{
    internal const string PhoneField = "account.phone";

    private Account()
    {
    }

    public AccountId Id { get; private init; }

    /// <summary>Lower case, unique.</summary>
    public string UserName { get; private init; } = "";

    public string NameZh { get; private set; } = "";

    public string NameEn { get; private set; } = "";

    public PersonId? PersonId { get; private set; }

    /// <summary>The mobile number an applicant signs in by, encrypted.</summary>
    public byte[]? PhoneSealed { get; private set; }

    /// <summary>For finding the account by that number.</summary>
    public byte[]? PhoneIndex { get; private set; }

    public bool Active { get; private set; }

    public bool IsDemo { get; private init; }

    public long Revision { get; private set; }

    public static Account Open(AccountId id, string userName, string nameZh, string nameEn, bool demo = false) => new()
    {
        Id = id,
        UserName = userName.Trim().ToLowerInvariant(),
        NameZh = nameZh,
        NameEn = nameEn,
        Active = true,
        IsDemo = demo,
    };

    public Actor AsActor() => new(Id, UserName, PersonId);

    /// <summary>Whose account it is, once a clerk confirmed it or the registered mobile matched.</summary>
    public void LinkTo(PersonId person)
    {
        if (PersonId is { } already && already != person)
            throw new RefusedException("account.already-linked", null, ("account", UserName));
        PersonId = person;
    }

    public string? Phone(FieldProtector protector) => PhoneSealed is { } phone ? protector.Open(phone, $"{PhoneField}:{Id}") : null;

    /// <summary>The number that codes for signing in are sent to.</summary>
    internal void Reach(Mobile phone, FieldProtector protector)
    {
        PhoneSealed = protector.Seal(phone.Number, $"{PhoneField}:{Id}");
        PhoneIndex = protector.Index(phone.Number, PhoneField);
    }

    public void Deactivate() => Active = false;

    internal void Reactivate() => Active = true;
}

/// <summary>Who AND where: one role of one account at one unit for a time. <see cref="ValidTo"/> is the first day without it.</summary>
public sealed class RoleAssignment : IRevised, IPlaced
{
    private RoleAssignment()
    {
    }

    public RoleAssignmentId Id { get; private init; }

    public AccountId AccountId { get; private init; }

    public Role Role { get; private init; }

    public UnitId UnitId { get; private init; }

    public DateOnly ValidFrom { get; private init; }

    public DateOnly? ValidTo { get; private set; }

    public long Revision { get; private set; }

    internal static RoleAssignment Of(RoleAssignmentId id, AccountId account, Role role, UnitId unit, DateOnly from, DateOnly? to = null) => new()
    {
        Id = id,
        AccountId = account,
        Role = role,
        UnitId = unit,
        ValidFrom = from,
        ValidTo = to,
    };

    /// <summary>Whether it holds on any day from the one to the other; null is without end.</summary>
    internal bool Overlaps(DateOnly from, DateOnly? to) => (to is not { } end || ValidFrom < end) && (ValidTo is not { } ended || from < ended);

    internal void End(DateOnly on)
    {
        if (ValidTo is null || on < ValidTo)
            ValidTo = on;
    }
}

/// <summary>At which level a role makes sense; assigning it elsewhere is refused.</summary>
public static class RoleLevels
{
    public static bool Fits(Role role, UnitLevel level) => role switch
    {
        Role.VillageHelper => level == UnitLevel.Village,
        Role.StationClerk or Role.TownshipReviewer => level == UnitLevel.Township,
        Role.DistrictReviewer or Role.DistrictDecider => level == UnitLevel.District,
        Role.CityChecker or Role.CityDecider => level == UnitLevel.City,
        Role.FinanceMaker or Role.FinanceChecker or Role.FinanceReleaser or Role.RightsOfficer => level is UnitLevel.City or UnitLevel.District,
        Role.DeskClerk => level is UnitLevel.City or UnitLevel.District or UnitLevel.Township,
        _ => true,
    };
}
