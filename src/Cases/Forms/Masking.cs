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

    private static JsonObject Row(FormField table, JsonObject row)
    {
        var masked = new JsonObject();
        foreach (var column in table.Columns)
            if (row.TryGetPropertyValue(column.Key, out var node))
                masked[column.Key] = Of(column, node);
        return masked;
    }
}
