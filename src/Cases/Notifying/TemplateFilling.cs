using System.Collections.Immutable;
using System.Globalization;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Notifying;

/// <summary>Turns typed data into what a template may see: strings, numbers and lists of one language. An object would show all its properties.</summary>
internal static class TemplateFilling
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    public static Dictionary<string, object> Of(ImmutableArray<Variable> variables, TemplateData data, string language)
    {
        var filled = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var variable in variables)
            filled[variable.Name] = data.TryGetValue(variable.Name, out var value) && value is not null
                ? Turn(variable, value, language)
                : variable.Optional ? Empty(variable) : throw new ArgumentException($"The template needs '{variable.Name}'.", nameof(data));
        return filled;
    }

    private static object Empty(Variable variable) => variable.Kind is VariableKind.List or VariableKind.Rows ? Array.Empty<object>() : "";

    private static object Turn(Variable variable, object value, string language) => (variable.Kind, value) switch
    {
        (VariableKind.Text or VariableKind.Date or VariableKind.Moment, string text) => text, // a day may also be said: "within 30 days of receipt"
        (VariableKind.Text or VariableKind.Date or VariableKind.Moment, LocalText text) => text.In(language),
        (VariableKind.Text, DateOnly day) => Day(day, language),
        (VariableKind.Money, long cents) => (cents / 100m).ToString("#,##0.00", CultureInfo.InvariantCulture),
        (VariableKind.Number, int number) => number,
        (VariableKind.Number, long number) => number,
        (VariableKind.Date, DateOnly day) => Day(day, language),
        (VariableKind.Moment, DateTimeOffset moment) => Moment(moment.ToOffset(China), language),
        (VariableKind.List, IEnumerable<string> list) => list.ToArray<object>(),
        (VariableKind.List, IEnumerable<LocalText> list) => list.Select(text => (object)text.In(language)).ToArray(),
        (VariableKind.Rows, IEnumerable<TemplateData> rows) => rows.Select(row => (object)Row(variable, row, language)).ToArray(),
        _ => throw new ArgumentException($"'{variable.Name}' is a {variable.Kind}, not a {value.GetType().Name}.", nameof(value)),
    };

    private static Dictionary<string, object> Row(Variable variable, TemplateData row, string language) => variable.Columns.ToDictionary(
        column => column,
        column => row.TryGetValue(column, out var value)
            ? value switch
            {
                string text => text,
                LocalText text => text.In(language),
                long cents => (cents / 100m).ToString("#,##0.00", CultureInfo.InvariantCulture),
                int number => number,
                DateOnly day => Day(day, language),
                null => "",
                _ => throw new ArgumentException($"'{variable.Name}.{column}' cannot be a {value.GetType().Name}.", nameof(row)),
            }
            : (object)"",
        StringComparer.Ordinal);

    private static string Day(DateOnly day, string language) => language.StartsWith("zh", StringComparison.OrdinalIgnoreCase)
        ? day.ToString("yyyy年M月d日", CultureInfo.InvariantCulture)
        : day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    private static string Moment(DateTimeOffset moment, string language) =>
        $"{Day(DateOnly.FromDateTime(moment.DateTime), language)} {moment.ToString("HH:mm", CultureInfo.InvariantCulture)}";
}
