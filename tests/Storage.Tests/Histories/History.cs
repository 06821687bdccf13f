using System.Collections.Concurrent;
using System.Data.Common;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Primitives;
using AidWorkflow.Engine.Running;
using AidWorkflow.Harness;
using AidWorkflow.Storage.Sending;
using AidWorkflow.Storage.Writing;

namespace AidWorkflow.Storage.Tests.Histories;

/// <summary>
/// One history: definitions, callers, a worker for timers and one for messages, and faults at their commits, all from one seed. When they are done the nodes
/// start again, everything waiting is brought to its end without faults, and what the database has is held against what the world outside was told.
/// </summary>
internal sealed class History : IDisposable
{
    private const int Callers = 3;
    private const int ActsACaller = 7;
    private const int RoundsAWorker = 6;
    private const int CallersAtOnce = 6;
    private const int WorkersAtOnce = 2;
    private const int MostRoundsToTheEnd = 60;
    private const double ShareOfFaults = 0.08;
    private const double ShareThatThrows = 0.25;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private readonly Nodes nodes;
    private readonly FakeClock clock;
    private readonly string prefix;
    private readonly Chance chance;
    private readonly Chance luck;
    private readonly Turns turns;
    private readonly Faults faults;
    private readonly DefinitionSet definitions;
    private readonly RunnerOptions options;
    private readonly Ledger ledger;
    private readonly ConcurrentQueue<BookmarkId> seen = [];
    private readonly Errand errand;
    private readonly List<Finding> stuck = [];
    private bool ending;
    private int overtaken;

    public History(Nodes nodes, int seed, Ledger? ledger = null)
    {
        (this.nodes, clock, this.ledger) = (nodes, nodes.Clock, ledger ?? new Ledger());
        prefix = $"h{seed}";
        var seeds = new Random(seed);
        definitions = new Inventor(new Random(seeds.Next()), prefix).Invent();
        chance = new Chance(seeds.Next());
        luck = new Chance(seeds.Next());
        turns = new Turns(new Random(seeds.Next()));
        faults = new Faults(new Random(seeds.Next()), ShareOfFaults);
        options = new RunnerOptions { Mode = seeds.Next(4) == 0 ? FlowchartMode.Token : FlowchartMode.Counter, ContinuesWithIncidents = seeds.Next(2) == 0 };
        errand = new Errand(() => luck.NextDouble() < ShareThatThrows);
        nodes.Stage.Set(seed, turns, faults);
    }

    public IReadOnlyDictionary<FaultKind, int> Met => faults.Met;

    public int Steps => ledger.Steps.Count;

    /// <summary>How often somebody was told that another was first.</summary>
    public int Overtaken => overtaken;

    public async Task<IReadOnlyList<Finding>> PlayAsync()
    {
        await turns.PlayAsync([.. Enumerable.Range(0, Callers).Select(caller => (Func<Task>)(() => CallAsync(caller))), TimersAsync, MessagesAsync]);
        return await EndAsync();
    }

    /// <summary>Callers and workers at once and for as long as the process lives, without faults of ours: somebody kills it.</summary>
    /// <param name="run">Which process of the history it is, counted from 0: none repeats the ids and numbers of another.</param>
    public async Task PlayForEverAsync(int run)
    {
        faults.Active = false;
        nodes.Stage.Set((run + 1) * 1000, turns, faults);
        await CatchUpAsync();
        await Task.WhenAll([
            .. Enumerable.Range(0, CallersAtOnce).Select(caller => Task.Run(async () =>
            {
                for (var act = 0; ; act++)
                    await ActAsync($"{prefix}/{run}/{caller}/{act}", act == 0);
            })),
            .. Enumerable.Range(0, WorkersAtOnce).Select(_ => Task.Run(async () =>
            {
                while (true)
                    await ActAsync((node, engine) => DeliverAsync(node, engine, most: 5));
            })),
            Task.Run(async () =>
            {
                while (true)
                {
                    clock.Advance(TimeSpan.FromSeconds(chance.Next(60)));
                    await ActAsync((node, engine) => ResumeDueAsync(node, engine, most: 5));
                }
            }),
        ]);
    }

    /// <summary>Starts again, lets everything go on to its end without faults, and checks.</summary>
    public async Task<IReadOnlyList<Finding>> EndAsync()
    {
        faults.Active = false;
        ending = true;
        await nodes.RestartAsync();
        await FinishAsync();
        return [.. stuck, .. await ChecksAsync()];
    }

    public void Dispose() => turns.Dispose();

    private async Task<IReadOnlyList<Finding>> ChecksAsync()
    {
        var node = await nodes.AnyAsync(0);
        return await new Checks(node.Rows, new CompiledWorkflows(new MemoryStore(definitions), ElsaActivities.With(errand)), ledger).RunAsync();
    }

    private async Task CallAsync(int caller)
    {
        for (var act = 0; act < ActsACaller; act++)
            await ActAsync($"{prefix}/{caller}/{act}", starts: act == 0);
    }

    private async Task ActAsync(string name, bool starts) => await ((starts ? 0 : chance.Next(12)) switch
    {
        0 or 1 => StartAsync(name),
        <= 7 => ActAsync(ResumeOneAsync),
        8 => ActAsync((_, engine) => engine.PublishAsync(Inventor.Events[chance.Next(Inventor.Events.Length)], null, null, 5, CancellationToken.None)),
        9 => ActAsync(GoBackAsync),
        10 => ActAsync(SettleAsync),
        _ => ActAsync(CancelAsync),
    });

    /// <summary>Starts a workflow as a program does that must start it once: when it was not told, it looks before it asks again.</summary>
    private async Task StartAsync(string correlation)
    {
        var version = definitions.All[chance.Next(definitions.All.Count)].Id;
        for (var told = false; !told;)
        {
            await turns.NextAsync();
            told = await ActAsync(async (node, engine) =>
            {
                if ((await node.Rows.InstancesAsync(correlation)).Count == 0)
                    await engine.StartAsync(version, correlation, null, CancellationToken.None);
            });
        }

        ledger.Begun(correlation);
    }

    /// <summary>What waits now, or what waited when it was seen: somebody may have been first.</summary>
    private async Task ResumeOneAsync(Node node, BareInstances engine)
    {
        var waiting = (await node.Rows.BookmarksAsync()).Where(bookmark => bookmark.DueAt is null).Select(bookmark => bookmark.Id).ToList();
        foreach (var bookmark in waiting.Except(seen))
            seen.Enqueue(bookmark);
        var from = chance.Next(4) == 0 ? [.. seen] : waiting;
        if (from.Count > 0)
            await engine.ResumeAsync(from[chance.Next(from.Count)], null, CancellationToken.None);
    }

    private async Task GoBackAsync(Node node, BareInstances engine)
    {
        if (Any(await node.Rows.InstancesAsync()) is not { } instance)
            return;
        var activities = definitions.Find(instance.DefinitionVersionId)!.Root!["activities"]!.AsArray();
        await engine.RewindAsync(instance.Id, (string)activities[chance.Next(activities.Count)]!["id"]!, "chance", CancellationToken.None);
    }

    private async Task CancelAsync(Node node, BareInstances engine)
    {
        if (chance.Next(3) == 0 && Any(await node.Rows.InstancesAsync()) is { } instance)
            await engine.CancelAsync(instance.Id, "chance", CancellationToken.None);
    }

    private async Task SettleAsync(Node node, BareInstances engine)
    {
        if (Any(await node.Rows.OpenIncidentsAsync()) is not { } incident)
            return;
        _ = chance.Next(3) switch
        {
            0 => await engine.SkipIncidentAsync(incident.InstanceId, incident.Id, "Done", "chance", "somebody", CancellationToken.None),
            1 => await engine.CancelIncidentAsync(incident.InstanceId, incident.Id, "chance", "somebody", CancellationToken.None),
            _ => await engine.RetryIncidentAsync(incident.InstanceId, incident.Id, "somebody", CancellationToken.None),
        };
    }

    private async Task TimersAsync()
    {
        for (var round = 0; round < RoundsAWorker; round++)
        {
            await turns.NextAsync();
            clock.Advance(TimeSpan.FromMinutes(chance.Next(60)));
            await ActAsync((node, engine) => ResumeDueAsync(node, engine, most: 5));
        }
    }

    private async Task ResumeDueAsync(Node node, BareInstances engine, int most)
    {
        foreach (var due in await node.DueAsync(clock.GetUtcNow(), most, CancellationToken.None))
            await ActAsync(node, () => !ending && chance.Next(8) == 0 ? HandOverAsync(node, due) : engine.ResumeAsync(due.Id, null, CancellationToken.None));
    }

    /// <summary>As a timer that cannot go on is.</summary>
    private Task<bool> HandOverAsync(Node node, BookmarkRow due)
    {
        var (id, now) = (nodes.Stage.Next(), clock.GetUtcNow());
        return node.Outbox.TakeOverAsync(
            due.Id,
            new OutboxRow
            {
                Id = new(id),
                Channel = Channels.Timer,
                IdempotencyKey = $"timer/{due.Id}/{id}",
                Payload = Channels.Late(due.Id),
                CorrelationId = due.CorrelationId,
                CreatedAt = now,
                Attempts = 1,
                NextAttemptAt = now + Backoff.After(1, id),
            },
            CancellationToken.None);
    }

    private async Task MessagesAsync()
    {
        for (var round = 0; round < RoundsAWorker; round++)
        {
            await turns.NextAsync();
            await ActAsync((node, engine) => DeliverAsync(node, engine, most: 5));
        }
    }

    /// <returns>How many were claimed.</returns>
    private async Task<int> DeliverAsync(Node node, BareInstances engine, int most)
    {
        var claimed = await node.Outbox.ClaimAsync(clock.GetUtcNow(), most, Lease, CancellationToken.None);
        foreach (var message in claimed)
        {
            var delivered = await ActAsync(node, async () =>
            {
                if (Channels.IsOfTheEngine(message.Channel))
                    await engine.DeliverAsync(message, CancellationToken.None);
                ledger.Delivered(new(message.Id, message.Channel, message.IdempotencyKey, message.Payload));
            });
            if (delivered)
            {
                await node.Outbox.SentAsync(message, clock.GetUtcNow(), CancellationToken.None);
                ledger.MarkedSent(message.Id);
            }
            else
            {
                await node.Outbox.FailedAsync(message, "no answer", clock.GetUtcNow() + Backoff.After(message.Attempts, 0.5), CancellationToken.None);
            }
        }

        return claimed.Count;
    }

    /// <summary>Nothing goes wrong any more: whatever waits is brought, whatever threw is tried again, until all stands still.</summary>
    private async Task FinishAsync()
    {
        await CatchUpAsync();
        for (var round = 0; round < MostRoundsToTheEnd; round++)
        {
            clock.Advance(TimeSpan.FromHours(2));
            var node = await nodes.AnyAsync(round);
            var engine = Engine(node);
            var done = await DeliverAsync(node, engine, most: 100);
            await ResumeDueAsync(node, engine, most: 100);
            foreach (var waiting in (await node.Rows.BookmarksAsync()).Where(bookmark => bookmark.DueAt is null))
                await ActAsync(node, () => engine.ResumeAsync(waiting.Id, null, CancellationToken.None));
            var incidents = await node.Rows.OpenIncidentsAsync();
            foreach (var incident in incidents)
                await ActAsync(node, () => engine.RetryIncidentAsync(incident.InstanceId, incident.Id, "somebody", CancellationToken.None));
            if (done == 0 && incidents.Count == 0 && (await node.Rows.BookmarksAsync()).Count == 0)
                return;
        }

        var left = (await nodes.AnyAsync(0)).Rows;
        foreach (var message in (await left.MessagesAsync()).Where(message => message.State == OutboxState.Pending))
            stuck.Add(new(Promise.GoesOn, $"{message.IdempotencyKey} was tried {message.Attempts} times and is not out"));
        foreach (var bookmark in await left.BookmarksAsync())
            stuck.Add(new(Promise.GoesOn, $"{bookmark.InstanceId} still waits at {bookmark.ActivityId}"));
    }

    /// <summary>A process that another one follows ran by a clock of its own.</summary>
    private async Task CatchUpAsync()
    {
        var last = (await (await nodes.AnyAsync(0)).Rows.JournalAsync()).Select(step => step.At).DefaultIfEmpty().Max();
        if (last > clock.GetUtcNow())
            clock.MoveTo(last);
    }

    private BareInstances Engine(Node node) => node.Engine(definitions, options, clock, ledger, errand);

    private async Task<bool> ActAsync(Func<Node, BareInstances, Task> act)
    {
        var node = await nodes.AnyAsync(chance.Next());
        return await ActAsync(node, () => act(node, Engine(node)));
    }

    /// <returns>False where nobody can say whether it was done.</returns>
    private async Task<bool> ActAsync(Node node, Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (Exception answer) when (answer is BookmarkGoneException or IncidentGoneException or CannotGoThereException)
        {
            Interlocked.Increment(ref overtaken);
            return true; // somebody was first, and whoever asked was told so
        }
        catch (Exception broken) when (broken is LostRaceException or PlayedFaultException or CommitInDoubtException or DbException or InvalidOperationException or ObjectDisposedException)
        {
            if (ending)
                stuck.Add(new(Promise.GoesOn, $"nothing goes wrong and yet: {broken.Message}"));
            return false;
        }
    }

    private T? Any<T>(IReadOnlyList<T> rows)
        where T : class => rows.Count == 0 ? null : rows[chance.Next(rows.Count)];
}
