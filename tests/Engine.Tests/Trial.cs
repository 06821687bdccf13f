using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Primitives;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Engine.Tests;

/// <summary>
/// One instance under test: it keeps what a store would keep, and after every step checks that the journal alone
/// rebuilds the stored state and that the bookmark rows are those of the state.
/// </summary>
internal sealed class Trial
{
    private readonly List<JournalRow> journal = [];
    private readonly List<string> lines = [];
    private readonly Runner runner;
    private readonly Func<WorkflowDefinition, CompiledWorkflow> compile;
    private readonly List<CompiledWorkflow> versions = [];

    public Trial(WorkflowDefinition definition, RunnerOptions? options = null, IEnumerable<Activity>? activities = null, object? subject = null, IWorkflowActivities? workflows = null)
    {
        var catalog = ElsaActivities.With(activities ?? []);
        compile = one => CompiledWorkflow.Compile(one, catalog, workflows);
        Workflow = compile(definition);
        versions.Add(Workflow);
        runner = new(new TimeOrderedIds(Clock), Clock, options);
        Subject = subject;
    }

    public FakeClock Clock { get; } = new();

    /// <summary>What the instance runs on now.</summary>
    public CompiledWorkflow Workflow { get; private set; }

    /// <summary>What it has run on.</summary>
    public Lineage Lineage => new(versions[0], Workflow, versions);

    public object? Subject { get; set; }

    public Rerun? Rerun { get; set; }

    public InstanceRow Instance { get; private set; } = null!;

    public Dictionary<BookmarkId, BookmarkRow> Bookmarks { get; } = [];

    public Dictionary<IncidentId, IncidentRow> Incidents { get; } = [];

    public List<OutboxRow> Messages { get; } = [];

    public IReadOnlyList<string> Lines => lines;

    public IReadOnlyList<JournalRow> Journal => journal;

    public JsonObject Output { get; private set; } = [];

    public IEnumerable<string> WaitingAt => Bookmarks.Values.Select(bookmark => bookmark.ActivityId);

    public IncidentRow OpenIncident => Incidents.Values.Single(incident => incident.State == IncidentState.Open);

    public async Task<Trial> StartAsync(string? input = null, string? correlationId = null, string? trigger = null, string? name = null)
    {
        var burst = await runner.StartAsync(Workflow, new(Guid.CreateVersion7()), new(correlationId, input is null ? null : (JsonObject)JsonNode.Parse(input)!, trigger, Name: name), Subject, Rerun, CancellationToken.None);
        return Commit(burst);
    }

    /// <summary>Resumes the only bookmark of the activity.</summary>
    public Task<Trial> ResumeAsync(string activityId, string? input = null) =>
        ResumeAsync(Bookmarks.Values.Single(bookmark => bookmark.ActivityId == activityId).Id, input);

    public async Task<Trial> ResumeAsync(BookmarkId bookmark, string? input = null) =>
        Commit(await runner.ResumeAsync(Workflow, Instance, bookmark, input is null ? null : JsonNode.Parse(input), Subject, Rerun, CancellationToken.None));

    /// <summary>Resumes whatever waits, oldest first, until nothing does.</summary>
    public async Task<Trial> ResumeAllAsync(int atMost = 1000)
    {
        while (Bookmarks.Count > 0 && atMost-- > 0)
            await ResumeAsync(Bookmarks.Values.OrderBy(bookmark => bookmark.Id.Value).First().Id);
        return this;
    }

    public async Task<Trial> RewindAsync(string target) =>
        Commit(await runner.RewindAsync(Workflow, Instance, target, "test", Subject, Rerun, CancellationToken.None));

    public async Task<Trial> CancelAsync() => Commit(await runner.CancelAsync(Workflow, Instance, "test", Subject, CancellationToken.None));

    public async Task<Trial> RetryAsync(IncidentId incident) =>
        Commit(await runner.RetryIncidentAsync(Workflow, Instance, incident, "somebody", Subject, Rerun, CancellationToken.None));

    public async Task<Trial> SkipAsync(IncidentId incident, string outcome = "Done") =>
        Commit(await runner.SkipIncidentAsync(Workflow, Instance, incident, outcome, "test", "somebody", Subject, Rerun, CancellationToken.None));

    public async Task<Trial> CancelIncidentAsync(IncidentId incident) =>
        Commit(await runner.CancelIncidentAsync(Workflow, Instance, incident, "test", "somebody", Subject, Rerun, CancellationToken.None));

    public async Task<Trial> SetVariableAsync(string name, string value) =>
        Commit(await runner.SetVariableAsync(Workflow, Instance, name, value, "test", "somebody", Subject, CancellationToken.None));

    public async Task<Trial> SuspendAsync() => Commit(await runner.SuspendAsync(Workflow, Instance, "test", "somebody", Subject, CancellationToken.None));

    public async Task<Trial> ActivateAsync() => Commit(await runner.ActivateAsync(Workflow, Instance, "test", "somebody", Subject, CancellationToken.None));

    /// <param name="mapping">"old=new" each.</param>
    public MigrationPlan Plan(WorkflowDefinition to, params string[] mapping) => Runner.PlanMigration(Workflow, Instance, compile(to), Mapping(mapping));

    /// <inheritdoc cref="Plan"/>
    public async Task<Trial> MigrateAsync(WorkflowDefinition to, params string[] mapping)
    {
        var version = compile(to);
        var burst = await runner.MigrateAsync(Workflow, Instance, version, Mapping(mapping), "test", "somebody", Subject, CancellationToken.None);
        Workflow = version;
        versions.Add(version);
        return Commit(burst);
    }

    public async Task<Trial> UndoMigrationAsync()
    {
        var from = Runner.MovedFrom(journal[^1]) is { } id ? versions.First(version => version.Definition.Id == id) : Workflow;
        var burst = await runner.UndoMigrationAsync(Workflow, Instance, journal[^1], from, "test", "somebody", Subject, CancellationToken.None);
        Workflow = from;
        return Commit(burst);
    }

    private static Dictionary<string, string> Mapping(string[] pairs) => pairs.Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>The variable of the workflow's own scope, as JSON text.</summary>
    public string? Variable(string name)
    {
        var root = InstanceState.Unpack(Workflow, Instance).Root!;
        return root.Variables[root.Node.SlotByName(name)]?.ToJsonString();
    }

    private Trial Commit(Burst burst)
    {
        var writes = burst.Writes;
        Assert.That(writes.ExpectedRevision, Is.EqualTo(Instance?.Revision), "the step was computed from what is stored");
        Assert.That(writes.Instance.Revision, Is.EqualTo((Instance?.Revision ?? 0) + 1), "the revision counts steps");
        Instance = writes.Instance;
        journal.Add(writes.Journal);
        foreach (var burned in writes.BookmarksBurned)
            Assert.That(Bookmarks.Remove(burned), Is.True, "what is burned was there");
        foreach (var created in writes.BookmarksCreated)
            Bookmarks.Add(created.Id, created);
        foreach (var opened in writes.IncidentsOpened)
            Incidents.Add(opened.Id, opened);
        foreach (var settled in writes.IncidentsSettled)
        {
            Assert.That(Incidents[settled.Id].State, Is.EqualTo(IncidentState.Open));
            Incidents[settled.Id] = settled;
        }

        foreach (var (incident, activity) in writes.IncidentsRenamed)
            Incidents[incident] = Incidents[incident] with { ActivityId = activity };
        foreach (var message in writes.Messages)
            Assert.That(Messages.Select(sent => sent.IdempotencyKey), Has.None.EqualTo(message.IdempotencyKey), "a message is sent once");
        Messages.AddRange(writes.Messages);
        lines.AddRange(burst.Lines);
        Output = burst.Output;
        Assert.That(burst.Waiting.Select(row => row.Id), Is.EquivalentTo(Bookmarks.Keys), "bookmark rows are those of the state");
        Assert.That(burst.Waiting, Is.EquivalentTo(Bookmarks.Values), "and say the same");
        Assert.That(writes.Instance.DefinitionVersionId, Is.EqualTo(Workflow.Definition.Id));

        var replayed = Replay.Rebuild(Lineage, journal);
        Assert.That(Convert.ToHexString(replayed.Pack()), Is.EqualTo(Convert.ToHexString(Instance.State)), "the journal rebuilds the state");
        Assert.That((replayed.Status, replayed.SubStatus, replayed.CorrelationId, replayed.Name),
            Is.EqualTo((Instance.Status, Instance.SubStatus, Instance.CorrelationId, Instance.Name)));
        Assert.That(Convert.ToHexString(InstanceState.Unpack(Workflow, Instance).Pack()), Is.EqualTo(Convert.ToHexString(Instance.State)), "reading and writing the state changes nothing");
        return this;
    }
}
