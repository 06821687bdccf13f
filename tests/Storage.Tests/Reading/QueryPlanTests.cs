using AidWorkflow.Engine.Ports;
using AidWorkflow.Harness;
using AidWorkflow.Storage.Reading;
using AidWorkflow.Storage.Sending;
using AidWorkflow.Storage.Sqlite;
using AidWorkflow.Storage.Writing;
using Microsoft.Data.Sqlite;

namespace AidWorkflow.Storage.Tests.Reading;

/// <summary>What is asked on every step must not grow with the number of suspended cases.</summary>
[TestFixture]
internal sealed class QueryPlanTests
{
    private static readonly EngineReads Reads = new(Dialect.Sqlite);
    private static readonly OutboxSql Sending = new(Dialect.Sqlite);

    private TestDatabase database;
    private SqliteConnection connection;

    [OneTimeSetUp]
    public async Task Open()
    {
        database = await TestDatabase.CreateAsync(Provider.Sqlite);
        for (var i = 0; i < 20; i++)
            await database.Get<ISteps>().CommitAsync(A.Start(A.Bookmark(dueAt: A.Monday)) with { Messages = [A.Message()] }, default);
        connection = new SqliteConnection(database.Options.Connection);
        await connection.OpenAsync();
    }

    [OneTimeTearDown]
    public async Task Close()
    {
        await connection.DisposeAsync();
        await database.DisposeAsync();
    }

    private static IEnumerable<TestCaseData> Questions()
    {
        yield return new TestCaseData(Reads.FindInstance, "sqlite_autoindex_instances_1").SetArgDisplayNames("an instance");
        yield return new TestCaseData(Reads.FindBookmark, "sqlite_autoindex_bookmarks_1").SetArgDisplayNames("a bookmark");
        yield return new TestCaseData(Reads.Waiting, "bookmarks_waiting_for").SetArgDisplayNames("who waits, of a case");
        yield return new TestCaseData(Reads.WaitingAnywhere, "bookmarks_waiting_for").SetArgDisplayNames("who waits");
        yield return new TestCaseData(Reads.Due, "bookmarks_due").SetArgDisplayNames("what is due");
        yield return new TestCaseData(Reads.FindStep, "sqlite_autoindex_journal_1").SetArgDisplayNames("a step");
        yield return new TestCaseData(Reads.EarliestBookmark, "bookmarks_due").SetArgDisplayNames("the earliest deadline");
        yield return new TestCaseData(Reads.EarliestMessage, "outbox_due").SetArgDisplayNames("the earliest message");
        yield return new TestCaseData(Sending.Claim, "outbox_due").SetArgDisplayNames("claim messages");
        foreach (var statement in EngineRows.Conditional)
            yield return new TestCaseData(statement, "sqlite_autoindex").SetArgDisplayNames(statement.Sql[..28]);
    }

    [TestCaseSource(nameof(Questions))]
    public void It_is_looked_up_in_its_index(Statement statement, string index)
    {
        var plan = Plan(statement.Sql, statement.Parameters.Length);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(plan, Has.Some.Contains(index));
            Assert.That(plan, Has.None.StartsWith("SCAN").Or.All.Contains(index), "a walk through a table");
        }
    }

    // A rule that cannot fail guards nothing.
    [Test]
    public void A_question_without_an_index_is_found_out() =>
        Assert.That(Plan("SELECT * FROM bookmarks WHERE activity_id = @p1", 1), Has.Some.StartsWith("SCAN"));

    [Test]
    public void Of_a_case_the_oldest_comes_without_sorting() =>
        Assert.That(Plan(Reads.Waiting.Sql, 4), Has.None.Contains("FOR ORDER BY").Or.Some.Contains("LAST TERM OF ORDER BY"));

    private List<string> Plan(string sql, int parameters)
    {
        using var explained = new PreparedStatement(connection, $"EXPLAIN QUERY PLAN {sql}", parameters);
        explained.Ask([.. Enumerable.Repeat<object?>(1, parameters)]);
        var plan = new List<string>();
        while (explained.Next())
            plan.Add(explained.Text(3));
        return plan;
    }
}
