using System.Text.Json.Nodes;
using AidWorkflow.Cases.People;

namespace AidWorkflow.Cases.Forms;

/// <summary>How a step that may know that there is an answer, but not the answer, sees it.</summary>
internal static class Masking
{
    private const string Something = "***";

    public static JsonNode? Of(FormField field, JsonNode? node)
    {
        if (Answer.IsEmpty(node))
            return node?.DeepClone();
        if (field.Type == FieldType.Members)
            return Answer.Rows(node) is { } rows ? new JsonArray([.. rows.Select(row => Row(field, row))]) : Something;
        return field.Type switch
        {
            FieldType.CitizenId => Mask.CitizenId(Answer.Digits(node) ?? ""),
            FieldType.Mobile => Mask.Phone(Answer.Digits(node) ?? ""),
            FieldType.BankCard => Mask.Account(Answer.Digits(node) ?? ""),
            FieldType.Text when field.IsName => Mask.Name(Answer.Plain(node) ?? ""),
            _ => Something,
        };
    }

    /// <summary>Identity and account numbers masked, everything else as it is: what staff see until they ask for more.</summary>
    public static JsonNode? OfNumbers(FormField field, JsonNode? node) => field.Type switch
    {
        FieldType.CitizenId or FieldType.BankCard => Of(field, node),
        FieldType.Members when Answer.Rows(node) is { } rows => new JsonArray([.. rows.Select(row => RowOfNumbers(field, row))]),
        _ => node?.DeepClone(),
    };

    /// <summary>Whether the answer holds an identity or account number.</summary>
    public static bool HasNumbers(FormField field, JsonNode? node) => field.Type switch
    {
        FieldType.CitizenId or FieldType.BankCard => !Answer.IsEmpty(node),
        FieldType.Members => Answer.Rows(node) is { } rows && rows.Any(row => field.Columns.Any(column => HasNumbers(column, row[column.Key]))),
        _ => false,
    };

    private static JsonObject RowOfNumbers(FormField table, JsonObject row)
    {
        var masked = (JsonObject)row.DeepClone();
        foreach (var column in table.Columns.Where(column => row.ContainsKey(column.Key)))
            masked[column.Key] = OfNumbers(column, row[column.Key]);
        return masked;
    }

    private static JsonObject Row(FormField table, JsonObject row)
    {
        var masked = new JsonObject();
        foreach (var column in table.Columns)
            if (row.TryGetPropertyValue(column.Key, out var node))
                masked[column.Key] = Of(column, node);
        return masked;
    }
}
