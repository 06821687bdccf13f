using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Harness;
using AidWorkflow.Storage.Reading;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Storage.Tests.Writing;

[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
[CancelAfter(120_000)]
internal sealed class EngineRowsTests(Provider provider)
{
    private TestDatabase database;
    private ISteps steps;
    private IInstances instances;

    [OneTimeSetUp]
    public async Task Open()
    {
        database = await TestDatabase.CreateAsync(provider);
        steps = database.Get<ISteps>();
        instances = database.Get<IInstances>();
    }

    [OneTimeTearDown]
    public async Task Close() => await database.DisposeAsync();

    [Test]
    public async Task What_a_step_writes_is_read_back_as_it_was(CancellationToken cancellation)
    {
        var bookmark = A.Bookmark(dueAt: A.Monday.AddDays(3));
        var start = A.Start(bookmark);
        start = start with { Messages = [A.Message()], IncidentsOpened = [A.Incident(start.Instance.Id)] };

        await steps.CommitAsync(start, cancellation);

        var instance = await instances.FindAsync(start.Instance.Id, cancellation);
        var journal = await database.ReadAsync(db => db.Set<JournalRow>().SingleAsync(step => step.InstanceId == start.Instance.Id, cancellation));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(instance, Is.EqualTo(start.Instance with { State = instance!.State }));
            Assert.That(instance.State, Is.EqualTo(start.Instance.State));
            Assert.That(await instances.BookmarkAsync(bookmark.Id, cancellation), Is.EqualTo(bookmark));
            Assert.That(journal.Events, Is.EqualTo(start.Journal.Events));
            Assert.That(await database.ReadAsync(db => db.Set<OutboxRow>().SingleAsync(message => message.Id == start.Messages[0].Id, cancellation)), Is.EqualTo(start.Messages[0]));
            Assert.That(await database.ReadAsync(db => db.Set<IncidentRow>().SingleAsync(incident => incident.InstanceId == instance.Id, cancellation)), Is.EqualTo(start.IncidentsOpened[0]));
        }
    }

    [Test]
    public async Task Nothing_and_everything_that_can_be_written_is_read_back(CancellationToken cancellation)
    {
        var bookmark = A.Bookmark(stimulus: "") with { CorrelationId = null, ActivityId = "审批 · 枣庄 𠮷" };
        var start = A.Start(bookmark);
        start = start with { Instance = start.Instance with { State = [], CorrelationId = null, Name = new string('名', 200) } };

        await steps.CommitAsync(start, cancellation);

        var instance = await instances.FindAsync(start.Instance.Id, cancellation);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(instance, Is.EqualTo(start.Instance with { State = instance!.State }));
            Assert.That(instance.State, Is.Empty);
            Assert.That(await instances.BookmarkAsync(bookmark.Id, cancellation), Is.EqualTo(bookmark));
            Assert.That(await instances.WaitingAsync(bookmark.Name, "", null, 10, cancellation), Has.Member(bookmark));
            Assert.That(await database.ReadAsync(db => db.Set<BookmarkRow>().SingleAsync(row => row.Id == bookmark.Id, cancellation)), Is.EqualTo(bookmark), "as EF reads it");
        }
    }

    [Test]
    public async Task A_step_over_a_revision_that_has_passed_writes_nothing(CancellationToken cancellation)
    {
        var start = A.Start(A.Bookmark());
        await steps.CommitAsync(start, cancellation);
        await steps.CommitAsync(A.Resume(start), cancellation);

        var late = A.Next(start) with { Messages = [A.Message("late")], BookmarksCreated = [A.Bookmark(start.Instance.Id, "late")] };

        Assert.That(() => steps.CommitAsync(late, cancellation), Throws.TypeOf<LostRaceException>());
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await instances.FindAsync(start.Instance.Id, cancellation))!.Revision, Is.EqualTo(2));
            Assert.That(await instances.WaitingAsync("Elsa.Event", "late", null, 10, cancellation), Is.Empty);
            Assert.That(await database.ReadAsync(db => db.Set<OutboxRow>().AnyAsync(message => message.IdempotencyKey == "late", cancellation)), Is.False);
        }
    }

    [Test]
    public async Task A_bookmark_is_consumed_once(CancellationToken cancellation)
    {
        var start = A.Start(A.Bookmark());
        await steps.CommitAsync(start, cancellation);
        var resumed = A.Resume(start);
        await steps.CommitAsync(resumed, cancellation);

        // Even where the revision fits, the bookmark itself must still be there.
        var again = A.Next(resumed) with { BookmarksBurned = resumed.BookmarksBurned };

        Assert.That(() => steps.CommitAsync(again, cancellation), Throws.TypeOf<LostRaceException>());
        Assert.That((await instances.FindAsync(start.Instance.Id, cancellation))!.Revision, Is.EqualTo(2));
    }

    [Test]
    public async Task An_incident_is_settled_once(CancellationToken cancellation)
    {
        var start = A.Start();
        start = start with { IncidentsOpened = [A.Incident(start.Instance.Id)] };
        await steps.CommitAsync(start, cancellation);
        var settled = start.IncidentsOpened[0] with { State = IncidentState.Retried, ResolvedAt = A.Monday, ResolvedBy = "admin" };
        var retried = A.Next(start) with { IncidentsSettled = [settled] };
        await steps.CommitAsync(retried, cancellation);

        Assert.That(
            () => steps.CommitAsync(A.Next(retried) with { IncidentsSettled = [settled with { State = IncidentState.Cancelled }] }, cancellation),
            Throws.TypeOf<LostRaceException>());
        Assert.That(
            await database.ReadAsync(db => db.Set<IncidentRow>().SingleAsync(incident => incident.Id == settled.Id, cancellation)),
            Is.EqualTo(settled));
    }

    [Test]
    public async Task A_bookmark_written_anew_under_its_id_says_what_it_says_now(CancellationToken cancellation)
    {
        var bookmark = A.Bookmark(dueAt: A.Monday.AddDays(3));
        var start = A.Start(bookmark);
        await steps.CommitAsync(start, cancellation);
        var held = bookmark with { DueAt = null, ActivityId = "renamed" };

        await steps.CommitAsync(A.Next(start) with { BookmarksBurned = [bookmark.Id], BookmarksCreated = [held] }, cancellation);

        Assert.That(await instances.BookmarkAsync(bookmark.Id, cancellation), Is.EqualTo(held));
        Assert.That((await instances.DueAsync(A.Monday.AddDays(4), 100, cancellation)).Select(due => due.Id), Has.None.EqualTo(bookmark.Id));
    }

    [Test]
    public async Task An_open_incident_is_renamed_with_its_activity_and_a_settled_one_is_not(CancellationToken cancellation)
    {
        var start = A.Start();
        start = start with { IncidentsOpened = [A.Incident(start.Instance.Id)] };
        await steps.CommitAsync(start, cancellation);
        var incident = start.IncidentsOpened[0];
        var renamed = A.Next(start) with { IncidentsRenamed = [(incident.Id, "renamed")] };
        await steps.CommitAsync(renamed, cancellation);

        Assert.That(
            await database.ReadAsync(db => db.Set<IncidentRow>().SingleAsync(row => row.Id == incident.Id, cancellation)),
            Is.EqualTo(incident with { ActivityId = "renamed" }));
        var settled = A.Next(renamed) with { IncidentsRenamed = [], IncidentsSettled = [incident with { State = IncidentState.Retried, ResolvedAt = A.Monday, ResolvedBy = "admin" }] };
        await steps.CommitAsync(settled, cancellation);
        Assert.That(() => steps.CommitAsync(A.Next(settled) with { IncidentsSettled = [], IncidentsRenamed = [(incident.Id, "again")] }, cancellation), Throws.TypeOf<LostRaceException>());
    }

    [Test]
    public async Task A_step_is_found_by_the_revision_that_it_led_to(CancellationToken cancellation)
    {
        var start = A.Start();
        await steps.CommitAsync(start, cancellation);

        Assert.That((await instances.StepAsync(start.Instance.Id, 1, cancellation))!.Events, Is.EqualTo(start.Journal.Events));
        Assert.That(await instances.StepAsync(start.Instance.Id, 2, cancellation), Is.Null);
    }

    [Test]
    public async Task A_message_is_written_once_for_ever(CancellationToken cancellation)
    {
        await steps.CommitAsync(A.Start() with { Messages = [A.Message("payment-1")] }, cancellation);

        Assert.That(() => steps.CommitAsync(A.Start() with { Messages = [A.Message("payment-1")] }, cancellation), Throws.TypeOf<LostRaceException>());
    }

    [Test]
    public void A_step_that_skips_a_revision_is_a_bug_and_not_a_race()
    {
        var start = A.Start();

        Assert.That(() => steps.CommitAsync(start with { Instance = start.Instance with { Revision = 2 } }, default), Throws.ArgumentException);
    }

    [Test]
    public async Task Of_fifty_who_resume_one_bookmark_exactly_one_wins(CancellationToken cancellation)
    {
        var start = A.Start(A.Bookmark());
        await steps.CommitAsync(start, cancellation);

        var won = await Task.WhenAll(Enumerable.Range(0, 50).Select(caller => Task.Run(
            async () =>
            {
                try
                {
                    await steps.CommitAsync(A.Resume(start) with { Messages = [A.Message($"{start.Instance.Id}:{caller}")] }, cancellation);
                    return true;
                }
                catch (LostRaceException)
                {
                    return false;
                }
            },
            cancellation)));

        var key = start.Instance.Id.ToString();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(won, Has.Exactly(1).True);
            Assert.That((await instances.FindAsync(start.Instance.Id, cancellation))!.Revision, Is.EqualTo(2));
            Assert.That(await database.ReadAsync(db => db.Set<OutboxRow>().CountAsync(message => message.IdempotencyKey.StartsWith(key), cancellation)), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_stimulus_finds_who_waits_for_it_oldest_first(CancellationToken cancellation)
    {
        var older = A.Bookmark(stimulus: "found") with { CreatedAt = A.Monday.AddDays(-1) };
        var newer = A.Bookmark(stimulus: "found");
        await steps.CommitAsync(A.Start(newer), cancellation);
        await steps.CommitAsync(A.Start(older), cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await instances.WaitingAsync("Elsa.Event", "found", null, 10, cancellation), Is.EqualTo(new[] { older, newer }));
            Assert.That(await instances.WaitingAsync("Elsa.Event", "found", null, 1, cancellation), Is.EqualTo(new[] { older }));
            Assert.That(await instances.WaitingAsync("Elsa.Event", "found", newer.CorrelationId, 10, cancellation), Is.EqualTo(new[] { newer }));
            Assert.That(await instances.WaitingAsync("Elsa.Event", "else", null, 10, cancellation), Is.Empty);
        }
    }

    [Test]
    public async Task The_clock_finds_what_is_due_earliest_first_and_nothing_else(CancellationToken cancellation)
    {
        var long_ago = A.Monday.AddYears(-10);
        var second = A.Bookmark(dueAt: long_ago.AddMinutes(2));
        var first = A.Bookmark(dueAt: long_ago.AddMinutes(1));
        await steps.CommitAsync(A.Start(second), cancellation);
        await steps.CommitAsync(A.Start(first), cancellation);
        await steps.CommitAsync(A.Start(A.Bookmark()), cancellation);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await instances.DueAsync(long_ago.AddMinutes(2), 10, cancellation), Is.EqualTo(new[] { first, second }));
            Assert.That(await instances.DueAsync(long_ago.AddMinutes(2), 1, cancellation), Is.EqualTo(new[] { first }));
            Assert.That(await instances.DueAsync(long_ago, 10, cancellation), Is.Empty);
            Assert.That(await database.Get<IDeadlines>().EarliestBookmarkAsync(cancellation), Is.EqualTo(first.DueAt));
        }
    }
}
