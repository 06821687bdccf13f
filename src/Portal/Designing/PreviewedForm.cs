using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Services;

namespace AidWorkflow.Portal.Designing;

/// <summary>A draft form as a step sees it, one section of it open.</summary>
/// <param name="Shown">The sections of which the step sees anything, with what it sees of each.</param>
/// <param name="Sample">Made-up answers as the step sees them.</param>
public sealed record PreviewedForm(string Step, FormView Access, ImmutableArray<FormSection> Shown, FormSection? Section, ImmutableArray<FormField> All, JsonObject Sample)
{
    /// <param name="step">A desk, or a step of a workflow: then as its first role sees it there.</param>
    /// <param name="section">The key of the section to open; the first where it is not shown.</param>
    public static PreviewedForm Of(FormDefinition form, EditedService service, string step, string? section, DateOnly today)
    {
        var access = FormSteps.Owed.Contains(step) ? form.At(step) : form.At(FormSteps.Of(service.SeatsAt(step).FirstOrDefault()), step);
        ImmutableArray<FormSection> shown = [.. form.Sections.Select(one => one with { Fields = [.. one.Fields.Where(field => access.To(field.Key) != FieldAccess.Hidden)] }).Where(one => !one.Fields.IsEmpty)];
        return new(step, access, shown, shown.FirstOrDefault(one => one.Key == section) ?? shown.FirstOrDefault(), [.. form.Fields], access.FilterWithoutNumbers(Sampled(form.Fields, today)));
    }

    private static JsonObject Sampled(IEnumerable<FormField> fields, DateOnly today)
    {
        var answers = new JsonObject();
        foreach (var field in fields)
            answers[field.Key] = Sampled(field, today);
        return answers;
    }

    private static JsonNode? Sampled(FormField field, DateOnly today) => field.Type switch
    {
        FieldType.Number => "3",
        FieldType.Money => "1200.00",
        FieldType.Date => today.AddMonths(-2).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        FieldType.Choice => field.Options is [var first, ..] ? first.Value : null,
        FieldType.MultiChoice => new JsonArray([.. field.Options.Take(2).Select(option => JsonValue.Create(option.Value))]),
        FieldType.YesNo => true,
        FieldType.CitizenId => "370402199001010014",
        FieldType.Mobile => "13900000000",
        FieldType.BankCard => "6228480000000000000",
        FieldType.Members => new JsonArray(Sampled(field.Columns, today)),
        FieldType.Document => null,
        FieldType.Text when field.IsName => "张三",
        _ => "示例内容 Example",
    };
}
