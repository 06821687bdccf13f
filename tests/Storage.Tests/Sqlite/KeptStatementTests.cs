using AidWorkflow.Cases.Acting;
using AidWorkflow.Harness;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Storage.Tests.Sqlite;

[TestFixture]
internal sealed class KeptStatementTests
{
    private TestDatabase database;

    [OneTimeSetUp]
    public async Task Open() => database = await TestDatabase.CreateAsync(Provider.Sqlite);

    [OneTimeTearDown]
    public async Task Close() => await database.DisposeAsync();

    [Test]
    public async Task One_act_after_another_reads_on_the_same_open_connection()
    {
        var seen = new HashSet<SqliteConnection>(ReferenceEqualityComparer.Instance);
        for (var act = 0; act < 3; act++)
        {
            await using var scope = database.Scope();
            var db = scope.ServiceProvider.GetRequiredService<IUnitOfWork>().Db;
            _ = await db.Set<DoneKey>().CountAsync();
            seen.Add((SqliteConnection)db.Database.GetDbConnection());
        }

        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen, Has.Exactly(1).Items);
            Assert.That(seen.Single().State, Is.EqualTo(System.Data.ConnectionState.Open));
        }
    }

    [Test]
    public async Task Two_acts_at_once_read_on_two_connections()
    {
        await using var one = database.Scope();
        await using var other = database.Scope();

        Assert.That(one.ServiceProvider.GetRequiredService<IUnitOfWork>().Db.Database.GetDbConnection(),
            Is.Not.SameAs(other.ServiceProvider.GetRequiredService<IUnitOfWork>().Db.Database.GetDbConnection()));
    }

    [Test]
    public async Task A_question_asked_while_its_own_answer_is_read_gets_a_statement_of_its_own()
    {
        await WriteAsync("kept/1", "kept/2");
        await using var scope = database.Scope();
        var db = scope.ServiceProvider.GetRequiredService<IUnitOfWork>().Db;

        Assert.That(await Keys(db, "kept/").ToListAsync(), Has.Exactly(2).Items, "from now on there is a kept statement to ask for twice");
        var pairs = new List<string>();
        await foreach (var outer in Keys(db, "kept/").AsAsyncEnumerable())
        {
            await foreach (var inner in Keys(db, "kept/").AsAsyncEnumerable())
                pairs.Add($"{outer} {inner}");
        }

        Assert.That(pairs, Is.EqualTo(new[] { "kept/1 kept/1", "kept/1 kept/2", "kept/2 kept/1", "kept/2 kept/2" }));
    }

    [Test]
    public async Task The_same_question_is_answered_anew_with_other_values_and_other_rows()
    {
        await WriteAsync("again/1");
        await using var scope = database.Scope();
        var db = scope.ServiceProvider.GetRequiredService<IUnitOfWork>().Db;

        var first = await Keys(db, "again/").ToListAsync();
        var none = await Keys(db, "nowhere/").ToListAsync();
        await WriteAsync("again/2");
        var second = await Keys(db, "again/").ToListAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first, Is.EqualTo(new[] { "again/1" }));
            Assert.That(none, Is.Empty);
            Assert.That(second, Is.EqualTo(new[] { "again/1", "again/2" }));
        }
    }

    [Test]
    public async Task An_answer_that_is_not_read_to_its_end_holds_up_nobody()
    {
        await WriteAsync("left/1", "left/2");
        await using var scope = database.Scope();
        var db = scope.ServiceProvider.GetRequiredService<IUnitOfWork>().Db;
        await foreach (var _ in Keys(db, "left/").AsAsyncEnumerable())
            break;

        await WriteAsync("left/3");

        Assert.That(await Keys(db, "left/").ToListAsync(), Has.Exactly(3).Items);
    }

    [Test]
    public async Task After_a_write_that_was_refused_the_same_statement_works_again()
    {
        await WriteAsync("refused/1");

        Assert.That(async () => await WriteAsync("refused/1"), Throws.InstanceOf<Engine.Ports.LostRaceException>());
        await WriteAsync("refused/2");

        await using var scope = database.Scope();
        Assert.That(await Keys(scope.ServiceProvider.GetRequiredService<IUnitOfWork>().Db, "refused/").ToListAsync(), Has.Exactly(2).Items);
    }

    private Task WriteAsync(params string[] keys) => database.ActAsync(work =>
    {
        foreach (var key in keys)
            work.Db.Add(new DoneKey { Key = key, At = A.Monday });
        return Task.CompletedTask;
    });

    private static IQueryable<string> Keys(DbContext db, string beginning) =>
        db.Set<DoneKey>().Where(done => done.Key.StartsWith(beginning)).OrderBy(done => done.Key).Select(done => done.Key);
}
