using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Portal.Hosting;

/// <summary>What the engine says of a service's definition. In a service a warning weighs as much as an error.</summary>
internal sealed class WorkflowCheck(ActivityCatalog catalog) : IWorkflowCheck
{
    public IReadOnlyList<FileFault> Check(string workflowJson)
    {
        try
        {
            return [.. CompiledWorkflow.Compile(WorkflowDefinition.Parse(workflowJson), catalog).Faults.Select(Of)];
        }
        catch (DefinitionException broken)
        {
            return [Of(broken.Fault)];
        }
    }

    private static FileFault Of(DefinitionFault fault) => new("workflow.json", fault.Path, "workflow.fault", [("code", fault.Code), ("reason", fault.Reason)]);
}
