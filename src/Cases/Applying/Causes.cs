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

    /// <summary>Null where the form names nothing but a situation: then there is no cause to repeat within the year's frequency.</summary>
    public static string? Of(ServicePackage service, JsonObject answers)
    {
        var named = Naming.Where(key => service.Form.Field(key) is not null).Select(key => Answer.Plain(answers[key])).Where(value => value is { Length: > 0 }).ToArray();
        return named.Length == 0 ? null : string.Join('|', [Answer.Plain(answers[FormKeys.Situation]) ?? "", .. named]);
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
