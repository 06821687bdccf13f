using System.Text.Json.Nodes;
using AidWorkflow.Cases.Forms;
using Microsoft.Extensions.Primitives;

namespace AidWorkflow.Portal.Applying;

/// <summary>Reads what a page of the form sent. The words stay the person's own; only empty lines and rows are left out.</summary>
internal static class PostedAnswers
{
    public static JsonObject Read(IFormCollection form, IEnumerable<FormField> fields) => Read(form, fields, "");

    /// <param name="prefix">What stands before the key of each question on the page.</param>
    public static JsonObject Read(IFormCollection form, IEnumerable<FormField> fields, string prefix)
    {
        var answers = new JsonObject();
        foreach (var field in fields)
        {
            if (Read(form, field, prefix + field.Key) is { } answer && !Answer.IsEmpty(answer))
                answers[field.Key] = answer;
        }

        return answers;
    }

    private static JsonNode? Read(IFormCollection form, FormField field, string name)
    {
        if (field.Type == FieldType.Members)
            return Rows(form, field, name);
        if (!form.TryGetValue(name, out var sent) || StringValues.IsNullOrEmpty(sent))
            return null;
        return field.Type switch
        {
            FieldType.MultiChoice => new JsonArray([.. sent.Select(value => JsonValue.Create(value))]),
            FieldType.YesNo => sent[0] switch { "yes" => true, "no" => false, var other => JsonValue.Create(other) },
            FieldType.Date => Day(sent[0]!),
            _ => JsonValue.Create(sent[0]!.Trim()),
        };
    }

    private static JsonArray Rows(IFormCollection form, FormField field, string name)
    {
        var rows = new JsonArray();
        for (var index = 0; index < field.Most && field.Columns.Any(column => form.ContainsKey($"{name}[{index}].{column.Key}")); index++)
        {
            if (Read(form, field.Columns, $"{name}[{index}].") is { Count: > 0 } row)
                rows.Add((JsonNode)row);
        }

        return rows;
    }

    /// <summary>Where a browser knows no calendar, people write 2022.9.1, 2022/09/01 or 20220901.</summary>
    private static string Day(string text)
    {
        var digits = new string([.. text.Select(letter => char.IsDigit(letter) ? letter : '-')]).Trim('-');
        var parts = digits.Length == 8 && !digits.Contains('-', StringComparison.Ordinal) ? [digits[..4], digits[4..6], digits[6..]] : digits.Split('-', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 3 && parts[0].Length == 4 ? $"{parts[0]}-{parts[1].PadLeft(2, '0')}-{parts[2].PadLeft(2, '0')}" : text.Trim();
    }
}
