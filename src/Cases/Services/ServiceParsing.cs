using System.Collections.Immutable;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Phrasing;

namespace AidWorkflow.Cases.Services;

/// <summary>Reads the files of a service. One reading finds everything that is wrong in all of them.</summary>
internal static class ServiceParsing
{
    private static readonly string[] Owed = ["service.json", "form.json", "documents.json", "rules.json", "workflow.json"];

    /// <summary>Definitions of other runs of a case, where the service has them.</summary>
    private static readonly string[] Further = ["reconsideration.json", "acceptance.json", "repayment.json"];

    /// <summary>A file of such a name is a definition, whatever it holds.</summary>
    public static bool IsOfCases(string file) => file == "workflow.json" || Further.Contains(file, StringComparer.Ordinal);

    public static ServiceReading Parse(string name, IReadOnlyDictionary<string, string> files)
    {
        var faults = new List<FileFault>();
        var kept = files.ToImmutableSortedDictionary(file => file.Key, file => file.Value.ReplaceLineEndings("\n"), StringComparer.Ordinal);
        foreach (var file in Owed.Where(file => !kept.ContainsKey(file)))
            faults.Add(new FileFault(file, "", "file.missing", []));
        foreach (var stray in kept.Where(file => IsStray(file.Key, file.Value)))
            faults.Add(new FileFault(stray.Key, "", "file.stray", []));

        JsonSpot? Root(string file) => kept.TryGetValue(file, out var text) ? JsonSpot.Parse(text, file, faults) : null;
        var description = Root("service.json") is { } service ? DescriptionReading.Read(service, name) : null;
        var form = ReadForm(Root("form.json"), faults);
        var documents = Root("documents.json") is { } list ? DocumentReading.Read(list, form) : null;
        (AmountFormula Formula, ImmutableArray<RuleSeed> Seeds)? rules = Root("rules.json") is { } root ? RulesReading.Read(root, form) : null;
        foreach (var file in Further.Prepend("workflow.json"))
            Root(file);
        var opinions = kept.ContainsKey(ServicePhrase.File) && Root(ServicePhrase.File) is { } phrases ? ServicePhrase.Read(phrases) : [];
        var trials = kept.ContainsKey(ServiceTrial.File) && Root(ServiceTrial.File) is { } played ? ServiceTrial.Read(played) : [];
        var templates = new TemplateBook(kept.Where(file => file.Key.EndsWith(".hbs", StringComparison.Ordinal)));
        faults.AddRange(templates.Lint());
        if (form is not null && description is not null && rules is not null)
            faults.AddRange(PackageAgreement.Faults(description, form, rules.Value.Formula, Further.Prepend("workflow.json").Select(file => kept.GetValueOrDefault(file, ""))));

        return faults.Count == 0
            ? new ServiceReading(name, new ServicePackage(description!, form!, documents!, rules!.Value.Formula, rules.Value.Seeds, kept["workflow.json"], templates, kept) { Opinions = opinions, Trials = trials }, [])
            : new ServiceReading(name, null, [.. faults]);
    }

    // A further workflow, which those of the cases start, is told by what it holds.
    private static bool IsStray(string file, string text) => !Owed.Concat(Further).Append(ServicePhrase.File).Append(ServiceTrial.File).Contains(file, StringComparer.Ordinal)
        && !file.EndsWith(".hbs", StringComparison.Ordinal)
        && ServiceDefinition.DefinitionId(file, text) is null;

    // A form that is wrong is read to its end for its faults, and then not used: other files would be blamed for it.
    private static FormDefinition? ReadForm(JsonSpot? root, List<FileFault> faults)
    {
        if (root is not { } spot)
            return null;
        var before = faults.Count;
        var form = FormReading.Read(spot);
        return faults.Count == before ? form : null;
    }
}
