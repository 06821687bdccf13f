using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Services;

/// <summary>How strict the house is.</summary>
/// <param name="Production">Demo values are refused: a service that has them is neither published nor paid from.</param>
public sealed record ServiceHouse(bool Production);

/// <summary>What the engine says of a workflow definition; asked when a service is published.</summary>
public interface IWorkflowCheck
{
    IReadOnlyList<FileFault> Check(string workflowJson);
}

/// <summary>Whether a service may be published, and paid from.</summary>
public sealed class PublishCheck(ServiceHouse house, IWorkflowCheck workflows)
{
    /// <param name="values">The rule values that would be in force when it is published.</param>
    public ImmutableArray<FileFault> Run(ServicePackage package, RuleValues values) => throw new NotSupportedException($"{house.Production} {workflows.Check("")}");

    /// <summary>Before money leaves: demo values never pay in Production.</summary>
    /// <param name="values">As frozen into the decision.</param>
    /// <exception cref="RefusedException"><c>service.demo-values</c>.</exception>
    public void EnsurePayable(ServicePackage package, RuleValues values)
    {
        if (house.Production && (package.Description.Demo || values.Demo))
            throw new RefusedException("service.demo-values", null, ("service", package.Description.Name.Zh), ("serviceEn", package.Description.Name.En));
    }
}
