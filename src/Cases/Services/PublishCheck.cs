using System.Collections.Immutable;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Services;

/// <summary>How strict the house is.</summary>
/// <param name="Production">A service with demo values is not published; that nothing is paid by them is seen to where payments are ordered.</param>
public sealed record ServiceHouse(bool Production);

/// <summary>What the engine says of a workflow definition; asked when a service is published.</summary>
public interface IWorkflowCheck
{
    /// <param name="file">Which of the service's files it is, as faults name it.</param>
    IReadOnlyList<FileFault> Check(string file, string workflowJson);
}

/// <summary>Whether a service may be published.</summary>
public sealed class PublishCheck(ServiceHouse house, IWorkflowCheck workflows)
{
    /// <param name="values">The rule values that would be in force when it is published.</param>
    public ImmutableArray<FileFault> Run(ServicePackage package, RuleValues values) =>
    [
        .. package.Templates.Missing(package.Description.Notice.Channels),
        .. AccessAgreement.Faults(package),
        .. Definitions(package.Files),
        .. Values(package, values),
        .. Demo(package, values),
    ];

    /// <summary>What the engine says of the definitions among files.</summary>
    internal IEnumerable<FileFault> Definitions(ImmutableSortedDictionary<string, string> files) =>
        files.Where(file => ServiceParsing.IsOfCases(file.Key) || ServiceDefinition.DefinitionId(file.Key, file.Value) is not null).SelectMany(file => workflows.Check(file.Key, file.Value));

    private static List<FileFault> Values(ServicePackage package, RuleValues values)
    {
        var faults = new List<FileFault>();
        foreach (var key in package.Formula.Keys)
            if (values.Rows.ContainsKey(key))
                AmountValues.Check(package.Formula, key, new JsonSpot(values.Value(key), "rules.json", $"$.values.{key}", faults));
            else
                faults.Add(new FileFault("rules.json", $"$.values.{key}", "rules.value-missing", [("key", key), ("on", values.On), ("service", package.Id)]));
        return faults;
    }

    private IEnumerable<FileFault> Demo(ServicePackage package, RuleValues values)
    {
        if (!house.Production)
            yield break;
        if (package.Description.Demo)
            yield return new FileFault("service.json", "$.demo", "service.demo-values", [("service", package.Description.Name)]);
        foreach (var (key, row) in values.Rows.Where(row => row.Value.Demo))
            yield return new FileFault("rules.json", $"$.values.{key}", "service.demo-values", [("service", package.Description.Name)]);
    }
}
