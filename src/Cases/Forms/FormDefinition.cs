using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace AidWorkflow.Cases.Forms;

/// <summary>What a check needs to know besides the answers.</summary>
/// <param name="Today">The day in China Standard Time.</param>
public sealed record FormContext(DateOnly Today)
{
    /// <summary>Caps in cents by rule key, for checks "not above the cap". A cap that is not given is not checked.</summary>
    public IReadOnlyDictionary<string, long> Caps { get; init; } = FrozenDictionary<string, long>.Empty;
}

/// <summary>A service's form as form.json says it: immutable, checked when read.</summary>
public sealed class FormDefinition
{
    private readonly FrozenDictionary<string, (FormField Field, FormSection Section)> byKey;

    internal FormDefinition(ImmutableArray<FormSection> sections, ImmutableArray<StepAccess> steps)
    {
        Sections = sections;
        Steps = steps.ToFrozenDictionary(step => step.Step, StringComparer.Ordinal);
        var apply = At(FormSteps.Apply);
        Applicants = [.. sections.Select(section => section with { Fields = [.. section.Fields.Where(asked => apply.To(asked.Key) >= FieldAccess.Edit)] }).Where(section => !section.Fields.IsEmpty)];
        byKey = sections.SelectMany(section => section.Fields.Select(field => (field, section))).ToFrozenDictionary(at => at.field.Key, StringComparer.Ordinal);
    }

    public ImmutableArray<FormSection> Sections { get; }

    public IReadOnlyDictionary<string, StepAccess> Steps { get; }

    /// <summary>What the applicant is asked: the questions that the column "apply" lets them answer, in their sections.</summary>
    public ImmutableArray<FormSection> Applicants { get; }

    public IEnumerable<FormField> Fields => Sections.SelectMany(section => section.Fields);

    public FormField? Field(string key) => byKey.TryGetValue(key, out var found) ? found.Field : null;

    /// <summary>Whether the field is asked with these answers: its own condition and that of its section.</summary>
    public bool Asks(FormField field, JsonObject answers) =>
        (byKey[field.Key].Section.When?.Holds(answers) ?? true) && (field.When?.Holds(answers) ?? true);

    /// <summary>Everything that is wrong with the answers; empty when they can be submitted.</summary>
    public IReadOnlyList<FieldFault> Check(JsonObject answers, DateOnly today) => Check(answers, new FormContext(today));

    public IReadOnlyList<FieldFault> Check(JsonObject answers, FormContext context) => FormCheck.Run(this, answers, context);

    /// <summary>What is odd but may be right: a bank account without a Luhn digit. Shown, never blocking.</summary>
    public IReadOnlyList<FieldFault> Warn(JsonObject answers) => FormCheck.Warn(this, answers);

    /// <summary>The answers that count: those of questions that are asked. What was entered elsewhere is kept, but no rule reads it.</summary>
    public JsonObject InForce(JsonObject answers)
    {
        var kept = new JsonObject();
        foreach (var field in Fields)
            if (answers.TryGetPropertyValue(field.Key, out var node) && !Answer.IsEmpty(node) && Asks(field, answers))
                kept[field.Key] = node!.DeepClone();
        return kept;
    }

    /// <summary>The form as one step sees it.</summary>
    /// <param name="step">A step of form.json; one that it does not name sees nothing.</param>
    /// <param name="listed">For supplementing: only these fields may be edited, whatever else the step allows; null for no such list.</param>
    public FormView At(string step, IReadOnlySet<string>? listed = null) => new(this, Steps.GetValueOrDefault(step), listed);

    /// <summary>The form as the people of a desk see it at a step of the workflow: the desk's column, and over it the step's own where the form has one.</summary>
    /// <param name="step">The step's name on the canvas.</param>
    public FormView At(string desk, string step) => new(this, Column(desk, step), null) { IsOfficials = true };

    /// <summary>The form as somebody sees it who stands at no step: nothing that any of these columns withholds, and nothing is written.</summary>
    public FormView AtNone(IEnumerable<(string Desk, string? Step)> columns) =>
        new(this, StepAccess.Least([.. columns.Select(one => Column(one.Desk, one.Step)).OfType<StepAccess>()], this), null);

    private StepAccess? Column(string desk, string? step)
    {
        var under = Steps.GetValueOrDefault(desk);
        return step is not null && Steps.TryGetValue(step, out var own) ? under is null ? own : own.Over(under) : under;
    }
}
