using System.Collections.Concurrent;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Engine.Running;

/// <summary>Keeps instances in memory, with the rules of a real store: for rehearsals, tests and benchmarks.</summary>
public sealed class MemoryStore(DefinitionSet definitions) : IInstances, ISteps, IDefinitions
{
    private readonly Lock gate = new();
    private readonly Dictionary<InstanceId, InstanceRow> instances = [];
    private readonly Dictionary<BookmarkId, BookmarkRow> bookmarks = [];

    public ConcurrentQueue<OutboxRow> Outbox { get; } = new();

    public List<JournalRow> Journal { get; } = [];

    public Dictionary<IncidentId, IncidentRow> Incidents { get; } = [];

    public IReadOnlyList<InstanceRow> Instances
    {
        get
        {
            lock (gate)
                return [.. instances.Values];
        }
    }

    public IReadOnlyList<BookmarkRow> Bookmarks
    {
        get
        {
            lock (gate)
                return [.. bookmarks.Values.OrderBy(row => row.CreatedAt).ThenBy(row => row.Id.Value)];
        }
    }

    public Task<InstanceRow?> FindAsync(InstanceId id, CancellationToken cancellation)
    {
        lock (gate)
            return Task.FromResult(instances.GetValueOrDefault(id));
    }

    public Task<BookmarkRow?> BookmarkAsync(BookmarkId id, CancellationToken cancellation)
    {
        lock (gate)
            return Task.FromResult(bookmarks.GetValueOrDefault(id));
    }

    public Task<IReadOnlyList<BookmarkRow>> WaitingAsync(string name, string stimulus, string? correlationId, int most, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<BookmarkRow>>([.. Bookmarks.Where(row => row.Name == name && row.Stimulus == stimulus && (correlationId is null || row.CorrelationId == correlationId)).Take(most)]);

    public Task<IReadOnlyList<BookmarkRow>> DueAsync(DateTimeOffset now, int most, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<BookmarkRow>>([.. Bookmarks.Where(row => row.DueAt <= now).OrderBy(row => row.DueAt).Take(most)]);

    public Task<JournalRow?> StepAsync(InstanceId id, long revision, CancellationToken cancellation)
    {
        lock (gate)
            return Task.FromResult(Journal.Find(row => row.InstanceId == id && row.Revision == revision));
    }

    public Task<WorkflowDefinition?> FindAsync(string versionId, CancellationToken cancellation) =>
        Task.FromResult(definitions.All.FirstOrDefault(definition => definition.Id == versionId));

    public Task<WorkflowDefinition?> PublishedAsync(string definitionId, CancellationToken cancellation) => Task.FromResult(definitions.Find(definitionId));

    public Task<IWorkflowActivities?> UsedByAsync(WorkflowDefinition definition, CancellationToken cancellation) => Task.FromResult<IWorkflowActivities?>(definitions);

    public Task CommitAsync(StepWrites step, CancellationToken cancellation)
    {
        lock (gate)
        {
            var known = instances.GetValueOrDefault(step.Instance.Id);
            if (known?.Revision != step.ExpectedRevision)
                throw new LostRaceException($"instance {step.Instance.Id} is at revision {known?.Revision}");
            if (step.BookmarksBurned.FirstOrDefault(id => !bookmarks.ContainsKey(id)) is { Value: var gone } && gone != Guid.Empty)
                throw new LostRaceException($"bookmark {gone} is gone");
            instances[step.Instance.Id] = step.Instance;
            foreach (var (incident, activity) in step.IncidentsRenamed)
                Incidents[incident] = Incidents[incident] with { ActivityId = activity };
            foreach (var burned in step.BookmarksBurned)
                bookmarks.Remove(burned);
            foreach (var created in step.BookmarksCreated)
                bookmarks.Add(created.Id, created);
            foreach (var incident in step.IncidentsOpened.Concat(step.IncidentsSettled))
                Incidents[incident.Id] = incident;
            Journal.Add(step.Journal);
            foreach (var message in step.Messages)
                Outbox.Enqueue(message);
        }

        return Task.CompletedTask;
    }
}
