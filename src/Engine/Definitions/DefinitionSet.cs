namespace AidWorkflow.Engine.Definitions;

/// <summary>Definitions that may use each other, in any order.</summary>
public sealed class DefinitionSet(IEnumerable<WorkflowDefinition> definitions) : IWorkflowActivities
{
    public IReadOnlyList<WorkflowDefinition> All { get; } = [.. definitions];

    /// <summary>By version id, else the newest of a definition id, else the newest of a name.</summary>
    public WorkflowDefinition? Find(string start) =>
        All.FirstOrDefault(definition => definition.Id == start)
        ?? Newest(definition => definition.DefinitionId == start)
        ?? Newest(definition => definition.Name == start);

    public WorkflowDefinition? Find(string? versionId, string typeName, int? version, string? definitionId)
    {
        var byName = All.FirstOrDefault(definition => definition.ActivityTypeName == typeName && definition.Version == version)
            ?? Newest(definition => definition.ActivityTypeName == typeName);
        if (versionId is not null)
            return All.FirstOrDefault(definition => definition.Id == versionId) ?? byName;
        return byName ?? (definitionId is null ? null : Newest(definition => definition.DefinitionId == definitionId));
    }

    private WorkflowDefinition? Newest(Func<WorkflowDefinition, bool> which) => All.Where(which).MaxBy(definition => (definition.IsPublished, definition.Version));
}
