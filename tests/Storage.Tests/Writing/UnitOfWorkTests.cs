using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Harness;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Storage.Tests.Writing;

[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
[CancelAfter(120_000)]
internal sealed class UnitOfWorkTests(Provider provider)
{
    private TestDatabase database;
    private Notes notes;

    [OneTimeSetUp]
    public async Task Open()
    {
        database = await TestDatabase.CreateAsync(provider);
        notes = new Notes(database);
        await notes.CreateTableAsync();
    }

    [OneTimeTearDown]
    public async Task Close() => await database.DisposeAsync();

    [Test]
    public async Task Rows_of_the_act_and_of_the_engine_are_committed_together(CancellationToken cancellation)
    {
        var work = notes.Work();
        var note = new Note { Id = A.Id(), Text = "opened" };
        var step = A.Start(A.Bookmark());
        work.Db.Add(note);
        work.Add(step);

        await work.CommitAsync(cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await notes.ReadAsync(note.Id))?.Text, Is.EqualTo("opened"));
            Assert.That(await database.Get<IInstances>().FindAsync(step.Instance.Id, cancellation), Is.Not.Null);
            Assert.That(work.Db.Entry(note).State, Is.EqualTo(EntityState.Unchanged));
        }
    }

    [Test]
    public async Task When_the_engine_loses_its_race_nothing_of_the_act_stays(CancellationToken cancellation)
    {
        var step = A.Start(A.Bookmark());
        await database.Get<ISteps>().CommitAsync(step, cancellation);
        await database.Get<ISteps>().CommitAsync(A.Resume(step), cancellation);
        var id = await notes.WrittenAsync();
        var late = await notes.ChangingAsync(id, "late");
        late.Within((db, token) => db.Set<Note>().Where(note => note.Id == id).ExecuteUpdateAsync(set => set.SetProperty(note => note.Text, "within"), token));
        late.Add(A.Resume(step));

        Assert.That(() => late.CommitAsync(cancellation), Throws.TypeOf<LostRaceException>());
        Assert.That((await notes.ReadAsync(id))!.Text, Is.Not.AnyOf("late", "within"));
    }

    [Test]
    public async Task Of_two_acts_that_read_the_same_row_the_second_loses_and_the_first_is_kept(CancellationToken cancellation)
    {
        var id = await notes.WrittenAsync();
        var first = await notes.ChangingAsync(id, "first");
        var second = await notes.ChangingAsync(id, "second");

        await first.CommitAsync(cancellation);

        Assert.That(() => second.CommitAsync(cancellation), Throws.TypeOf<LostRaceException>());
        Assert.That(await notes.ReadAsync(id), Has.Property("Text").EqualTo("first").And.Property("Revision").EqualTo(1));
    }

    [Test]
    public async Task A_revision_rises_by_one_a_commit_and_only_where_the_row_changed(CancellationToken cancellation)
    {
        var changed = await notes.WrittenAsync();
        var untouched = await notes.WrittenAsync();
        var work = await notes.ChangingAsync(changed, "once");
        await work.Db.Set<Note>().SingleAsync(note => note.Id == untouched, cancellation);

        await work.CommitAsync(cancellation);
        (await work.Db.Set<Note>().SingleAsync(note => note.Id == changed, cancellation)).Text = "twice";
        await work.CommitAsync(cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await notes.ReadAsync(changed))!.Revision, Is.EqualTo(2));
            Assert.That((await notes.ReadAsync(untouched))!.Revision, Is.Zero);
        }
    }

    [Test]
    public async Task Writes_within_run_in_their_order_before_the_tracked_changes_and_see_each_other(CancellationToken cancellation)
    {
        var id = await notes.WrittenAsync("0");
        var tracked = new Note { Id = A.Id(), Text = "tracked" };
        var seen = new List<string>();
        var work = notes.Work();
        work.Db.Add(tracked);
        foreach (var text in new[] { "1", "2" })
        {
            work.Within(async (db, token) =>
            {
                var there = await db.Set<Note>().AsNoTracking().Where(note => note.Id == id || note.Id == tracked.Id).Select(note => note.Text).ToListAsync(token);
                seen.Add(string.Join(' ', there));
                await db.Set<Note>().Where(note => note.Id == id).ExecuteUpdateAsync(set => set.SetProperty(note => note.Text, text), token);
            });
        }

        // What a write within decides, for example the number from a counter, still reaches the tracked row.
        work.Within((_, _) =>
        {
            tracked.Text = "numbered";
            return Task.CompletedTask;
        });
        await work.CommitAsync(cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen, Is.EqualTo(new[] { "0", "1" }));
            Assert.That((await notes.ReadAsync(id))!.Text, Is.EqualTo("2"));
            Assert.That((await notes.ReadAsync(tracked.Id))!.Text, Is.EqualTo("numbered"));
        }
    }

    [Test]
    public async Task A_refusal_within_comes_through_as_it_is_and_rolls_the_act_back(CancellationToken cancellation)
    {
        var id = await notes.WrittenAsync();
        var work = await notes.ChangingAsync(id, "overspent");
        work.Within((_, _) => throw new RefusedException("fund.not-enough"));

        Assert.That(() => work.CommitAsync(cancellation), Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("fund.not-enough"));
        Assert.That((await notes.ReadAsync(id))!.Text, Is.Not.EqualTo("overspent"));
    }

    [Test]
    public async Task A_key_that_somebody_else_took_meanwhile_is_a_lost_race(CancellationToken cancellation)
    {
        await notes.WrittenAsync("receipt 1");
        var work = notes.Work();
        work.Db.Add(new Note { Id = A.Id(), Text = "receipt 1" });

        Assert.That(() => work.CommitAsync(cancellation), Throws.TypeOf<LostRaceException>());
    }

    [Test]
    public async Task A_fault_is_not_taken_for_a_race(CancellationToken cancellation)
    {
        var work = notes.Work();
        work.Within((db, token) => db.Database.ExecuteSqlRawAsync("UPDATE no_such_table SET n = 1", token));

        Assert.That(() => work.CommitAsync(cancellation), Throws.Exception.Not.TypeOf<LostRaceException>());
    }

    [Test]
    public async Task An_act_can_read_again_after_its_commit_and_after_its_loss(CancellationToken cancellation)
    {
        var id = await notes.WrittenAsync();
        var first = await notes.ChangingAsync(id, "kept");
        var second = await notes.ChangingAsync(id, "lost");
        await first.CommitAsync(cancellation);
        Assert.That(() => second.CommitAsync(cancellation), Throws.TypeOf<LostRaceException>());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await first.Db.Set<Note>().Where(note => note.Id == id).Select(note => note.Text).SingleAsync(cancellation), Is.EqualTo("kept"));
            Assert.That(await second.Db.Set<Note>().Where(note => note.Id == id).Select(note => note.Text).SingleAsync(cancellation), Is.EqualTo("kept"));
        }
    }

    [Test]
    public async Task An_act_that_holds_a_transaction_of_its_own_is_told_so(CancellationToken cancellation)
    {
        var work = notes.Work();
        await using var transaction = await work.Db.Database.BeginTransactionAsync(cancellation);

        Assert.That(() => work.CommitAsync(cancellation), Throws.InvalidOperationException);
    }

    [Test]
    public async Task A_conditional_update_lets_through_no_more_than_there_is(CancellationToken cancellation)
    {
        // What funds do: the balance stands in the revision column here, and fifty want one of ten.
        var id = await notes.WrittenAsync();
        await using (var db = notes.Db())
            await db.Set<Note>().Where(note => note.Id == id).ExecuteUpdateAsync(set => set.SetProperty(note => note.Revision, 10), cancellation);

        var taken = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(
            async () =>
            {
                var work = notes.Work();
                work.Within(async (db, token) =>
                {
                    var changed = await db.Set<Note>().Where(note => note.Id == id && note.Revision >= 1)
                        .ExecuteUpdateAsync(set => set.SetProperty(note => note.Revision, note => note.Revision - 1), token);
                    if (changed != 1)
                        throw new RefusedException("fund.not-enough");
                });
                try
                {
                    await work.CommitAsync(cancellation);
                    return true;
                }
                catch (RefusedException)
                {
                    return false;
                }
            },
            cancellation)));

        Assert.That(taken, Has.Exactly(10).True);
        Assert.That((await notes.ReadAsync(id))!.Revision, Is.Zero);
    }
}
