using System.Collections.Frozen;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Forms;

/// <summary>What a step may do with a field, from nothing to must.</summary>
public enum FieldAccess
{
    Hidden,
    Masked,
    Read,
    Edit,
    Required,
}

/// <summary>The access of one step: field by field over a default.</summary>
/// <param name="Default">Null where a step of the workflow says only what it sees otherwise than its desk.</param>
public sealed record StepAccess(string Step, FieldAccess? Default, FrozenDictionary<string, FieldAccess> Fields)
{
    /// <summary>Papers by their key in documents.json: hidden, or seen where a step sees again what its desk does not.</summary>
    public FrozenDictionary<string, bool> Papers { get; init; } = FrozenDictionary<string, bool>.Empty;

    public FieldAccess To(string field) => Fields.TryGetValue(field, out var access) ? access : Default ?? FieldAccess.Hidden;

    public bool ShowsPaper(string key) => Papers.GetValueOrDefault(key, true);

    /// <summary>What a step of the workflow says, over what its desk says; a column with a default of its own stands alone.</summary>
    internal StepAccess Over(StepAccess desk) => Default is not null ? this : new(Step, desk.Default, Merged(desk.Fields, Fields)) { Papers = Merged(desk.Papers, Papers) };

    /// <summary>The least that any of these may do with each field, and nothing is written.</summary>
    internal static StepAccess Least(IReadOnlyCollection<StepAccess> columns, FormDefinition form) => new("", FieldAccess.Hidden,
        form.Fields.ToFrozenDictionary(field => field.Key, field => (FieldAccess)Math.Min((int)FieldAccess.Read, columns.Count == 0 ? 0 : columns.Min(column => (int)column.To(field.Key))), StringComparer.Ordinal))
    {
        Papers = columns.SelectMany(column => column.Papers.Keys).Distinct(StringComparer.Ordinal)
            .ToFrozenDictionary(key => key, key => columns.All(column => column.ShowsPaper(key)), StringComparer.Ordinal),
    };

    private static FrozenDictionary<string, T> Merged<T>(FrozenDictionary<string, T> under, FrozenDictionary<string, T> over) =>
        under.Where(one => !over.ContainsKey(one.Key)).Concat(over).ToFrozenDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal);
}

/// <summary>A form seen from one step. The server reads and writes through it, so that no page can show or change what the step may not.</summary>
public sealed class FormView(FormDefinition form, StepAccess? step, IReadOnlySet<string>? listed)
{
    /// <summary>Whose view it is that writes no answer which comes from the applicant alone, whatever the table says.</summary>
    internal bool IsOfficials { get; init; }

    public FieldAccess To(string field)
    {
        var access = step?.To(field) ?? FieldAccess.Hidden;
        return access >= FieldAccess.Edit && (listed?.Contains(field) == false || (IsOfficials && form.Field(field) is { } asked && FormKeys.IsApplicants(asked))) ? FieldAccess.Read : access;
    }

    /// <summary>Whether the paper of this key in documents.json is shown.</summary>
    public bool ShowsPaper(string key) => step?.ShowsPaper(key) == true;

    /// <summary>Whether the answer itself is shown, and not only that there is one.</summary>
    public bool Reads(string field) => To(field) >= FieldAccess.Read;

    /// <summary>The fields that may be changed here.</summary>
    public IEnumerable<FormField> Editable => form.Fields.Where(asked => To(asked.Key) >= FieldAccess.Edit);

    /// <summary>The answers as this step may see them: hidden ones are not there, masked ones are masked.</summary>
    public JsonObject Filter(JsonObject answers)
    {
        var seen = new JsonObject();
        foreach (var field in form.Fields)
            if (To(field.Key) is var access and not FieldAccess.Hidden && answers.TryGetPropertyValue(field.Key, out var node))
                seen[field.Key] = access == FieldAccess.Masked ? Masking.Of(field, node) : node?.DeepClone();
        return seen;
    }

    /// <summary>As <see cref="Filter"/>, with identity and account numbers masked until somebody asks to see them.</summary>
    public JsonObject FilterWithoutNumbers(JsonObject answers)
    {
        var seen = Filter(answers);
        foreach (var field in form.Fields.Where(field => seen.ContainsKey(field.Key) && To(field.Key) != FieldAccess.Masked))
            seen[field.Key] = Masking.OfNumbers(field, seen[field.Key]);
        return seen;
    }

    /// <summary>Another answer to the same question, as this step sees it; null where it does not see the answer itself. Numbers are masked.</summary>
    public JsonNode? Seen(FormField asked, JsonNode? node) => Reads(asked.Key) ? Masking.OfNumbers(asked, node) : null;

    /// <summary>Whether this step may see a number that <see cref="FilterWithoutNumbers"/> masks.</summary>
    public bool HidesNumbers(JsonObject answers) =>
        form.Fields.Any(field => To(field.Key) is not (FieldAccess.Hidden or FieldAccess.Masked) && Masking.HasNumbers(field, answers[field.Key]));

    /// <summary>
    /// The stored answers with what this step sent. A field that may not be edited can come back only as it was shown; anything else is refused.
    /// What was not sent stays as it is.
    /// </summary>
    /// <exception cref="RefusedException">An unknown field, or one this step may not change.</exception>
    public JsonObject Merge(JsonObject stored, JsonObject sent)
    {
        var shown = Filter(stored);
        var merged = (JsonObject)stored.DeepClone();
        foreach (var (key, node) in sent)
        {
            if (form.Field(key) is not { } field)
                throw new RefusedException("form.unknown-field", key, ("label", key));
            if (To(key) >= FieldAccess.Edit)
                merged[key] = node?.DeepClone();
            else if (To(key) == FieldAccess.Hidden || !JsonNode.DeepEquals(shown[key], node))
                throw new RefusedException("form.field-not-editable", key, ("label", field.Label));
        }

        return merged;
    }

    /// <summary>The form's faults, and the fields that this step must fill.</summary>
    public IReadOnlyList<FieldFault> Check(JsonObject answers, FormContext context)
    {
        var faults = form.Check(answers, context);
        var owed = Owed(answers)
            .Where(field => !faults.Any(fault => fault.Field == field.Key))
            .Select(field => new FieldFault(field.Key, field.Label, "form.required", []));
        return [.. faults, .. owed];
    }

    /// <summary>Whether this step must fill in anything at all.</summary>
    public bool OwesAny => form.Fields.Any(one => To(one.Key) == FieldAccess.Required);

    /// <summary>The fields that this step must fill and that are empty.</summary>
    public IEnumerable<FormField> Owed(JsonObject answers) =>
        form.Fields.Where(field => To(field.Key) == FieldAccess.Required && form.Asks(field, answers) && Answer.IsEmpty(answers[field.Key]));
}
