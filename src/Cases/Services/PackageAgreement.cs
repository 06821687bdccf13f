using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Services;

/// <summary>What the files of one service owe each other.</summary>
internal static class PackageAgreement
{
    public static IEnumerable<FileFault> Faults(ServiceDescription description, FormDefinition form, AmountFormula formula, IEnumerable<string> workflows)
    {
        if (description.Unit != formula.Unit)
            yield return new FileFault("rules.json", "$.formula.unit", "service-file.unit-differs", []);
        if (description.FastTrack != formula.FirstShare is not null)
            yield return new FileFault("rules.json", "$.formula.firstShare", "service-file.fast-track-differs", []);
        foreach (var (key, types) in FormKeys.Owed)
            if (form.Field(key) is not { } field || !types.Contains(field.Type))
                yield return new FileFault("form.json", "$.sections", "form-file.field-missing", [("field", key), ("types", string.Join(", ", types).ToLowerInvariant())]);
        foreach (var step in FormSteps.Owed.Where(step => !form.Steps.ContainsKey(step)))
            yield return new FileFault("form.json", "$.steps", "form-file.step-missing", [("step", step)]);
        foreach (var step in ServiceSteps.Owed(workflows).Where(step => !description.Deadlines.ContainsKey(step)))
            yield return new FileFault("service.json", "$.deadlines", "service-file.deadline-missing", [("step", step)]);
        if (form.Field(FormKeys.Situation) is { } situation)
            foreach (var option in situation.Options.Where(option => !description.Eligibility.Situations.Any(known => known.Key == option.Value)))
                yield return new FileFault("service.json", "$.eligibility.situations", "service-file.situation-missing", [("situation", option.Value)]);
    }
}
