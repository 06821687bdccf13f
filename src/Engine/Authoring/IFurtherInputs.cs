using System.Text.Json.Nodes;

namespace AidWorkflow.Engine.Authoring;

/// <summary>A subject of a burst that adds to what the workflow was started with, as it stands now: expressions ask for both by <c>getInput</c>.</summary>
public interface IFurtherInputs
{
    /// <returns>Null where there is none of that name, and where it is not known.</returns>
    JsonNode? Input(string name);
}
