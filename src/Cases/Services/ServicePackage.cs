using System.Collections.Frozen;
using System.Collections.Immutable;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Phrasing;

namespace AidWorkflow.Cases.Services;

/// <summary>A value that the folder brings along: the seed of an effective-dated row.</summary>
public sealed record RuleSeed(string Key, DateOnly From, DateOnly? To, string Json, bool Demo, string Source);

/// <summary>A reading of a service's files: the package where nothing is wrong, and every fault otherwise.</summary>
public sealed record ServiceReading(string Name, ServicePackage? Package, ImmutableArray<FileFault> Faults);

/// <summary>Everything that makes a service, parsed and immutable: what a case pins.</summary>
public sealed class ServicePackage
{
    internal ServicePackage(
        ServiceDescription description, FormDefinition form, DocumentList documents, AmountFormula formula,
        ImmutableArray<RuleSeed> seeds, string workflowJson, TemplateBook templates, ImmutableSortedDictionary<string, string> files)
    {
        Description = description;
        Form = form;
        Documents = documents;
        Formula = formula;
        Seeds = seeds;
        WorkflowJson = workflowJson;
        Templates = templates;
        Files = files;
        Seats = ServiceSteps.Seats(files.Where(file => ServiceParsing.IsOfCases(file.Key)).Select(file => file.Value));
    }

    public string Id => Description.Id;

    public ServiceDescription Description { get; }

    public FormDefinition Form { get; }

    public DocumentList Documents { get; }

    public AmountFormula Formula { get; }

    public AmountRule Amounts => new(Formula);

    /// <summary>What a check of the form's answers needs to know of the rules: the caps in force.</summary>
    public FormContext Context(DateOnly today, RuleValues values) => new(today) { Caps = Caps(values) };

    public ImmutableArray<RuleSeed> Seeds { get; }

    /// <summary>The rule values that the folder brings along, as they stand on the day where nobody has changed them.</summary>
    public RuleValues SeededValues(DateOnly day)
    {
        var rows = new List<RuleValue>();
        foreach (var seed in Seeds.OrderBy(seed => seed.From))
        {
            var added = new RuleValue(default, Id, seed.Key, seed.From, seed.To, seed.Json, seed.Demo, seed.Source);
            RuleTimeline.Insert([.. rows.Where(row => row.Key == seed.Key)], added);
            rows.Add(added);
        }

        return RuleValues.At(Id, day, rows);
    }

    /// <summary>The Elsa 3 definition; the engine reads it.</summary>
    public string WorkflowJson { get; }

    public TemplateBook Templates { get; }

    /// <summary>Whose the steps of its cases are, by their names.</summary>
    public FrozenDictionary<string, ImmutableArray<Role>> Seats { get; }

    /// <summary>What it offers as words of an opinion; none where the version is older than that.</summary>
    public ImmutableArray<ServicePhrase> Opinions { get; internal init; } = [];

    /// <summary>Cases played through once, which every later version must bring to the same end; none where nobody kept any.</summary>
    public ImmutableArray<ServiceTrial> Trials { get; internal init; } = [];

    /// <summary>Every file by its path within the folder, line ends as LF.</summary>
    public ImmutableSortedDictionary<string, string> Files { get; }

    private Dictionary<string, long> Caps(RuleValues values) => new[] { Formula.CapPerCase, Formula.CapPerYear }
        .Where(values.Rows.ContainsKey)
        .ToDictionary(key => key, key => Answer.Cents(values.Value(key).GetString() ?? "") ?? long.MaxValue, StringComparer.Ordinal);

    /// <summary>Reads workflows/{id}/ together with workflows/shared/, whose templates serve every service that has none of its own.</summary>
    public static ServiceReading Read(string folder) => ServiceFolder.Read(folder);

    /// <param name="name">The folder's name, which is the service's id.</param>
    public static ServiceReading Parse(string name, IReadOnlyDictionary<string, string> files) => ServiceParsing.Parse(name, files);
}
