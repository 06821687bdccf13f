using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Harness;
using AidWorkflow.Storage.Sending;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Storage.Tests.Sending;

[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
[CancelAfter(120_000)]
internal sealed class OutboxTests(Provider provider)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private TestDatabase database;
    private IOutbox outbox;

    [SetUp]
    public async Task Open()
    {
        database = await TestDatabase.CreateAsync(provider);
        outbox = database.Get<IOutbox>();
    }

    [TearDown]
    public async Task Close() => await database.DisposeAsync();

    [Test]
    public async Task Due_messages_are_claimed_longest_waiting_first_and_no_more_than_asked_for()
    {
        var (early, late) = (A.Message(due: A.Monday.AddMinutes(-2)), A.Message(due: A.Monday.AddMinutes(-1)));
        await WriteAsync(late, early, A.Message(due: A.Monday.AddMinutes(1)));

        Assert.That((await ClaimAsync(most: 1)).Select(message => message.Id), Is.EqualTo(new[] { early.Id }));
        Assert.That((await ClaimAsync()).Select(message => message.Id), Is.EqualTo(new[] { late.Id }));
        Assert.That(await ClaimAsync(), Is.Empty);
    }

    [Test]
    public async Task What_is_claimed_is_due_again_when_its_lease_ends(CancellationToken cancellation)
    {
        var later = A.Message(due: A.Monday + Lease + TimeSpan.FromMinutes(1));
        await WriteAsync(A.Message(), later);
        Assert.That(await outbox.EarliestAsync(cancellation), Is.EqualTo(A.Monday));

        await ClaimAsync();
        Assert.That(await outbox.EarliestAsync(cancellation), Is.EqualTo(A.Monday + Lease));

        await outbox.SentAsync((await ClaimAsync(A.Monday + Lease)).Single(), A.Monday + Lease, cancellation);
        Assert.That(await outbox.EarliestAsync(cancellation), Is.EqualTo(later.NextAttemptAt));
    }

    [Test]
    public async Task A_claim_carries_what_was_committed_and_counts_the_attempt()
    {
        var message = A.Message() with { Payload = """{"to":"王·某"}""", CorrelationId = "case 1" };
        await WriteAsync(message);

        var claimed = (await ClaimAsync()).Single();

        Assert.That(claimed, Is.EqualTo(message with { Attempts = 1, ClaimedUntil = A.Monday + Lease, NextAttemptAt = A.Monday + Lease }));
    }

    [Test]
    public async Task Eight_nodes_share_the_messages_and_nobody_gets_one_twice(CancellationToken cancellation)
    {
        await WriteAsync([.. Enumerable.Range(0, 200).Select(_ => A.Message())]);

        var claimed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            async () =>
            {
                var mine = new List<OutboxRow>();
                while (await ClaimAsync(most: 7) is { Count: > 0 } some)
                    mine.AddRange(some);
                return mine;
            },
            cancellation)));

        Assert.That(claimed.SelectMany(mine => mine).Select(message => message.Id), Is.Unique.And.Exactly(200).Items);
    }

    [Test]
    public async Task A_message_whose_sender_died_comes_back_when_its_lease_ends()
    {
        await WriteAsync(A.Message());
        await ClaimAsync();

        Assert.That(await ClaimAsync(A.Monday + Lease - TimeSpan.FromTicks(1)), Is.Empty);
        Assert.That((await ClaimAsync(A.Monday + Lease)).Single().Attempts, Is.EqualTo(2));
    }

    [Test]
    public async Task What_is_sent_is_not_sent_again(CancellationToken cancellation)
    {
        await WriteAsync(A.Message());
        var message = (await ClaimAsync()).Single();

        await outbox.SentAsync(message, A.Monday.AddSeconds(1), cancellation);

        Assert.That(await ClaimAsync(A.Monday.AddDays(1)), Is.Empty);
        Assert.That(await RowAsync(message), Has.Property("State").EqualTo(OutboxState.Sent).And.Property("SentAt").EqualTo(A.Monday.AddSeconds(1)));
    }

    [Test]
    public async Task A_failed_message_waits_for_its_next_attempt(CancellationToken cancellation)
    {
        await WriteAsync(A.Message());
        var message = (await ClaimAsync()).Single();
        var next = A.Monday.AddMinutes(5);

        await outbox.FailedAsync(message, "gateway closed", next, cancellation);

        Assert.That(await ClaimAsync(next.AddTicks(-1)), Is.Empty);
        Assert.That((await ClaimAsync(next)).Single(), Has.Property("LastError").EqualTo("gateway closed").And.Property("Attempts").EqualTo(2));
    }

    [Test]
    public async Task A_sender_that_outlived_its_lease_cannot_take_the_message_from_the_next(CancellationToken cancellation)
    {
        await WriteAsync(A.Message());
        var slow = (await ClaimAsync()).Single();
        var next = (await ClaimAsync(A.Monday + Lease)).Single();

        await outbox.FailedAsync(slow, "too late", A.Monday, cancellation);
        await outbox.ParkAsync(slow, "too late", cancellation);

        Assert.That(await RowAsync(slow), Is.EqualTo(next));
    }

    [Test]
    public async Task A_parked_message_waits_for_a_person(CancellationToken cancellation)
    {
        await WriteAsync(A.Message());
        var message = (await ClaimAsync()).Single();
        await outbox.ParkAsync(message, "no such mobile", cancellation);
        Assert.That(await ClaimAsync(A.Monday.AddYears(1)), Is.Empty);
        Assert.That(await outbox.EarliestAsync(cancellation), Is.Null);
    }

    private Task<IReadOnlyList<OutboxRow>> ClaimAsync(DateTimeOffset? now = null, int most = 50) => outbox.ClaimAsync(now ?? A.Monday, most, Lease, default);

    private Task WriteAsync(params OutboxRow[] messages) => database.Get<ISteps>().CommitAsync(A.Start() with { Messages = [.. messages] }, default);

    private Task<OutboxRow> RowAsync(OutboxRow message) =>
        database.ReadAsync(db => db.Set<OutboxRow>().AsNoTracking().SingleAsync(row => row.Id == message.Id));
}

[TestFixture]
internal sealed class BackoffTests
{
    [FsCheck.NUnit.Property]
    public Property A_wait_is_never_longer_than_the_longest_nor_shorter_than_half_the_first() =>
        Prop.ForAll<int, byte>((attempts, spread) =>
        {
            var wait = Backoff.After(attempts, spread / 256.0);
            return wait >= Backoff.First / 2 && wait <= Backoff.Longest;
        });

    [Test]
    public void A_wait_doubles_with_every_attempt() =>
        Assert.That(Enumerable.Range(1, 4).Select(attempts => Backoff.After(attempts, 0.5) / Backoff.After(1, 0.5)), Is.EqualTo(new[] { 1.0, 2.0, 4.0, 8.0 }).Within(0.001));
}
