using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Services;

namespace AidWorkflow.Cases.Applying;

/// <summary>An applicant as the register knows them, and what the form says that more than one rule needs.</summary>
public sealed record Applicant(Person Person, string? CauseIndex, string FactsIndex, bool RelativeOfStaff, int HouseholdSize, PayeeAccountId Account);

/// <summary>Finds the person of a form in the register, or enters them, with household and account.</summary>
public sealed class Applicants(PersonRegister register, CasePayees payees, Marks marks, Vault vault)
{
    /// <exception cref="RefusedException">applicant.name-differs, applicant.deceased, and what the validators refuse.</exception>
    public async Task<Applicant> EnterAsync(ServicePackage service, JsonObject answers, UnitId unit, DateOnly today, CancellationToken cancellation)
    {
        var name = PersonName.Parse(Text(answers, FormKeys.ApplicantName), FormKeys.ApplicantName);
        var id = CitizenId.Parse(Text(answers, FormKeys.CitizenId), today, FormKeys.CitizenId);
        var size = (int)(Answer.Whole(answers[FormKeys.HouseholdSize]) ?? 1);
        var person = await register.FindAsync(id, cancellation);
        person ??= await register.EnterAsync(new NewPerson(name, id, Category(answers), unit)
        {
            Phone = Text(answers, FormKeys.Mobile) is { Length: > 0 } phone ? Mobile.Parse(phone, FormKeys.Mobile) : null,
            PhoneOwner = Owner(answers),
        }, cancellation);
        if (person.Name != name.Value)
            throw new RefusedException("applicant.name-differs", FormKeys.ApplicantName);
        if (person.DeceasedOn is { } died)
            throw new RefusedException("applicant.deceased", FormKeys.CitizenId, ("on", died));
        if (person.HouseholdId is null)
            register.Join(person, register.EnterHousehold(person.UnitId, Math.Max(1, size), person.IsSynthetic), Kinship.Head, today);
        var account = await payees.EnterAsync(person.Id, Text(answers, FormKeys.AccountName), Text(answers, FormKeys.AccountNumber), Text(answers, FormKeys.BankName), cancellation);

        var (cause, facts) = Indexes(service, answers);
        return new(person, cause, facts, Answer.Yes(answers[FormKeys.StaffRelative]) == true, size, account.Id);
    }

    /// <summary>What was supplemented goes wherever the first answers went: the account that is paid, what likeness is found by, and the flags of the case.</summary>
    internal async Task AmendAsync(AidCase aidCase, ServicePackage service, JsonObject answers, CancellationToken cancellation)
    {
        await payees.ChangeAsync(aidCase, Text(answers, FormKeys.AccountName), Text(answers, FormKeys.AccountNumber), Text(answers, FormKeys.BankName), cancellation);
        await FollowAsync(aidCase, service, answers, cancellation);
    }

    /// <summary>What officials corrected goes there too; the account, which comes from the applicant alone, stays where a correction of it may have put it.</summary>
    internal async Task FollowAsync(AidCase aidCase, ServicePackage service, JsonObject answers, CancellationToken cancellation)
    {
        (aidCase.CauseIndex, aidCase.FactsIndex) = Indexes(service, answers);
        await marks.WriteAsync(aidCase.Id, service, answers, cancellation);
        aidCase.RelativeOfStaff = Answer.Yes(answers[FormKeys.StaffRelative]) == true;
        aidCase.HouseholdSize = (int)(Answer.Whole(answers[FormKeys.HouseholdSize]) ?? 1);
    }

    private (string? Cause, string Facts) Indexes(ServicePackage service, JsonObject answers) =>
        (Causes.Of(service, answers) is { } cause ? vault.Index(cause, Causes.CauseField) : null, vault.Index(Causes.FactsOf(service, answers), Causes.FactsField));

    private static PersonCategory Category(JsonObject answers) =>
        Text(answers, FormKeys.Category) == "veteran" ? PersonCategory.Veteran : PersonCategory.SpecialCareRecipient;

    private static PhoneOwner Owner(JsonObject answers) => Text(answers, FormKeys.MobileOwner) switch
    {
        "self" => PhoneOwner.Self,
        "spouse" => PhoneOwner.Spouse,
        "child" => PhoneOwner.Child,
        "relative" => PhoneOwner.Relative,
        "neighbour" => PhoneOwner.Neighbour,
        "village-office" => PhoneOwner.VillageOffice,
        _ => PhoneOwner.Other,
    };

    /// <summary>As the form writes it.</summary>
    public static string OwnerKey(PhoneOwner owner) => owner switch
    {
        PhoneOwner.Self => "self",
        PhoneOwner.Spouse => "spouse",
        PhoneOwner.Child => "child",
        PhoneOwner.Relative => "relative",
        PhoneOwner.Neighbour => "neighbour",
        PhoneOwner.VillageOffice => "village-office",
        _ => "other",
    };

    private static string Text(JsonObject answers, string key) => Answer.Plain(answers[key]) ?? "";
}
