using AidWorkflow.Engine.Ports;
using AidWorkflow.Harness;
using AidWorkflow.Storage.Tests.Writing;
using AidWorkflow.Storage.Writing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Storage.Tests.Sqlite;

[TestFixture]
[CancelAfter(120_000)]
internal sealed class WriterLaneTests
{
    private TestDatabase database;
    private Notes notes;

    [OneTimeSetUp]
    public async Task Open()
    {
        database = await TestDatabase.CreateAsync(Provider.Sqlite);
        notes = new Notes(database);
        await notes.CreateTableAsync();
        await using var db = notes.Db();
        await db.Database.ExecuteSqlRawAsync("CREATE TABLE parents(id INTEGER PRIMARY KEY); CREATE TABLE orphans(parent INTEGER REFERENCES parents(id) DEFERRABLE INITIALLY DEFERRED)");
    }

    [OneTimeTearDown]
    public async Task Close() => await database.DisposeAsync();

    [Test]
    public async Task Of_a_batch_only_the_loser_is_rolled_back(CancellationToken cancellation)
    {
        var contested = await notes.WrittenAsync();
        var winner = await notes.ChangingAsync(contested, "winner");
        var loser = await notes.ChangingAsync(contested, "loser");
        loser.Within((db, token) => db.Database.ExecuteSqlAsync($"INSERT INTO notes VALUES ('{A.Id()}', 'left behind by the loser', 0)", token));
        var lostStep = A.Start(A.Bookmark());
        loser.Add(lostStep);
        var other = notes.Work();
        var kept = new Note { Id = A.Id(), Text = "behind the loser" };
        other.Db.Add(kept);

        await using var batch = await BatchAsync();
        var first = batch.Join(winner, cancellation);
        var second = batch.Join(loser, cancellation);
        var third = batch.Join(other, cancellation);
        await batch.GoAsync();

        await first;
        Assert.That(() => second, Throws.TypeOf<LostRaceException>());
        await third;
        await using var db = notes.Db();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await notes.ReadAsync(contested))!.Text, Is.EqualTo("winner"));
            Assert.That(await notes.ReadAsync(kept.Id), Is.Not.Null);
            Assert.That(await db.Set<Note>().AnyAsync(note => note.Text == "left behind by the loser", cancellation), Is.False);
            Assert.That(await database.Get<IInstances>().FindAsync(lostStep.Instance.Id, cancellation), Is.Null);
        }
    }

    [Test]
    public async Task Nobody_is_acknowledged_nor_any_tracker_accepted_before_the_commit(CancellationToken cancellation)
    {
        var early = notes.Work();
        var note = new Note { Id = A.Id(), Text = "early" };
        early.Db.Add(note);
        await using var batch = await BatchAsync();
        var first = batch.Join(early, cancellation);
        var observer = notes.Work();
        (bool Written, bool Acknowledged, EntityState State, bool Visible) seen = default;
        observer.Within(async (db, token) => seen = (
            await db.Set<Note>().AnyAsync(row => row.Id == note.Id, token),
            first.IsCompleted,
            early.Db.Entry(note).State,
            await notes.ReadAsync(note.Id) is not null));
        var second = batch.Join(observer, cancellation);

        await batch.GoAsync();
        await Task.WhenAll(first, second);

        Assert.That(seen, Is.EqualTo((Written: true, Acknowledged: false, EntityState.Added, Visible: false)));
        Assert.That(early.Db.Entry(note).State, Is.EqualTo(EntityState.Unchanged));
    }

    [Test]
    public async Task A_commit_that_fails_fails_the_whole_batch_and_the_lane_goes_on(CancellationToken cancellation)
    {
        var step = A.Start(A.Bookmark());
        var innocent = notes.Work();
        var note = new Note { Id = A.Id(), Text = "innocent" };
        innocent.Db.Add(note);
        innocent.Add(step);
        var culprit = notes.Work();
        culprit.Within((db, token) => db.Database.ExecuteSqlRawAsync("INSERT INTO orphans VALUES (1)", token)); // found only when the outer transaction commits

        await using var batch = await BatchAsync();
        var first = batch.Join(innocent, cancellation);
        var second = batch.Join(culprit, cancellation);
        await batch.GoAsync(fails: true);

        Assert.That(() => first, Throws.TypeOf<SqliteException>());
        Assert.That(() => second, Throws.TypeOf<SqliteException>());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await notes.ReadAsync(note.Id), Is.Null);
            Assert.That(await database.Get<IInstances>().FindAsync(step.Instance.Id, cancellation), Is.Null);
            Assert.That(innocent.Db.Entry(note).State, Is.EqualTo(EntityState.Added));
        }

        await database.Get<ISteps>().CommitAsync(step, cancellation);
        Assert.That(await database.Get<IInstances>().FindAsync(step.Instance.Id, cancellation), Is.Not.Null);
    }

    [Test]
    public async Task A_caller_that_gave_up_while_it_waited_has_written_nothing()
    {
        using var gaveUp = new CancellationTokenSource();
        var work = notes.Work();
        var note = new Note { Id = A.Id(), Text = "given up" };
        work.Db.Add(note);
        await using var batch = await BatchAsync();
        var waiting = batch.Join(work, gaveUp.Token);
        await gaveUp.CancelAsync();
        await batch.GoAsync();

        Assert.That(() => waiting, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(await notes.ReadAsync(note.Id), Is.Null);
    }

    [Test]
    public async Task A_step_that_would_wait_for_itself_is_refused_instead_of_hanging(CancellationToken cancellation)
    {
        var work = notes.Work();
        work.Within((_, token) => database.Get<ISteps>().CommitAsync(A.Start(), token));

        Assert.That(() => work.CommitAsync(cancellation), Throws.InvalidOperationException);
        await notes.WrittenAsync();
    }

    [Test]
    public async Task Readers_go_on_while_the_lane_writes(CancellationToken cancellation)
    {
        var id = await notes.WrittenAsync("before");
        var work = await notes.ChangingAsync(id, "after");
        string? seen = null;
        work.Within(async (_, _) => seen = (await notes.ReadAsync(id))!.Text);
        await work.CommitAsync(cancellation);

        Assert.That(seen, Is.EqualTo("before"));
        Assert.That((await notes.ReadAsync(id))!.Text, Is.EqualTo("after"));
    }

    [Test]
    public async Task What_is_acknowledged_is_synced_to_the_disk(CancellationToken cancellation)
    {
        var settings = await database.Get<IWriter>().WriteAsync(
            async (connection, transaction, token) =>
            {
                var read = new List<object?>();
                foreach (var setting in new[] { "journal_mode", "synchronous", "foreign_keys" })
                {
                    await using var command = connection.CreateCommand();
                    command.Transaction = transaction;
                    command.CommandText = $"PRAGMA {setting}";
                    read.Add(await command.ExecuteScalarAsync(token));
                }

                return read;
            },
            cancellation);

        Assert.That(settings, Is.EqualTo(new object[] { "wal", 2L, 1L }));
    }

    [Test]
    public async Task Another_process_that_holds_the_file_makes_it_busy_and_nobody_lose_a_race()
    {
        var options = StorageOptions.Sqlite(new SqliteConnectionStringBuilder(database.Options.Connection).DataSource);
        await using var holder = new SqliteConnection(options.Connection);
        await holder.OpenAsync();
        await using var held = holder.BeginTransaction(deferred: false);

        var busy = await Assert.ThrowsAsync<SqliteException>(async () =>
        {
            await using var other = new SqliteConnection($"{options.Connection};Default Timeout=1");
            await other.OpenAsync();
            await using var never = other.BeginTransaction(deferred: false);
        });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(LostRaces.Told(busy!), Is.SameAs(busy));
            Assert.That(DatabaseBusy.Is(new DbUpdateException("wrapped", busy)), Is.True);
            Assert.That(DatabaseBusy.Is(new InvalidOperationException()), Is.False);
        }
    }

    private async Task<Batch> BatchAsync() => await Batch.OpenAsync(notes);

    /// <summary>Holds the lane within a first step, so that those who join are queued and share its commit.</summary>
    private sealed class Batch : IAsyncDisposable
    {
        private readonly TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Task holding = Task.CompletedTask;

        public static async Task<Batch> OpenAsync(Notes notes)
        {
            var batch = new Batch();
            var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var holder = notes.Work();
            holder.Within((_, _) =>
            {
                entered.SetResult();
                return batch.go.Task;
            });
            batch.holding = Task.Run(() => holder.CommitAsync(default));
            await entered.Task;
            return batch;
        }

        public Task Join(UnitOfWork work, CancellationToken cancellation) => work.CommitAsync(cancellation);

        public async Task GoAsync(bool fails = false)
        {
            go.SetResult();
            await holding.ContinueWith(_ => { }, TaskScheduler.Default);
            Assert.That(holding.IsFaulted, Is.EqualTo(fails));
        }

        public async ValueTask DisposeAsync()
        {
            go.TrySetResult();
            await holding.ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }
}
