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
public sealed record StepAccess(string Step, FieldAccess Default, FrozenDictionary<string, FieldAccess> Fields)
{
    public FieldAccess To(string field) => Fields.TryGetValue(field, out var access) ? access : Default;
}

/// <summary>A form seen from one step. The server reads and writes through it, so that no page can show or change what the step may not.</summary>
public sealed class FormView(FormDefinition form, StepAccess? step, IReadOnlySet<string>? listed)
{
    public FieldAccess To(string field)
    {
        var access = step?.To(field) ?? FieldAccess.Hidden;
        return listed is not null && access >= FieldAccess.Edit && !listed.Contains(field) ? FieldAccess.Read : access;
    }

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
        var owed = form.Fields
            .Where(field => To(field.Key) == FieldAccess.Required && form.Asks(field, answers) && Answer.IsEmpty(answers[field.Key]))
            .Where(field => !faults.Any(fault => fault.Field == field.Key))
            .Select(field => new FieldFault(field.Key, field.Label, "form.required", []));
        return [.. faults, .. owed];
    }
}
