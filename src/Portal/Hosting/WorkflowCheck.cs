using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Portal.Hosting;

/// <summary>What the engine says of a service's definition. In a service a warning weighs as much as an error.</summary>
internal sealed class WorkflowCheck(ActivityCatalog catalog, PetitionLint petitions) : IWorkflowCheck
{
    public IReadOnlyList<FileFault> Check(string file, string workflowJson)
    {
        try
        {
            var definition = WorkflowDefinition.Parse(workflowJson);
            return [.. Lint.Check(definition, catalog).Concat(petitions.Check(definition)).Select(fault => Of(file, fault))];
        }
        catch (DefinitionException broken)
        {
            return [Of(file, broken.Fault)];
        }
    }

    private static FileFault Of(string file, DefinitionFault fault) => new(file, fault.Path, "workflow.fault", [("code", fault.Code), ("reason", fault.Why.Zh), ("reasonEn", fault.Why.En)]);
}
