using System.Text;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Services;

namespace AidWorkflow.Cases.Applying;

/// <summary>What tells one cause from another, and one state of its facts from another: the same cause is not paid twice, changed facts may be.</summary>
internal static class Causes
{
    public const string CauseField = "case.cause";

    public const string FactsField = "case.facts";

    /// <summary>Fields that name a cause, where a form has them: the day and kind of an event, an illness and when it began.</summary>
    private static readonly string[] Naming = ["diagnosis", "admittedOn", "eventKind", "eventOn", "accidentKind", "accidentOn", "accidentDate", "onsetOn"];

    /// <summary>
    /// Of an illness whose it is, whoever applies for it; otherwise the situation. Null where the form names nothing but a situation: then there is no
    /// cause to repeat within the year's frequency.
    /// </summary>
    public static string? Of(ServicePackage service, JsonObject answers) =>
        NamedPeople.PatientOf(service, answers) is { } patient ? Of(service, answers, $"patient:{patient}") : WithoutPatient(service, answers);

    /// <summary>As cases have it that are older than the patient in it: it tells the causes of one applicant or household apart, and no others.</summary>
    public static string? WithoutPatient(ServicePackage service, JsonObject answers) => Of(service, answers, Answer.Plain(answers[FormKeys.Situation]) ?? "");

    private static string? Of(ServicePackage service, JsonObject answers, string of)
    {
        var named = Naming.Where(key => service.Form.Field(key) is not null).Select(key => Answer.Plain(answers[key])).Where(value => value is { Length: > 0 }).ToArray();
        return named.Length == 0 ? null : string.Join('|', [of, .. named]);
    }

    /// <summary>Every amount in the answers, in the order of the form.</summary>
    public static string FactsOf(ServicePackage service, JsonObject answers)
    {
        var facts = new StringBuilder();
        foreach (var field in service.Form.Fields)
        {
            if (field.Type == FieldType.Money)
                facts.Append(Answer.Cents(answers[field.Key])).Append('|');
            foreach (var row in field.Type == FieldType.Members ? Answer.Rows(answers[field.Key]) ?? [] : [])
                foreach (var column in field.Columns.Where(column => column.Type == FieldType.Money))
                    facts.Append(Answer.Cents(row[column.Key])).Append('|');
        }

        return facts.ToString();
    }
}
