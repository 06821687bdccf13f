using System.Text.Json.Nodes;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Storage.Tests.Histories;

/// <summary>The promises that a history is held against.</summary>
internal enum Promise
{
    /// <summary>What was acknowledged is there.</summary>
    Kept,

    /// <summary>A place where an instance waited is left once, and waits only while the instance does.</summary>
    LeftOnce,

    /// <summary>An effect goes out, under one key for ever.</summary>
    OneKey,

    /// <summary>An instance is what its journal implies.</summary>
    Implied,

    /// <summary>Once nothing goes wrong any more, all goes on to its end.</summary>
    GoesOn,
}

internal sealed record Finding(Promise Promise, string What);

/// <summary>Holds what a database has after a history against what the world outside knows of it.</summary>
internal sealed class Checks(Rows rows, CompiledWorkflows workflows, Ledger ledger)
{
    private readonly List<Finding> findings = [];

    public async Task<IReadOnlyList<Finding>> RunAsync()
    {
        var instances = (await rows.InstancesAsync()).ToDictionary(instance => instance.Id);
        var bookmarks = await rows.BookmarksAsync();
        var journal = (await rows.JournalAsync()).ToLookup(step => step.InstanceId);
        var messages = await rows.MessagesAsync();
        var incidents = (await rows.OpenIncidentsAsync()).ToLookup(incident => incident.InstanceId);

        CheckKept(instances, journal, messages);
        foreach (var twice in ledger.Steps.SelectMany(step => step.Left).GroupBy(id => id).Where(found => found.Count() > 1))
            Find(Promise.LeftOnce, $"the bookmark {twice.Key} was left by {twice.Count()} acknowledged steps");
        foreach (var lone in bookmarks.Where(bookmark => !instances.ContainsKey(bookmark.InstanceId)))
            Find(Promise.LeftOnce, $"the bookmark {lone.Id} waits for no instance");
        foreach (var instance in instances.Values)
        {
            var workflow = await workflows.GetAsync(instance.DefinitionVersionId, CancellationToken.None);
            var steps = journal[instance.Id].ToList();
            CheckImplied(workflow, instance, steps, incidents[instance.Id]);
            CheckWaiting(workflow, instance, [.. bookmarks.Where(bookmark => bookmark.InstanceId == instance.Id)]);
            CheckMessages(workflow, instance, steps, messages);
        }

        CheckDeliveries(messages);
        return findings;
    }

    private void CheckKept(Dictionary<InstanceId, InstanceRow> instances, ILookup<InstanceId, JournalRow> journal, IReadOnlyList<OutboxRow> messages)
    {
        foreach (var step in ledger.Steps)
        {
            if (!instances.TryGetValue(step.Instance, out var instance) || instance.Revision < step.Revision)
                Find(Promise.Kept, $"step {step.Revision} of {step.Instance} was acknowledged, and the instance stands at {instance?.Revision ?? 0}");
            else if (journal[step.Instance].FirstOrDefault(row => row.Revision == step.Revision) is not { } row || !row.Events.AsSpan().SequenceEqual(step.Events.AsSpan()))
                Find(Promise.Kept, $"step {step.Revision} of {step.Instance} was acknowledged, and its journal is not there");
        }

        var states = messages.ToDictionary(message => message.Id, message => message.State);
        foreach (var sent in ledger.Sent.Where(sent => states.GetValueOrDefault(sent) != OutboxState.Sent))
            Find(Promise.Kept, $"the message {sent} was acknowledged as sent, and is not");
        foreach (var correlation in ledger.Started)
        {
            var begun = instances.Values.Count(instance => instance.CorrelationId == correlation);
            if (begun != 1)
                Find(Promise.Kept, $"{correlation} was started once and is there {begun} times");
        }

        foreach (var twice in instances.Values.Where(instance => instance.CorrelationId is not null).GroupBy(instance => instance.CorrelationId).Where(found => found.Count() > 1))
            Find(Promise.Kept, $"{twice.Key} was to be started once and is there {twice.Count()} times");
    }

    private void CheckImplied(CompiledWorkflow workflow, InstanceRow instance, List<JournalRow> steps, IEnumerable<IncidentRow> incidents)
    {
        if (!steps.Select(step => step.Revision).SequenceEqual(Enumerable.Range(1, (int)instance.Revision).Select(number => (long)number)))
        {
            Find(Promise.Implied, $"{instance.Id} stands at {instance.Revision}, its journal has {string.Join(' ', steps.Select(step => step.Revision))}");
            return;
        }

        InstanceState implied;
        try
        {
            implied = Replay.Rebuild(workflow, steps);
        }
        catch (Exception broken) when (broken is InvalidDataException or InvalidOperationException or NullReferenceException or ArgumentException or KeyNotFoundException)
        {
            Find(Promise.Implied, $"the journal of {instance.Id} contradicts itself: {broken.Message}");
            return;
        }

        if (!implied.Pack().AsSpan().SequenceEqual(instance.State))
            Find(Promise.Implied, $"the state of {instance.Id} at {instance.Revision} is not what its journal implies");
        if ((implied.Status, implied.SubStatus, implied.CorrelationId) != (instance.Status, instance.SubStatus, instance.CorrelationId))
            Find(Promise.Implied, $"{instance.Id} is said to be {instance.Status}/{instance.SubStatus}, its journal implies {implied.Status}/{implied.SubStatus}");
        var faults = implied.Executions().Select(execution => execution.Fault?.Incident).OfType<IncidentId>().ToHashSet();
        if (!faults.SetEquals(incidents.Select(incident => incident.Id)))
            Find(Promise.Implied, $"the open incidents of {instance.Id} are not the faults of its journal");
    }

    private void CheckWaiting(CompiledWorkflow workflow, InstanceRow instance, IReadOnlyList<BookmarkRow> waiting)
    {
        var state = InstanceState.Unpack(workflow, instance);
        var live = BurstRows.Live(state).ToDictionary(found => found.Bookmark.Id, found => found.Bookmark);
        if (waiting.Count != live.Count || !waiting.All(row => live.TryGetValue(row.Id, out var bookmark) && Stands(row, bookmark)))
            Find(Promise.LeftOnce, $"{instance.Id} waits at {live.Count} places, and {waiting.Count} bookmarks stand for it");
        if (instance.Status == InstanceStatus.Running && live.Count == 0 && state.Executions().All(execution => execution.Fault is null))
            Find(Promise.GoesOn, $"{instance.Id} runs, waits for nothing and has no incident");
    }

    /// <summary>A row without a moment where the state has one was handed over to a message.</summary>
    private static bool Stands(BookmarkRow row, Bookmark bookmark) =>
        (row.Name, row.Stimulus) == (bookmark.Name, bookmark.Stimulus) && (row.DueAt is null || row.DueAt == bookmark.DueAt);

    /// <summary>The messages of an instance are those that its journal tells of.</summary>
    private void CheckMessages(CompiledWorkflow workflow, InstanceRow instance, List<JournalRow> steps, IReadOnlyList<OutboxRow> messages)
    {
        var told = new Retold(workflow);
        try
        {
            foreach (var step in steps)
                told.Add(step);
        }
        catch (Exception broken) when (broken is InvalidDataException or InvalidOperationException or NullReferenceException or ArgumentException or KeyNotFoundException)
        {
            return; // said where the journal is rebuilt
        }

        var implied = told.Entries.Where(entry => entry.Event == "Message").Select(entry => entry.Detail!).Order(StringComparer.Ordinal).ToList();
        var kept = messages.Where(message => message.IdempotencyKey.StartsWith($"{instance.Id}/", StringComparison.Ordinal))
            .Select(message => $"{message.Channel} {message.IdempotencyKey}").Order(StringComparer.Ordinal).ToList();
        if (!implied.SequenceEqual(kept))
            Find(Promise.OneKey, $"{instance.Id} wanted sent: {string.Join(", ", implied.Except(kept))} and has besides: {string.Join(", ", kept.Except(implied))}");
    }

    private void CheckDeliveries(IReadOnlyList<OutboxRow> messages)
    {
        foreach (var effect in ledger.Deliveries.Where(delivery => EffectOf(delivery) is not null).GroupBy(EffectOf))
        {
            var keys = effect.Select(delivery => delivery.Key).Distinct().ToList();
            if (keys.Count > 1)
                Find(Promise.OneKey, $"{effect.Key} went out under {string.Join(" and ", keys)}");
        }

        var known = messages.ToDictionary(message => message.Id);
        foreach (var delivery in ledger.Deliveries.Where(delivery => !known.TryGetValue(delivery.Message, out var row) || row.IdempotencyKey != delivery.Key))
            Find(Promise.OneKey, $"{delivery.Key} went out, and is no message of the outbox");
        var delivered = ledger.Deliveries.Select(delivery => delivery.Message).ToHashSet();
        foreach (var lost in messages.Where(message => message.State == OutboxState.Sent && !delivered.Contains(message.Id)))
            Find(Promise.OneKey, $"{lost.IdempotencyKey} is marked as sent and went nowhere");
    }

    /// <summary>What the outside would do, whatever key asks for it; null where the key alone says what it is.</summary>
    private static string? EffectOf(Delivery delivery)
    {
        var payload = JsonNode.Parse(delivery.Payload);
        return delivery.Channel switch
        {
            Errand.Channel => $"errand {payload!["errand"]}",
            Channels.Task => $"task {payload!["taskId"]}",
            Channels.DispatchWorkflow => $"start {payload!["instanceId"]}",
            Channels.WorkflowEnded => null, // an instance that faulted and was helped may end again
            _ => null,
        };
    }

    private void Find(Promise promise, string what) => findings.Add(new(promise, what));
}
