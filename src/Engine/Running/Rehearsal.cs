using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Engine.Running;

/// <summary>What came of a rehearsal.</summary>
public sealed record Rehearsed(InstanceRow Instance, ImmutableArray<string> Lines, JsonObject Output, JsonObject Variables,
    ImmutableArray<IncidentRow> Incidents, ImmutableArray<HistoryEntry> Journal, ImmutableArray<InstanceRow> Instances);

/// <summary>Runs a workflow in memory from start to where it ends or waits, with the workflows that it starts: a trial run.</summary>
public sealed class Rehearsal(DefinitionSet definitions, ActivityCatalog catalog, TimeProvider time, RunnerOptions? options = null)
{
    private const int MostRounds = 10_000;

    /// <param name="resumeAll">Resume whatever waits, due or not, until nothing does.</param>
    public async Task<Rehearsed> RunAsync(WorkflowDefinition start, JsonObject? input, bool resumeAll, CancellationToken cancellation)
    {
        var store = new MemoryStore(definitions);
        var ids = new TimeOrderedIds(time);
        var workflows = new CompiledWorkflows(store, catalog);
        var bare = new BareInstances(workflows, new(ids, time, (options ?? RunnerOptions.Default) with { Definitions = store }), store, store, ids);
        var id = (await bare.StartAsync(start.Id, null, input, cancellation)).Writes.Instance.Id;

        for (var round = 0; round < MostRounds; round++)
        {
            while (store.Outbox.TryDequeue(out var message))
            {
                if (Channels.IsOfTheEngine(message.Channel))
                    await bare.DeliverAsync(message, cancellation);
            }

            // A workflow that another waits for ends by itself; resuming its place would cut it short.
            var waiting = resumeAll ? store.Bookmarks.Where(row => row.Name is not ("Elsa.ExecuteWorkflow" or "Elsa.DispatchWorkflow" or "Elsa.BulkDispatchWorkflows")).ToList() : [];
            if (waiting.Count == 0)
                break;
            foreach (var bookmark in waiting)
            {
                if (await store.BookmarkAsync(bookmark.Id, cancellation) is not null)
                    await bare.ResumeAsync(bookmark.Id, null, cancellation);
            }
        }

        var told = new Dictionary<InstanceId, Retold>();
        var lines = ImmutableArray.CreateBuilder<string>();
        foreach (var row in store.Journal)
        {
            if (!told.TryGetValue(row.InstanceId, out var one))
                told[row.InstanceId] = one = new(new Lineage(await workflows.GetAsync(store.Instances.Single(instance => instance.Id == row.InstanceId).DefinitionVersionId, cancellation)));
            var known = one.Entries.Count;
            one.Add(row);
            lines.AddRange(one.Entries.Skip(known).Where(entry => entry.Event == "Line").Select(entry => entry.Detail ?? ""));
        }

        var instance = (await store.FindAsync(id, cancellation))!;
        return new(instance, lines.ToImmutable(), told[id].State.Output, Variables(told[id].Variables), [.. store.Incidents.Values],
            [.. told[id].Entries], [.. store.Instances]);
    }

    private static JsonObject Variables(IReadOnlyDictionary<string, JsonNode?> values)
    {
        var json = new JsonObject();
        foreach (var (name, value) in values)
            json[name] = value?.DeepClone();
        return json;
    }
}
