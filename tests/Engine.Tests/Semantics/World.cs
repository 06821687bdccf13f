using System.Text.Json.Nodes;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Primitives;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Engine.Tests.Semantics;

/// <summary>Several workflows that start each other and tell each other events. Every message is delivered twice.</summary>
internal sealed class World
{
    private readonly FakeClock clock = new();
    private readonly MemoryStore store;
    private readonly CompiledWorkflows workflows;
    private readonly Runner runner;
    private readonly BareInstances bare;
    private readonly IReadOnlyList<CompiledWorkflow> compiled;

    public World(params WorkflowDefinition[] definitions)
    {
        var set = new DefinitionSet(definitions);
        var ids = new TimeOrderedIds(clock);
        store = new(set);
        workflows = new(store, ElsaActivities.With());
        runner = new(ids, clock, new() { Definitions = store });
        bare = new(workflows, runner, store, store, ids);
        compiled = [.. definitions.Select(definition => CompiledWorkflow.Compile(definition, ElsaActivities.With(), set))];
    }

    public IReadOnlyList<InstanceRow> Instances => store.Instances;

    public IReadOnlyList<BookmarkRow> Bookmarks => store.Bookmarks;

    public IEnumerable<IncidentRow> Incidents => store.Incidents.Values;

    /// <summary>All lines of all instances, in the order of their steps.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            var told = new Dictionary<InstanceId, Retold>();
            List<string> lines = [];
            foreach (var row in store.Journal)
            {
                if (!told.TryGetValue(row.InstanceId, out var one))
                    told[row.InstanceId] = one = new(Workflow(row.InstanceId));
                var known = one.Entries.Count;
                one.Add(row);
                lines.AddRange(one.Entries.Skip(known).Where(entry => entry.Event == "Line").Select(entry => entry.Detail ?? ""));
            }

            return lines;
        }
    }

    public async Task<InstanceRow> RunAsync(string definitionId, JsonObject? input = null)
    {
        var id = (await bare.StartAsync((await store.PublishedAsync(definitionId, CancellationToken.None))!.Id, null, input, CancellationToken.None)).Writes.Instance.Id;
        await DeliverAsync();
        return Instance(id);
    }

    public async Task PublishAsync(string name, string? payload = null, string? correlationId = null)
    {
        await bare.PublishAsync(name, payload is null ? null : JsonNode.Parse(payload), correlationId, 100, CancellationToken.None);
        await StartAsync(name, payload, correlationId);
        await DeliverAsync();
    }

    public async Task ResumeAsync(string activityId)
    {
        await bare.ResumeAsync(store.Bookmarks.Single(bookmark => bookmark.ActivityId == activityId).Id, null, CancellationToken.None);
        await DeliverAsync();
    }

    public InstanceRow Instance(InstanceId id) => store.Instances.Single(instance => instance.Id == id);

    public IReadOnlyList<InstanceRow> Of(string definitionId) => [.. store.Instances.Where(instance => instance.DefinitionId == definitionId)];

    /// <summary>What an instance holds: its input, its output, and the variables of its own scope while it is open.</summary>
    public (JsonObject Input, JsonObject Output, Func<string, string?> Variable) Inside(InstanceRow instance)
    {
        var retold = new Retold(Workflow(instance.Id));
        foreach (var row in store.Journal.Where(row => row.InstanceId == instance.Id))
            retold.Add(row);
        return (retold.State.Input, retold.State.Output, name => retold.Variables.GetValueOrDefault(name)?.ToJsonString());
    }

    private CompiledWorkflow Workflow(InstanceId id) => workflows.GetAsync(Instance(id).DefinitionVersionId, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    /// <summary>Starts what the event starts, as whoever keeps the triggers does.</summary>
    private async Task StartAsync(string eventName, string? payload, string? correlationId)
    {
        foreach (var (workflow, place) in compiled.SelectMany(workflow => workflow.TriggersAfter(clock.Now).Select(place => (workflow, place))).Where(each => (each.place.Type, each.place.Stimulus) == ("Elsa.Event", eventName)))
        {
            var input = payload is null ? null : (JsonObject)JsonNode.Parse(payload)!;
            await store.CommitAsync((await runner.StartAsync(workflow, new(Guid.CreateVersion7()), new Beginning(correlationId, input, place.ActivityId), null, null, CancellationToken.None)).Writes, CancellationToken.None);
        }
    }

    private async Task DeliverAsync()
    {
        while (store.Outbox.TryDequeue(out var message))
        {
            if (!Channels.IsOfTheEngine(message.Channel))
                continue;
            clock.Now += TimeSpan.FromMilliseconds(1);
            await bare.DeliverAsync(message, CancellationToken.None);
            await bare.DeliverAsync(message, CancellationToken.None);
            if (message.Channel == Channels.Event && JsonNode.Parse(message.Payload)! is var said && said["instanceId"] is null)
                await StartAsync((string)said["eventName"]!, said["payload"]?.ToJsonString(), (string?)said["correlationId"]);
        }
    }
}
