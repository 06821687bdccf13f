using AidWorkflow.Storage.Writing;
using Microsoft.Data.Sqlite;

namespace AidWorkflow.Storage.Sqlite;

/// <summary>The statements of one connection, each compiled at its first use.</summary>
internal sealed class PreparedStatements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<Statement, PreparedStatement> prepared = new(ReferenceEqualityComparer.Instance);

    public PreparedStatement Of(Statement statement)
    {
        if (!prepared.TryGetValue(statement, out var found))
            prepared.Add(statement, found = new PreparedStatement(connection, statement.Sql, statement.Parameters.Length));
        return found;
    }

    public void Dispose()
    {
        foreach (var statement in prepared.Values)
            statement.Dispose();
        prepared.Clear();
    }
}
