using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Services;

namespace AidWorkflow.Cases.Applying;

/// <summary>Somebody whom a form names by identity number.</summary>
/// <param name="Relation">What they are to the applicant: "spouse"; empty where the form does not say.</param>
public sealed record NamedPerson(CitizenId Number, string Name, string Relation);

/// <summary>Whom a form names besides its applicant, and whose illness it is about.</summary>
public static class NamedPeople
{
    /// <summary>The members of the household and the patient, each once; the applicant is not among them.</summary>
    public static ImmutableArray<NamedPerson> Of(ServicePackage service, JsonObject answers)
    {
        var asked = service.Form.InForce(answers);
        var own = Read(asked[FormKeys.CitizenId]);
        var rows = (Answer.Rows(asked[FormKeys.Members]) ?? [])
            .Select(row => (Number: Read(row[FormKeys.CitizenId]), Name: Answer.Plain(row[FormKeys.MemberName]), Relation: Answer.Plain(row[FormKeys.Relation])));
        var patient = (Number: Read(asked[FormKeys.PatientCitizenId]), Name: Answer.Plain(asked[FormKeys.PatientName]), Relation: (string?)null);
        return [.. rows.Append(patient).Where(one => one.Number is { } number && number.Full != own?.Full && one.Relation != FormKeys.Self)
            .DistinctBy(one => one.Number!.Value.Full, StringComparer.Ordinal)
            .Select(one => new NamedPerson(one.Number!.Value, one.Name ?? "", one.Relation ?? ""))];
    }

    /// <summary>Whose illness a form is about: somebody it names, or else the applicant. Null where it asks of no patient.</summary>
    public static string? PatientOf(ServicePackage service, JsonObject answers)
    {
        if (service.Form.Field(FormKeys.PatientCitizenId) is null)
            return null;
        var asked = service.Form.InForce(answers);
        return (Read(asked[FormKeys.PatientCitizenId]) ?? Read(asked[FormKeys.CitizenId]))?.Full;
    }

    private static CitizenId? Read(JsonNode? answer)
    {
        try
        {
            return Answer.Digits(answer) is { Length: > 0 } number ? CitizenId.Parse(number, DateOnly.MaxValue) : null;
        }
        catch (RefusedException)
        {
            return null; // the form refuses it, beside its field
        }
    }
}
