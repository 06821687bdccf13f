using System.Globalization;
using System.Text.Json.Nodes;

namespace AidWorkflow.Cases.Forms;

/// <summary>How a step that may know that there is an answer, but not the answer, sees it.</summary>
public static class Masking
{
    /// <summary>张* , 欧阳** stays 欧***: the first character and a star for each other one.</summary>
    public static string Name(string name)
    {
        var characters = new StringInfo(name.Trim());
        return characters.LengthInTextElements <= 1
            ? "*"
            : characters.SubstringByTextElements(0, 1) + new string('*', characters.LengthInTextElements - 1);
    }

    internal static JsonNode? Mask(FormField field, JsonNode? node)
    {
        if (Answer.IsEmpty(node))
            return node?.DeepClone();
        if (field.Type == FieldType.Members)
            return Answer.Rows(node) is { } rows ? new JsonArray([.. rows.Select(row => Row(field, row))]) : "***";
        return field.Type switch
        {
            FieldType.CitizenId => Keep(Answer.Digits(node), 6, 4),
            FieldType.Mobile => Keep(Answer.Digits(node), 3, 4),
            FieldType.BankCard => Keep(Answer.Digits(node), 0, 4),
            FieldType.Text when field.IsName => Name(Answer.Plain(node) ?? ""),
            _ => "***",
        };
    }

    private static JsonObject Row(FormField table, JsonObject row)
    {
        var masked = new JsonObject();
        foreach (var column in table.Columns)
            if (row.TryGetPropertyValue(column.Key, out var node))
                masked[column.Key] = Mask(column, node);
        return masked;
    }

    // Too short to keep its ends apart: nothing is kept.
    private static string Keep(string? text, int head, int tail) => text is null || text.Length < head + tail + 4
        ? "***"
        : text[..head] + new string('*', text.Length - head - tail) + text[^tail..];
}
