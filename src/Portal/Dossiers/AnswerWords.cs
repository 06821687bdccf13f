using System.Text.Json.Nodes;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Portal.Dossiers;

/// <summary>An answer within a sentence; a table is told by its number of rows.</summary>
internal static class AnswerWords
{
    public static LocalText Of(FormField field, JsonNode? node) => field.Type switch
    {
        _ when Answer.IsEmpty(node) => new("未填写", "not answered"),
        FieldType.Choice => Option(field, Answer.Plain(node)),
        FieldType.MultiChoice when Answer.Choices(node) is { } chosen => Joined(chosen.Select(one => Option(field, one))),
        FieldType.YesNo when Answer.Yes(node) is { } yes => yes ? new("是", "yes") : new("否", "no"),
        FieldType.Members when Answer.Rows(node) is { } rows => new($"{rows.Length} 行：{string.Join("；", rows.Select(row => Row(field, row).Zh))}", $"{rows.Length} rows: {string.Join("; ", rows.Select(row => Row(field, row).En))}"),
        _ => LocalText.Same(Answer.Plain(node) ?? ""),
    };

    private static LocalText Row(FormField table, JsonObject row) => Joined(table.Columns.Where(column => !Answer.IsEmpty(row[column.Key])).Select(column => Of(column, row[column.Key])));

    private static LocalText Option(FormField field, string? value) => field.Options.FirstOrDefault(option => option.Value == value)?.Label ?? LocalText.Same(value ?? "");

    private static LocalText Joined(IEnumerable<LocalText> words) => words.ToArray() is var all ? new(string.Join("、", all.Select(one => one.Zh)), string.Join(", ", all.Select(one => one.En))) : LocalText.Same("");
}
