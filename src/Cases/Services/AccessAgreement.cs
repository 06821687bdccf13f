using System.Collections.Immutable;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Services;

/// <summary>What the access table of a form owes its questions, the list of papers and the workflows. Asked on publishing: versions that were published before are read as they are.</summary>
internal static class AccessAgreement
{
    /// <summary>Columns of those who decide nothing.</summary>
    private static readonly string[] Readers = [FormSteps.Applicant, FormSteps.Finance, FormSteps.Audit];

    public static IEnumerable<FileFault> Faults(ServicePackage package)
    {
        var form = package.Form;
        foreach (var column in form.Steps.Values.OrderBy(column => column.Step, StringComparer.Ordinal))
        {
            var place = $"$.steps.{column.Step}";
            if (!FormSteps.Owed.Contains(column.Step) && !package.Seats.ContainsKey(column.Step))
                yield return Fault(place, "form-file.unknown-step", ("step", column.Step), ("steps", string.Join(", ", FormSteps.Owed.Concat(package.Seats.Keys.Order(StringComparer.Ordinal)))));
            foreach (var paper in column.Papers.Keys.Where(key => !package.Documents.Documents.Any(known => known.Key == key)))
                yield return Fault($"{place}.papers.{paper}", "form-file.unknown-paper", ("paper", paper));
            foreach (var field in form.Fields.Where(field => column.Default is not null || column.Fields.ContainsKey(field.Key)))
                if (Wrong(package, column, field) is { } code)
                    yield return Fault(column.Fields.ContainsKey(field.Key) ? $"{place}.fields.{field.Key}" : $"{place}.default", code, ("field", field.Key), ("step", column.Step));
        }

        foreach (var field in form.Fields.Where(field => field.Required && form.Steps.TryGetValue(FormSteps.Apply, out var apply) && apply.To(field.Key) < FieldAccess.Edit))
            yield return Fault($"$.steps.{FormSteps.Apply}", "form-file.required-out-of-reach", ("field", field.Key));
    }

    private static string? Wrong(ServicePackage package, StepAccess column, FormField field) => column.To(field.Key) switch
    {
        < FieldAccess.Edit => null,
        _ when column.Step is FormSteps.Apply or FormSteps.Supplement => null,
        _ when Readers.Contains(column.Step) => "form-file.step-writes-nothing",
        _ when FormKeys.IsApplicants(field) => "form-file.applicants-alone",
        FieldAccess.Required when Views(package, column.Step).Any(view => Asking(package.Form, field).Any(other => !view.Reads(other))) => "form-file.required-blindly",
        _ => null,
    };

    /// <summary>The form as those see it who stand at the step.</summary>
    private static IEnumerable<FormView> Views(ServicePackage package, string step) => FormSteps.Owed.Contains(step)
        ? [package.Form.At(step)]
        : package.Seats.GetValueOrDefault(step, []).Select(FormSteps.Of).Distinct(StringComparer.Ordinal).Select(desk => package.Form.At(desk, step));

    /// <summary>The answers on which it depends whether the question is asked.</summary>
    private static IEnumerable<string> Asking(FormDefinition form, FormField field) =>
        (field.When?.Fields ?? []).Concat(form.Sections.First(section => section.Fields.Contains(field)).When?.Fields ?? []);

    private static FileFault Fault(string place, string code, params ImmutableArray<(string, object?)> values) => new("form.json", place, code, values);
}
