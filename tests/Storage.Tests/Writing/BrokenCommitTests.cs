using AidWorkflow.Harness;
using AidWorkflow.Storage.Writing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Storage.Tests.Writing;

/// <summary>A server's connection can break after it was told to commit: nobody then says that nothing was written.</summary>
[TestFixture]
[CancelAfter(120_000)]
internal sealed class BrokenCommitTests
{
    private TestDatabase database;
    private Notes notes;

    [OneTimeSetUp]
    public async Task Open()
    {
        database = await TestDatabase.CreateAsync(Provider.Postgres);
        notes = new Notes(database);
        await notes.CreateTableAsync();
        await using var db = notes.Db();
        await db.Database.ExecuteSqlRawAsync(
            """
            CREATE FUNCTION break() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON notes DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.text = 'late') EXECUTE FUNCTION break();
            CREATE CONSTRAINT TRIGGER at_once AFTER INSERT ON notes NOT DEFERRABLE FOR EACH ROW WHEN (NEW.text = 'early') EXECUTE FUNCTION break();
            """);
    }

    [OneTimeTearDown]
    public async Task Close() => await database.DisposeAsync();

    [Test]
    public void Within_the_commit_it_is_in_doubt(CancellationToken cancellation) =>
        Assert.That(() => WriteAsync("late", cancellation), Throws.TypeOf<CommitInDoubtException>());

    [Test]
    public void Before_it_nothing_was_written(CancellationToken cancellation) =>
        Assert.That(() => WriteAsync("early", cancellation), Throws.Exception.Matches<Exception>(broken => broken is not (null or CommitInDoubtException) && DatabaseBusy.Is(broken)));

    private async Task WriteAsync(string text, CancellationToken cancellation)
    {
        var work = notes.Work();
        work.Db.Add(new Note { Id = A.Id(), Text = text });
        await work.CommitAsync(cancellation);
    }
}
