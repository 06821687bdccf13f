using AidWorkflow.Storage.Reading;
using AidWorkflow.Storage.Servers;
using AidWorkflow.Storage.Writing;
using Microsoft.Data.SqlClient;

namespace AidWorkflow.Storage.Tests.Servers;

/// <summary>No SQL Server runs where this is built, so what can be checked without one is.</summary>
[TestFixture]
internal sealed class SqlServerTests
{
    [Test]
    public void A_step_goes_into_one_batch_with_its_parameters_named()
    {
        using var connection = new SqlConnection("Server=localhost");
        using var batch = connection.CreateBatch();
        var start = A.Start(A.Bookmark());

        EngineRows.Write(start with { Messages = [A.Message()], IncidentsOpened = [A.Incident(start.Instance.Id)] }, new BatchedStatements(batch, Dialect.SqlServer));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(batch.BatchCommands, Has.Count.EqualTo(5));
            foreach (SqlBatchCommand command in batch.BatchCommands)
            {
                Assert.That(command.Parameters.Cast<SqlParameter>().Select(parameter => parameter.ParameterName), Is.EqualTo(Enumerable.Range(1, command.Parameters.Count).Select(n => $"@p{n}")));
                Assert.That(command.CommandText, Does.Contain($"@p{command.Parameters.Count}").And.Not.Contain($"@p{command.Parameters.Count + 1}"));
            }
        }
    }

    [Test]
    public void The_first_rows_are_taken_as_SQL_Server_takes_them() =>
        Assert.That(new EngineReads(Dialect.SqlServer).Due.Sql, Does.EndWith("ORDER BY due_at, id OFFSET 0 ROWS FETCH NEXT @p2 ROWS ONLY"));
}
