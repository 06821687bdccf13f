using System.Data.Common;
using AidWorkflow.Storage.Writing;

namespace AidWorkflow.Storage.Servers;

/// <summary>Collects the statements of a step and sends them in one round trip.</summary>
internal sealed class BatchedStatements(DbBatch batch, Dialect dialect) : IStatements
{
    private readonly List<Statement> statements = [];

    public void One(Statement statement, params ReadOnlySpan<object?> values)
    {
        var command = batch.CreateBatchCommand();
        command.CommandText = dialect.Sql(statement);
        dialect.Bind(command.Parameters, command.CreateParameter, statement, values);
        batch.BatchCommands.Add(command);
        statements.Add(statement);
    }

    public async Task SendAsync(CancellationToken cancellation)
    {
        if (statements.Count == 0)
            return;
        await batch.ExecuteNonQueryAsync(cancellation);
        for (var i = 0; i < statements.Count; i++)
        {
            if (batch.BatchCommands[i].RecordsAffected != 1)
                throw EngineRows.Lost(statements[i]);
        }
    }
}
