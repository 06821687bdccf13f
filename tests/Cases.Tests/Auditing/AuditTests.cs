using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Harness;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Cases.Tests.Auditing;

/// <summary>Each way of touching the chain is tried on a sound one, and must be found.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class AuditTests(Provider provider)
{
    private static readonly Actor Clerk = new(new AccountId(Guid.AllBitsSet), "station1");

    private TestDatabase database = null!;

    [SetUp]
    public async Task Open()
    {
        database = await TestDatabase.CreateAsync(provider, services => services.AddScoped<AuditTrail>().AddScoped<AccessLog>().AddScoped<SealStreams>());
        await RecordAsync("case:1", "opened", "reviewed");
        await RecordAsync("case:2", "opened", "reviewed", "decided");
        await SealAsync();
        await RecordAsync("case:1", "decided");
        await RecordAsync("case:3", "opened");
        await SealAsync();
        await RecordAsync("case:1", "closed");
    }

    [TearDown]
    public async Task Close() => await database.DisposeAsync();

    [Test]
    public async Task An_untouched_trail_is_sound()
    {
        var report = await VerifyAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Problems, Is.Empty);
            Assert.That((report.Entries, report.Streams, report.Seals), Is.EqualTo((8, 3, 2)));
            Assert.That(report.LastSeal, Does.StartWith("2 sha-256:"));
        }
    }

    [TestCase("UPDATE audit_entries SET facts = '{\"amount\":\"1\"}' WHERE stream = 'case:2' AND number = 2", AuditFault.EntryChanged, "case:2", 2)]
    [TestCase("UPDATE audit_entries SET act = 'refused' WHERE stream = 'case:2' AND number = 3", AuditFault.EntryChanged, "case:2", 3)]
    [TestCase("UPDATE audit_entries SET at = at + 1 WHERE stream = 'case:1' AND number = 1", AuditFault.EntryChanged, "case:1", 1)]
    [TestCase("UPDATE audit_entries SET actor_name = 'nobody' WHERE stream = 'case:1' AND number = 1", AuditFault.EntryChanged, "case:1", 1)]
    [TestCase("UPDATE audit_entries SET actor_account = NULL WHERE stream = 'case:1' AND number = 1", AuditFault.EntryChanged, "case:1", 1)]
    [TestCase("DELETE FROM audit_entries WHERE stream = 'case:2' AND number = 2", AuditFault.EntryRemoved, "case:2", 2)]
    [TestCase("DELETE FROM audit_entries WHERE stream = 'case:2' AND number = 1", AuditFault.EntryRemoved, "case:2", 1)]
    [TestCase("DELETE FROM audit_entries WHERE stream = 'case:1' AND number = 4", AuditFault.TailRemoved, "case:1", 4)]
    [TestCase("DELETE FROM audit_entries WHERE stream = 'case:2' AND number = 3; UPDATE audit_heads SET number = 2, sealed_number = 2 WHERE stream = 'case:2'", AuditFault.TailRemoved, "case:2", 3)]
    [TestCase("DELETE FROM audit_entries WHERE stream = 'case:3'", AuditFault.StreamMissing, "case:3", null)]
    [TestCase("DELETE FROM audit_entries WHERE stream = 'case:3'; DELETE FROM audit_heads WHERE stream = 'case:3'", AuditFault.StreamMissing, "case:3", null)]
    [TestCase("UPDATE audit_heads SET number = 3 WHERE stream = 'case:1'", AuditFault.HeadDisagrees, "case:1", 3L)]
    [TestCase("DELETE FROM audit_heads WHERE stream = 'case:2'", AuditFault.HeadDisagrees, "case:2", 0)]
    [TestCase("UPDATE audit_seals SET heads = '[]' WHERE number = 1", AuditFault.SealChanged, "seal", 1)]
    [TestCase("UPDATE audit_seals SET heads = 'x' WHERE number = 1", AuditFault.SealChanged, "seal", 1)]
    [TestCase("DELETE FROM audit_seals WHERE number = 1", AuditFault.SealRemoved, "seal", 1)]
    [TestCase("DELETE FROM audit_seals WHERE number = 2", AuditFault.SealRemoved, "case:3", 1)]
    [TestCase("DELETE FROM audit_entries", AuditFault.StreamMissing, "case:1", null)]
    public async Task Whatever_is_done_to_it_is_found(string sql, AuditFault fault, string stream, object? number)
    {
        await SqlAsync(sql);

        var report = await VerifyAsync();

        Assert.That(report.IsSound, Is.False);
        Assert.That(report.Problems, Does.Contain(new AuditProblem(fault, stream, number is null ? null : Convert.ToInt64(number))));
    }

    [Test]
    public async Task Two_entries_that_changed_places_are_found()
    {
        await SqlAsync("UPDATE audit_entries SET number = 99 WHERE stream = 'case:2' AND number = 1; UPDATE audit_entries SET number = 1 WHERE stream = 'case:2' AND number = 2; UPDATE audit_entries SET number = 2 WHERE stream = 'case:2' AND number = 99");

        var report = await VerifyAsync();

        Assert.That(report.Problems, Does.Contain(new AuditProblem(AuditFault.OutOfOrder, "case:2", 1)).And.Contain(new AuditProblem(AuditFault.EntryChanged, "case:2", 2)));
    }

    /// <summary>Somebody who knows the algorithm writes the whole stream anew: its own chain is right, the seal is not.</summary>
    [Test]
    public async Task A_stream_that_was_written_anew_breaks_its_seal()
    {
        await SqlAsync("DELETE FROM audit_entries WHERE stream = 'case:2'; DELETE FROM audit_heads WHERE stream = 'case:2'");
        await RecordAsync("case:2", "opened", "reviewed", "refused");

        var report = await VerifyAsync();

        Assert.That(report.Problems, Is.EqualTo(new[] { new AuditProblem(AuditFault.SealBroken, "case:2", 3) }));
    }

    [Test]
    public async Task Entries_of_an_act_that_is_not_committed_do_not_exist()
    {
        await using (var scope = database.Scope())
            scope.ServiceProvider.GetRequiredService<AuditTrail>().Record("case:9", "opened", Clerk);

        Assert.That((await VerifyAsync()).Streams, Is.EqualTo(3));
    }

    [Test]
    public async Task Entries_of_an_act_that_fails_go_with_it_and_leave_no_gap()
    {
        await using (var scope = database.Scope())
        {
            var work = scope.ServiceProvider.GetRequiredService<IUnitOfWork>();
            scope.ServiceProvider.GetRequiredService<AuditTrail>().Record("case:1", "paid", Clerk);
            work.Within((_, _) => throw new RefusedException("test.no-money"));
            Assert.That(async () => await work.CommitAsync(default), Throws.TypeOf<RefusedException>());
        }

        await RecordAsync("case:1", "archived");
        var report = await VerifyAsync();
        Assert.That((report.IsSound, report.Entries), Is.EqualTo((true, 9)));
    }

    [Test]
    public async Task Many_acts_at_once_on_one_stream_leave_one_chain_without_gaps()
    {
        const int Acts = 40;

        var lost = (await Task.WhenAll(Enumerable.Range(0, Acts).Select(async _ =>
        {
            await Task.Yield();
            try
            {
                await RecordAsync(["fund:1", "case:1"], "reserved", "noted");
                return 0;
            }
            catch (LostRaceException)
            {
                return 1; // the first entries of fund:1 raced for its head; the runner of acts would run it again
            }
        }))).Sum();

        var report = await VerifyAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Problems, Is.Empty);
            Assert.That(report.Entries, Is.EqualTo(8 + ((Acts - lost) * 4)));
        }
    }

    [Test]
    public async Task Once_a_stream_exists_nobody_loses_a_race_for_it()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async _ =>
        {
            await Task.Yield();
            await RecordAsync("case:1", "noted");
        }));

        Assert.That((await VerifyAsync()).Entries, Is.EqualTo(48));
    }

    [Test]
    public async Task Sealing_takes_what_moved_and_nothing_twice()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await SealAsync(), Is.EqualTo(1), "case:1 moved since");
            Assert.That(await SealAsync(), Is.Zero);
            Assert.That((await VerifyAsync()).Seals, Is.EqualTo(3));
        }
    }

    [Test]
    public void Facts_read_the_same_whatever_their_order() =>
        Assert.That(CanonicalFacts.Write([("b", "2"), ("a", "一·\""), ("c", null)]), Is.EqualTo("{\"a\":\"一·\\\"\",\"b\":\"2\",\"c\":null}"));

    [Test]
    public async Task Views_of_personal_data_are_rows_of_the_same_chain_that_can_be_asked_for_by_person()
    {
        await using (var scope = database.Scope())
        {
            var log = scope.ServiceProvider.GetRequiredService<AccessLog>();
            log.Viewed(Clerk, "person:7", "task review");
            log.Listed(Clerk, "people", "name=张", rows: 12);
            await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(default);
        }

        var who = await database.ReadAsync(db => db.Set<AuditEntry>().Where(entry => entry.Subject == "person:7").Select(entry => entry.ActorName).ToListAsync());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(who, Is.EqualTo(new[] { "station1" }));
            Assert.That((await VerifyAsync()).IsSound, Is.True);
            Assert.That(await SealAsync(), Is.EqualTo(2));
        }
    }

    private Task RecordAsync(string stream, params string[] acts) => RecordAsync([stream], acts);

    private async Task RecordAsync(string[] streams, params string[] acts)
    {
        await using var scope = database.Scope();
        var trail = scope.ServiceProvider.GetRequiredService<AuditTrail>();
        foreach (var (stream, act) in streams.SelectMany(stream => acts.Select(act => (stream, act))))
            trail.Record(stream, act, Clerk, ("amount", "400000"), ("reason", "大病"));
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(default);
    }

    private async Task<int> SealAsync()
    {
        await using var scope = database.Scope();
        var streams = await scope.ServiceProvider.GetRequiredService<SealStreams>().RunAsync(100, default);
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(default);
        return streams;
    }

    private Task<AuditReport> VerifyAsync() => database.ReadAsync(db => AuditVerifier.VerifyAsync(db, default));

    private Task<int> SqlAsync(string sql) => database.ReadAsync(db => db.Database.ExecuteSqlRawAsync(sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)));
}
