using System.Diagnostics;
using System.Globalization;
using System.Text;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Primitives;
using AidWorkflow.Engine.Running;
using AidWorkflow.Harness;
using AidWorkflow.Storage.Tests.Histories;
using Node = AidWorkflow.Storage.Tests.Histories.Node;

namespace AidWorkflow.Storage.Tests.Processes;

/// <summary>Two processes on one PostgreSQL share timers, messages and starts, and one of them is killed in the middle.</summary>
[TestFixture]
[CancelAfter(120_000)]
internal sealed class TwoNodeTests
{
    public const string Child = "work-when-told";
    private const string Idle = "idle";
    private const int Visits = 60;
    private const int ErrandsAVisit = 4;
    private const int StepsAVisit = 4;
    private const int AtOnce = 5;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    [Test]
    public async Task When_one_of_two_is_killed_the_other_finishes_and_nothing_is_done_twice(CancellationToken cancellation)
    {
        await using var database = await TestDatabase.CreateAsync(Provider.Postgres);
        var ledger = new Ledger();
        await using (var own = new Node(database.Options, database.Clock, new Stage(), planted: null))
            await own.Engine(Definitions, RunnerOptions.Default, database.Clock, ledger, Errand).StartAsync("tour-v1", null, null, cancellation);
        using var first = new Worker(database.Options, 1, ledger);
        using var second = new Worker(database.Options, 2, ledger);

        await TickAsync(database.Clock, [first, second], cancellation); // every visit is started
        await TickAsync(database.Clock, [first, second], cancellation, killed: first); // their timers and errands
        for (var tick = 0; tick < 4; tick++)
            await TickAsync(database.Clock, [second], cancellation);

        await using var node = new Node(database.Options, database.Clock, new Stage(), planted: null);
        var findings = await new Checks(node.Rows, new CompiledWorkflows(new MemoryStore(Definitions), ElsaActivities.With(Errand)), ledger).RunAsync();
        var instances = await node.Rows.InstancesAsync();
        var errands = ledger.Deliveries.Where(delivery => delivery.Channel == Errand.Channel).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(findings, Is.Empty);
            Assert.That(instances.Select(instance => (instance.DefinitionId, instance.SubStatus, instance.Revision)), Is.EquivalentTo(
                Enumerable.Repeat(("visit", InstanceSubStatus.Finished, (long)StepsAVisit), Visits).Append(("tour", InstanceSubStatus.Finished, 1 + Visits))));
            Assert.That(errands.Select(errand => errand.Key).Distinct().Count(), Is.EqualTo(Visits * ErrandsAVisit));
            Assert.That(errands, Has.Count.LessThanOrEqualTo((Visits * ErrandsAVisit) + AtOnce), "only what the killed one had in hand goes out again, under its key");
            Assert.That(Math.Min(first.Heard, second.Heard), Is.Positive, "both worked");
            Assert.That(first.ExitCode, Is.EqualTo(137), "killed with -9");
        }
    }

    private static Errand Errand => new(() => false);

    private static DefinitionSet Definitions { get; } = new(
    [
        Flows.Of("tour", "visits:BulkDispatchWorkflows", "", $$$"""
            {"visits":{"workflowDefinitionId":{"typeName":"String","expression":{"type":"Literal","value":"visit"}},
              "items":{"typeName":"Object","expression":{"type":"Object","value":"[{{{string.Join(',', Enumerable.Range(1, Visits))}}}]"}},
              "waitForCompletion":{"typeName":"Boolean","expression":{"type":"Literal","value":true} } } }
            """),
        Flows.Of("visit",
            "call:Test.Errand travel:Delay fork:FlowFork photo:Delay report:Delay send:Test.Errand file:Test.Errand join:FlowJoin close:Test.Errand",
            "call -> travel, travel -> fork, fork.A -> photo, fork.B -> report, photo -> send, report -> file, send -> join, file -> join, join -> close",
            """
            {"travel":{"timeSpan":{"typeName":"TimeSpan","expression":{"type":"Literal","value":"00:01:00"}}},
             "photo":{"timeSpan":{"typeName":"TimeSpan","expression":{"type":"Literal","value":"00:01:00"}}},
             "report":{"timeSpan":{"typeName":"TimeSpan","expression":{"type":"Literal","value":"00:01:00"}}},
             "fork":{"branches":{"typeName":"String[]","expression":{"type":"JavaScript","value":"['A','B']"}}},
             "join":{"mode":{"typeName":"FlowJoinMode","expression":{"type":"Literal","value":"WaitAll"}}}}
            """),
    ]);

    /// <summary>What a child does: each line is a moment; by then it does what is due until nothing is, and says so.</summary>
    internal static async Task WorkAsync(StorageOptions options, int number)
    {
        await using var output = Console.OpenStandardOutput();
        var (clock, stage) = (new FakeClock(), new Stage());
        stage.Set(number, new Turns(new Random(number)), Faults.None);
        var ledger = new Ledger(Say);
        await using var node = new Node(options, clock, stage, planted: null);
        var engine = node.Engine(Definitions, RunnerOptions.Default, clock, ledger, Errand);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            clock.MoveTo(new DateTimeOffset(long.Parse(line, CultureInfo.InvariantCulture), TimeSpan.Zero));
            while (await DeliverAsync(node, engine, clock, ledger) + await ResumeDueAsync(node, engine, clock) > 0)
            {
                // More may have become due.
            }

            Say(Idle);
        }

        void Say(string line) => output.Write(Encoding.UTF8.GetBytes(line + "\n"));
    }

    private static async Task<int> DeliverAsync(Node node, BareInstances engine, TimeProvider clock, Ledger ledger)
    {
        var claimed = await node.Outbox.ClaimAsync(clock.GetUtcNow(), AtOnce, Lease, CancellationToken.None);
        foreach (var message in claimed)
        {
            if (Channels.IsOfTheEngine(message.Channel))
                await RaceAsync(() => engine.DeliverAsync(message, CancellationToken.None));
            ledger.Delivered(new(message.Id, message.Channel, message.IdempotencyKey, message.Payload));
            await node.Outbox.SentAsync(message, clock.GetUtcNow(), CancellationToken.None);
            ledger.MarkedSent(message.Id);
        }

        return claimed.Count;
    }

    private static async Task<int> ResumeDueAsync(Node node, BareInstances engine, TimeProvider clock)
    {
        var due = await node.DueAsync(clock.GetUtcNow(), AtOnce, CancellationToken.None);
        foreach (var bookmark in due)
        {
            try
            {
                await RaceAsync(() => engine.ResumeAsync(bookmark.Id, null, CancellationToken.None));
            }
            catch (BookmarkGoneException)
            {
                // The other node was first.
            }
        }

        return due.Count;
    }

    /// <summary>All visits of a tour end in one instance: whoever loses against the other node asks again.</summary>
    private static async Task RaceAsync(Func<Task> act)
    {
        while (true)
        {
            try
            {
                await act();
                return;
            }
            catch (LostRaceException)
            {
                // again
            }
        }
    }

    /// <param name="killed">One that is killed when it has done a part of it.</param>
    private static async Task TickAsync(FakeClock clock, IReadOnlyList<Worker> workers, CancellationToken cancellation, Worker? killed = null)
    {
        clock.Advance(TimeSpan.FromMinutes(3));
        foreach (var worker in workers)
            await worker.TellAsync(clock.GetUtcNow(), cancellation);
        await Task.WhenAll(workers.Select(worker => worker.ListenAsync(killAfter: worker == killed ? 25 : null, cancellation)));
    }

    private sealed class Worker : IDisposable
    {
        private readonly Process process;
        private readonly Ledger ledger;

        public Worker(StorageOptions options, int number, Ledger ledger)
        {
            this.ledger = ledger;
            process = Process.Start(new ProcessStartInfo(
                Environment.ProcessPath!, ["exec", typeof(TwoNodeTests).Assembly.Location, Child, options.Provider.ToString(), options.Connection, number.ToString(CultureInfo.InvariantCulture)])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            })!;
        }

        public int Heard { get; private set; }

        public int ExitCode => process.ExitCode;

        public async Task TellAsync(DateTimeOffset now, CancellationToken cancellation)
        {
            await process.StandardInput.WriteLineAsync(now.UtcTicks.ToString(CultureInfo.InvariantCulture).AsMemory(), cancellation);
            await process.StandardInput.FlushAsync(cancellation);
        }

        /// <summary>Until it has nothing to do any more, or is dead.</summary>
        public async Task ListenAsync(int? killAfter, CancellationToken cancellation)
        {
            var heard = 0;
            while (await process.StandardOutput.ReadLineAsync(cancellation) is { } line && (line != Idle || killAfter is not null))
            {
                if (ledger.Hear(line))
                    heard++;
                if (heard == killAfter || line == Idle)
                    process.Kill();
            }

            Heard += heard;
            if (killAfter is not null)
                await process.WaitForExitAsync(cancellation);
        }

        public void Dispose()
        {
            if (!process.HasExited)
                process.Kill();
            process.Dispose();
        }
    }
}
