using System.Data;

namespace AidWorkflow.Storage.Writing;

/// <summary>One SQL statement of the engine's rows; its parameters are @p1, @p2, … in the order of <see cref="Parameters"/>.</summary>
internal sealed record Statement(string Sql, params DbType[] Parameters);

/// <summary>Runs statements in a step's transaction, at once or together; each must touch exactly one row.</summary>
internal interface IStatements
{
    void One(Statement statement, params ReadOnlySpan<object?> values);
}
