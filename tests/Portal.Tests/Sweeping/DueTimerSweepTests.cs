using System.Text.Json.Nodes;
using AidWorkflow.Cases.Mending;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Running;
using AidWorkflow.Portal.Delivering;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Sweeping;

[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class DueTimerSweepTests(Provider provider)
{
    private readonly Asked asked = new();
    private Office office = null!;

    [SetUp]
    public async Task Open() => office = await Office.OpenAsync(provider, with: services =>
    {
        services.AddSingleton<IDefinitions>(new MemoryStore(new DefinitionSet([Waits()])));
        var real = services.Last(service => service.ServiceType == typeof(IInstances));
        services.AddSingleton<IInstances>(all => asked.Of((IInstances)real.ImplementationFactory!(all)));
    });

    [TearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task One_that_cannot_go_on_is_tried_later_and_later_and_holds_up_nobody()
    {
        var (spoilt, sound) = (await StartAsync(), await StartAsync());
        await SetStateAsync(spoilt.Writes.Instance.Id, [7]);
        office.Clock.Advance(TimeSpan.FromHours(1));

        await office.SweepAsync(DueTimerSweep.Key);
        var (first, again) = (await MessageAsync(), office.Clock.GetUtcNow());
        await office.SweepAsync(DueTimerSweep.Key);
        await office.SweepAsync(OutboxSweep.Key);
        office.Clock.MoveTo(first.NextAttemptAt);
        await office.SweepAsync(OutboxSweep.Key);
        var second = await MessageAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await StatusAsync(sound), Is.EqualTo(InstanceSubStatus.Finished));
            Assert.That((first.Channel, first.State, first.Attempts, second.Attempts), Is.EqualTo(("timer", OutboxState.Pending, 1, 2)));
            Assert.That(first.NextAttemptAt - again, Is.GreaterThan(TimeSpan.Zero));
            Assert.That(second.NextAttemptAt - first.NextAttemptAt, Is.GreaterThan(first.NextAttemptAt - again));
        }
    }

    [Test]
    public async Task In_the_end_a_person_sees_it_and_it_goes_on_when_they_have_mended_it()
    {
        var spoilt = await StartAsync();
        await SetStateAsync(spoilt.Writes.Instance.Id, [7]);
        office.Clock.Advance(TimeSpan.FromHours(1));
        await office.SweepAsync(DueTimerSweep.Key);
        while (await MessageAsync() is { State: OutboxState.Pending } waiting)
        {
            office.Clock.MoveTo(waiting.NextAttemptAt);
            await office.SweepAsync(OutboxSweep.Key);
        }

        var administrator = await office.HireAsync("chief", Role.Administrator, UnitLevel.Province, "370000");
        var stuck = await office.AskAsync(all => all.GetRequiredService<Stuck>().MessagesAsync(administrator, 10, CancellationToken.None));
        await SetStateAsync(spoilt.Writes.Instance.Id, spoilt.Writes.Instance.State);
        await office.DoAsync((RetryMessage act, CancellationToken token) => act.RetryAsync(stuck.Single().Id, administrator, token));
        await office.SweepAsync(OutboxSweep.Key);

        Assert.That((stuck.Single().Channel, stuck.Single().Attempts, await StatusAsync(spoilt)), Is.EqualTo(("timer", office.Settings.Delivery.MostAttempts, InstanceSubStatus.Finished)));
    }

    [Test]
    public async Task A_bookmark_that_its_instance_knows_nothing_of_is_not_asked_for_for_ever()
    {
        var waiting = await StartAsync();
        office.Clock.Advance(TimeSpan.FromHours(1));
        await office.SweepAsync(DueTimerSweep.Key);
        var row = waiting.Waiting.Single();
        await office.ReadAsync(async db =>
        {
            db.Add(row);
            return await db.SaveChangesAsync();
        });

        await office.SweepAsync(DueTimerSweep.Key);
        await office.SweepAsync(DueTimerSweep.Key);

        Assert.That(await office.ReadAsync(db => db.Set<OutboxRow>().CountAsync(message => message.Channel == "timer")), Is.EqualTo(1));
    }

    [Test]
    public async Task A_flood_is_worked_off_in_small_reads_each_once()
    {
        const int Flood = 2000;
        await Parallel.ForAsync(0, Flood, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) => await StartAsync());
        office.Clock.Advance(TimeSpan.FromHours(1));

        await office.SweepAsync(DueTimerSweep.Key);

        var ended = await office.ReadAsync(db => db.Set<InstanceRow>().CountAsync(row => row.SubStatus == InstanceSubStatus.Finished && row.Revision == 2));
        Assert.That((ended, asked.Most), Is.EqualTo((Flood, DueTimerSweep.Most)));
    }

    private Task<Burst> StartAsync() => office.Services.GetRequiredService<BareInstances>().StartAsync("waits-1", null, null, CancellationToken.None);

    private Task<OutboxRow> MessageAsync() => office.ReadAsync(db => db.Set<OutboxRow>().AsNoTracking().SingleAsync(message => message.Channel == "timer"));

    private Task<InstanceSubStatus> StatusAsync(Burst of) =>
        office.ReadAsync(db => db.Set<InstanceRow>().Where(row => row.Id == of.Writes.Instance.Id).Select(row => row.SubStatus).SingleAsync());

    private Task<int> SetStateAsync(InstanceId id, byte[] state) => office.ReadAsync(db =>
        db.Set<InstanceRow>().Where(row => row.Id == id).ExecuteUpdateAsync(set => set.SetProperty(row => row.State, state)));

    private static WorkflowDefinition Waits() => WorkflowDefinition.Of(new JsonObject
    {
        ["id"] = "waits-1",
        ["definitionId"] = "waits",
        ["name"] = "waits",
        ["version"] = 1,
        ["root"] = JsonNode.Parse(
            """
            { "id": "wait", "name": "wait", "type": "Elsa.Delay", "version": 1,
              "timeSpan": { "typeName": "TimeSpan", "expression": { "type": "Literal", "value": "01:00:00" } } }
            """),
    });

    /// <summary>How many due rows were asked for at once.</summary>
    private sealed class Asked : IInstances
    {
        private IInstances instances = null!;

        public int Most { get; private set; }

        public Asked Of(IInstances real)
        {
            instances = real;
            return this;
        }

        public Task<InstanceRow?> FindAsync(InstanceId id, CancellationToken cancellation) => instances.FindAsync(id, cancellation);

        public Task<BookmarkRow?> BookmarkAsync(BookmarkId id, CancellationToken cancellation) => instances.BookmarkAsync(id, cancellation);

        public Task<IReadOnlyList<BookmarkRow>> WaitingAsync(string name, string stimulus, string? correlationId, int most, CancellationToken cancellation) =>
            instances.WaitingAsync(name, stimulus, correlationId, most, cancellation);

        public Task<JournalRow?> StepAsync(InstanceId id, long revision, CancellationToken cancellation) => instances.StepAsync(id, revision, cancellation);

        public Task<IReadOnlyList<BookmarkRow>> DueAsync(DateTimeOffset now, int most, CancellationToken cancellation)
        {
            Most = Math.Max(Most, most);
            return instances.DueAsync(now, most, cancellation);
        }
    }
}
