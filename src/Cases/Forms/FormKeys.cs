using System.Collections.Immutable;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Cases.Forms;

/// <summary>Fields that the house itself reads: every service's form has them under these keys.</summary>
public static class FormKeys
{
    public const string ApplicantName = "applicantName";
    public const string CitizenId = "citizenId";
    public const string Mobile = "mobile";

    /// <summary>Whose telephone it is: "self", "spouse", "child", "relative", "neighbour", "village-office", "other".</summary>
    public const string MobileOwner = "mobileOwner";
    public const string RegisteredAddress = "registeredAddress";
    public const string ResidenceAddress = "residenceAddress";

    /// <summary>"veteran" or "special-care".</summary>
    public const string Category = "category";
    public const string HouseholdSize = "householdSize";
    public const string Members = "members";

    /// <summary>What a member of the household is to the applicant, in the table of members; <see cref="Self"/> is the applicant.</summary>
    public const string Relation = "relation";
    public const string Self = "self";
    public const string MemberName = "name";

    /// <summary>Whose illness it is, where it is not the applicant's own; a form need not ask for it.</summary>
    public const string PatientName = "patientName";
    public const string PatientCitizenId = "patientCitizenId";

    /// <summary>The table of bills with the day and total of each; a form need not have it.</summary>
    public const string Bills = "bills";
    public const string BillSettledOn = "settledOn";
    public const string BillTotal = "total";
    public const string Situation = "situation";
    public const string Description = "description";
    public const string OtherRelief = "otherRelief";
    public const string StaffRelative = "staffRelative";

    /// <summary>Name, unit and relation of the relative on the staff, in words; a form need not ask for it.</summary>
    public const string StaffRelativeDetail = "staffRelativeDetail";

    /// <summary>Whether something must be paid at once, and why; only services that can pay in advance ask it.</summary>
    public const string Urgent = "urgent";
    public const string UrgentReason = "urgentReason";
    /// <summary>Who applies in the applicant's place; a form need not ask for it.</summary>
    public const string AgentName = "agentName";

    /// <summary>"guardian", "relative" or "village"; the last acts by office, so no number is asked.</summary>
    public const string AgentRelation = "agentRelation";
    public const string AgentCitizenId = "agentCitizenId";
    public const string AgentMobile = "agentMobile";

    /// <summary>The last day of the power of attorney; a guardianship has none.</summary>
    public const string AgentUntil = "agentUntil";

    /// <summary>The paper it rests on.</summary>
    public const string AgentProof = "agentProof";
    public const string AccountName = "accountName";
    /// <summary>Why the account is somebody else's; a form need not ask for it, and then takes the applicant's own alone.</summary>
    public const string PayeeReason = "payeeReason";
    public const string BankName = "bankName";
    public const string AccountNumber = "accountNumber";
    public const string Promise = "promise";

    /// <summary>Who applies, and to which account it is paid.</summary>
    private static readonly ImmutableArray<string> Applicants = [ApplicantName, CitizenId, AccountName, PayeeReason, BankName, AccountNumber];

    /// <summary>Whether the answer comes from the applicant alone, also a promise and a file: an official who could write it could pay himself.</summary>
    public static bool IsApplicants(FormField field) =>
        Applicants.Contains(field.Key) || field.Type == FieldType.Document || field.Checks.Any(check => check is FieldCheck.MustBeYes);

    public static readonly ImmutableArray<(string Key, ImmutableArray<FieldType> Types)> Owed =
    [
        (ApplicantName, [FieldType.Text]), (CitizenId, [FieldType.CitizenId]), (Mobile, [FieldType.Mobile]), (MobileOwner, [FieldType.Choice]),
        (RegisteredAddress, [FieldType.Address]), (ResidenceAddress, [FieldType.Address]), (Category, [FieldType.Choice]),
        (HouseholdSize, [FieldType.Number]), (Members, [FieldType.Members]), (Situation, [FieldType.Choice]), (Description, [FieldType.Text]),
        (OtherRelief, [FieldType.Members]), (StaffRelative, [FieldType.YesNo]),
        (AccountName, [FieldType.Text]), (BankName, [FieldType.Text]), (AccountNumber, [FieldType.BankCard]), (Promise, [FieldType.YesNo]),
    ];
}

/// <summary>The steps that every form sets the access of.</summary>
public static class FormSteps
{
    public const string Apply = "apply";
    public const string Supplement = "supplement";

    /// <summary>The applicant looking at an application sent.</summary>
    public const string Applicant = "applicant";
    public const string Completeness = "completeness";
    public const string Village = "village";
    public const string Township = "township";
    public const string District = "district";
    public const string City = "city";
    public const string Finance = "finance";
    public const string Audit = "audit";

    /// <summary>The desk of a role: the column that it reads by wherever a step says nothing else.</summary>
    public static string Of(Role role) => role switch
    {
        Role.StationClerk => Completeness,
        Role.VillageHelper => Village,
        Role.TownshipReviewer => Township,
        Role.DistrictReviewer or Role.DistrictDecider => District,
        Role.CityChecker or Role.CityDecider => City,
        Role.FinanceMaker or Role.FinanceChecker or Role.FinanceReleaser => Finance,
        _ => Audit,
    };

    public static readonly ImmutableArray<string> Owed = [Apply, Supplement, Applicant, Completeness, Village, Township, District, City, Finance, Audit];
}

/// <summary>The columns of the access table as people call them.</summary>
public static class FormDesks
{
    public static LocalText Of(string desk) => desk switch
    {
        FormSteps.Apply => new("申请人填写", "Applicant applying"),
        FormSteps.Supplement => new("申请人补正", "Applicant supplementing"),
        FormSteps.Applicant => new("申请人查看", "Applicant looking"),
        FormSteps.Completeness => new("服务站", "Station"),
        FormSteps.Village => new("村（社区）", "Village"),
        FormSteps.Township => new("镇街", "Township"),
        FormSteps.District => new("区级", "District"),
        FormSteps.City => new("市级", "City"),
        FormSteps.Finance => new("财务", "Finance"),
        FormSteps.Audit => new("审计及其他", "Audit and others"),
        _ => LocalText.Same(desk),
    };
}
