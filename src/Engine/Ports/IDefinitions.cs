using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Engine.Ports;

/// <summary>Where definitions are kept. A version never changes once it was given out.</summary>
public interface IDefinitions
{
    /// <returns>Null when there is no such version.</returns>
    Task<WorkflowDefinition?> FindAsync(string versionId, CancellationToken cancellation);

    /// <summary>The published version of a definition, else its latest; null when there is none.</summary>
    Task<WorkflowDefinition?> PublishedAsync(string definitionId, CancellationToken cancellation);

    /// <summary>The workflows that a version uses like activities, and those that they use; always the same for a version. Null where it uses none.</summary>
    Task<IWorkflowActivities?> UsedByAsync(WorkflowDefinition definition, CancellationToken cancellation);
}
