using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Mending;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Intervening;

/// <summary>Which instances are meant; whatever is null is not asked for.</summary>
public sealed record InstanceFilter
{
    public string? DefinitionId { get; init; }

    public string? VersionId { get; init; }

    public InstanceStatus? Status { get; init; }

    public InstanceSubStatus? SubStatus { get; init; }

    public string? CorrelationId { get; init; }

    /// <summary>Any of these.</summary>
    public IReadOnlyCollection<string>? DefinitionIds { get; init; }

    /// <summary>Any of these.</summary>
    public IReadOnlyCollection<InstanceStatus>? Statuses { get; init; }

    /// <summary>Any of these.</summary>
    public IReadOnlyCollection<InstanceSubStatus>? SubStatuses { get; init; }

    /// <summary>Whether incidents of it are open.</summary>
    public bool? HasIncidents { get; init; }

    /// <summary>An id of an instance, of a case, or a receipt number; or words in its name or its definition's id.</summary>
    public string? Search { get; init; }

    /// <summary>Id of an activity at which they wait; none that is over does.</summary>
    public string? WaitsAt { get; init; }

    /// <summary>Id of an activity at which they stand still because it threw.</summary>
    public string? FailedAt { get; init; }

    public bool IsEmpty => this == new InstanceFilter();
}

/// <summary>An instance in a list.</summary>
/// <param name="Case">Null for an instance that belongs to no case.</param>
/// <param name="WaitsAt">Ids of the activities that it waits at.</param>
public sealed record InstanceLine(
    InstanceId Id, string DefinitionId, string DefinitionVersionId, string? Name, InstanceStatus Status, InstanceSubStatus SubStatus, string? CorrelationId,
    CaseId? Case, string? ReceiptNumber, ImmutableArray<string> WaitsAt, int OpenIncidents, long Revision, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>The names of those activities in a list; none where they have no name.</summary>
    public ImmutableArray<string> Steps { get; init; } = [];

    /// <summary>Since when it waits, at the first of them, in a list; null where it waits for nothing.</summary>
    public DateTimeOffset? WaitingSince { get; init; }
}

/// <summary>One instance with all that is known of it.</summary>
/// <param name="DefinitionName">As its author called it; null where it has no name.</param>
/// <param name="Variables">Of the workflow's own scope, as they are or were at its end.</param>
/// <param name="MayUndo">Its last step was a move to another version.</param>
public sealed record InstanceView(
    InstanceLine Line, string? DefinitionName, IReadOnlyList<BookmarkRow> Waiting, JsonObject Variables, JsonObject Input, JsonObject Output,
    IReadOnlyList<IncidentRow> Incidents, ImmutableArray<HistoryEntry> Journal, ImmutableArray<StepPlace> Steps, bool MayUndo);

/// <summary>Where one instance was and when, and what stands in its way: nothing of what it holds.</summary>
public sealed record InstanceTrack(InstanceLine Line, Visits Visits, IReadOnlyList<BookmarkRow> Waiting, IReadOnlyList<IncidentRow> Incidents);

/// <summary>Reads instances for administrators: those of cases in their area; those that belong to no case for administrators of all of it.</summary>
public sealed class RunningInstances(IUnitOfWork work, MendingRights rights, Scopes scopes, CompiledWorkflows workflows)
{
    /// <returns>Newest first; those that wait at one activity by how long they have.</returns>
    public async Task<IReadOnlyList<InstanceLine>> ListAsync(InstanceFilter filter, int skip, int most, Actor actor, CancellationToken cancellation)
    {
        var db = work.Db;
        var seen = await SeenAsync(filter, actor, cancellation);
        var ordered = filter.WaitsAt is { } at
            ? seen.OrderBy(row => db.Set<BookmarkRow>().Where(bookmark => bookmark.InstanceId == row.Id && bookmark.ActivityId == at).Min(bookmark => (DateTimeOffset?)bookmark.CreatedAt)).ThenBy(row => row.Id)
            : seen.OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id);
        var rows = await ordered.Skip(skip).Take(most)
            .Select(row => new { row.Id, row.DefinitionId, row.DefinitionVersionId, row.Name, row.Status, row.SubStatus, row.CorrelationId, row.Revision, row.CreatedAt, row.UpdatedAt })
            .ToListAsync(cancellation);
        var ids = rows.Select(row => row.Id).ToArray();
        var cases = await db.Set<CaseRun>().Where(run => ids.Contains(run.Id))
            .Join(db.Set<AidCase>(), run => run.CaseId, aidCase => aidCase.Id, (run, aidCase) => new { run.Id, Case = aidCase.Id, aidCase.ReceiptNumber })
            .ToDictionaryAsync(run => run.Id, cancellation);
        var waiting = (await db.Set<BookmarkRow>().Where(bookmark => ids.Contains(bookmark.InstanceId)).OrderBy(bookmark => bookmark.CreatedAt)
            .Select(bookmark => new { bookmark.InstanceId, bookmark.ActivityId, bookmark.CreatedAt }).ToListAsync(cancellation)).ToLookup(bookmark => bookmark.InstanceId);
        var versions = new Dictionary<string, CompiledWorkflow>(StringComparer.Ordinal);
        foreach (var version in rows.Where(row => waiting.Contains(row.Id)).Select(row => row.DefinitionVersionId).Distinct(StringComparer.Ordinal))
            versions[version] = await workflows.GetAsync(version, cancellation);
        var incidents = await db.Set<IncidentRow>().Where(incident => ids.Contains(incident.InstanceId) && incident.State == IncidentState.Open)
            .GroupBy(incident => incident.InstanceId).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellation);
        return [.. rows.Select(row => new InstanceLine(
            row.Id, row.DefinitionId, row.DefinitionVersionId, row.Name, row.Status, row.SubStatus, row.CorrelationId,
            cases.GetValueOrDefault(row.Id)?.Case, cases.GetValueOrDefault(row.Id)?.ReceiptNumber, [.. waiting[row.Id].Select(bookmark => bookmark.ActivityId).Distinct()],
            incidents.GetValueOrDefault(row.Id), row.Revision, row.CreatedAt, row.UpdatedAt)
        {
            Steps = [.. waiting[row.Id].Select(bookmark => versions[row.DefinitionVersionId].NameOf(bookmark.ActivityId)).OfType<string>().Distinct()],
            WaitingSince = waiting[row.Id].FirstOrDefault()?.CreatedAt,
        })];
    }

    public async Task<int> CountAsync(InstanceFilter filter, Actor actor, CancellationToken cancellation) =>
        await (await SeenAsync(filter, actor, cancellation)).CountAsync(cancellation);

    /// <summary>What the filter means, oldest first: for acts on many, which go on whatever begins meanwhile.</summary>
    public async Task<IReadOnlyList<InstanceId>> IdsAsync(InstanceFilter filter, int most, Actor actor, CancellationToken cancellation) =>
        await (await SeenAsync(filter, actor, cancellation)).OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).Select(row => row.Id).Take(most).ToListAsync(cancellation);

    /// <exception cref="RefusedException">instance.unknown, mending.not-yours</exception>
    public async Task<InstanceView> ShowAsync(InstanceId id, Actor actor, CancellationToken cancellation)
    {
        var found = await ReadAsync(id, actor, cancellation);
        var told = Story.Of(found.Versions, found.Journal);
        return new(
            found.Line, found.DefinitionName, found.Waiting, told.Variables, told.Input, told.Output, found.Incidents, told.Entries, Whereabouts.Of(found.Versions, found.Journal),
            found.Journal.Count > 0 && Runner.MovedFrom(found.Journal[^1]) is not null);
    }

    /// <exception cref="RefusedException">instance.unknown, mending.not-yours</exception>
    public async Task<InstanceTrack> TrackAsync(InstanceId id, Actor actor, CancellationToken cancellation)
    {
        var found = await ReadAsync(id, actor, cancellation);
        return new(found.Line, Visits.Of(found.Versions, found.Journal), found.Waiting, found.Incidents);
    }

    /// <summary>How an instance stands, for whoever asks again and again.</summary>
    /// <exception cref="RefusedException">instance.unknown, mending.not-yours</exception>
    public async Task<(InstanceStatus Status, InstanceSubStatus SubStatus, DateTimeOffset UpdatedAt)> StandingAsync(InstanceId id, Actor actor, CancellationToken cancellation)
    {
        var (row, _) = await OneAsync(id, actor, cancellation);
        return (row.Status, row.SubStatus, row.UpdatedAt);
    }

    private async Task<(InstanceRow Row, CaseRun? Run)> OneAsync(InstanceId id, Actor actor, CancellationToken cancellation)
    {
        var row = await work.Db.Set<InstanceRow>().AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellation) ?? throw new RefusedException("instance.unknown", null, ("id", id));
        var run = await work.Db.Set<CaseRun>().AsNoTracking().FirstOrDefaultAsync(run => run.Id == id, cancellation);
        await rights.RequireAsync(actor, run?.CaseId, cancellation);
        return (row, run);
    }

    private async Task<ReadInstance> ReadAsync(InstanceId id, Actor actor, CancellationToken cancellation)
    {
        var db = work.Db;
        var (row, run) = await OneAsync(id, actor, cancellation);
        var receipt = run is null ? null : await db.Set<AidCase>().Where(one => one.Id == run.CaseId).Select(one => one.ReceiptNumber).SingleAsync(cancellation);
        var waiting = await db.Set<BookmarkRow>().AsNoTracking().Where(bookmark => bookmark.InstanceId == id).OrderBy(bookmark => bookmark.CreatedAt).ToListAsync(cancellation);
        var incidents = await db.Set<IncidentRow>().AsNoTracking().Where(incident => incident.InstanceId == id).OrderBy(incident => incident.At).ToListAsync(cancellation);
        var journal = await db.Set<JournalRow>().AsNoTracking().Where(step => step.InstanceId == id).OrderBy(step => step.Revision).ToListAsync(cancellation);
        var workflow = await workflows.GetAsync(row.DefinitionVersionId, cancellation);
        var line = new InstanceLine(
            id, row.DefinitionId, row.DefinitionVersionId, row.Name, row.Status, row.SubStatus, row.CorrelationId, run?.CaseId, receipt,
            [.. waiting.Select(bookmark => bookmark.ActivityId).Distinct()], incidents.Count(incident => incident.State == IncidentState.Open), row.Revision, row.CreatedAt, row.UpdatedAt);
        return new(line, workflow.Definition.Name, waiting, incidents, journal, await workflows.LineageAsync(workflow, journal, cancellation));
    }

    /// <summary>What the filter means of what the actor may see.</summary>
    internal async Task<IQueryable<InstanceRow>> SeenAsync(InstanceFilter filter, Actor actor, CancellationToken cancellation)
    {
        var db = work.Db;
        var rows = db.Set<InstanceRow>().AsNoTracking();
        if (filter.DefinitionId is { } definition)
            rows = rows.Where(row => row.DefinitionId == definition);
        if (filter.VersionId is { } version)
            rows = rows.Where(row => row.DefinitionVersionId == version);
        if (filter.Status is { } status)
            rows = rows.Where(row => row.Status == status);
        if (filter.SubStatus is { } sub)
            rows = rows.Where(row => row.SubStatus == sub);
        if (filter.CorrelationId is { } correlation)
            rows = rows.Where(row => row.CorrelationId == correlation);
        if (filter.DefinitionIds?.ToArray() is { } definitions)
            rows = rows.Where(row => definitions.Contains(row.DefinitionId));
        if (filter.Statuses?.ToArray() is { } statuses)
            rows = rows.Where(row => statuses.Contains(row.Status));
        if (filter.SubStatuses?.ToArray() is { } subs)
            rows = rows.Where(row => subs.Contains(row.SubStatus));
        if (filter.HasIncidents is { } has)
            rows = rows.Where(row => db.Set<IncidentRow>().Any(incident => incident.InstanceId == row.Id && incident.State == IncidentState.Open) == has);
        if (filter.Search?.Trim() is { Length: > 0 } words)
        {
            var id = Guid.TryParse(words, out var guid) ? InstanceId.Of(guid) : (InstanceId?)null;
            rows = rows.Where(row => row.Id == id || row.CorrelationId == words || row.DefinitionId.Contains(words) || row.Name!.Contains(words)
                || db.Set<CaseRun>().Any(run => run.Id == row.Id && db.Set<AidCase>().Any(aidCase => aidCase.Id == run.CaseId && aidCase.ReceiptNumber == words)));
        }

        if (filter.WaitsAt is { } step)
            rows = rows.Where(row => row.Status == InstanceStatus.Running && db.Set<BookmarkRow>().Any(bookmark => bookmark.InstanceId == row.Id && bookmark.ActivityId == step));
        if (filter.FailedAt is { } failed)
            rows = rows.Where(row => db.Set<IncidentRow>().Any(incident => incident.InstanceId == row.Id && incident.ActivityId == failed && incident.State == IncidentState.Open));
        if (await rights.MayAsync(actor, about: null, cancellation))
            return rows;
        var mine = db.Set<AidCase>().Within(await scopes.OfAsync(actor, [Role.Administrator], cancellation), db);
        return rows.Where(row => db.Set<CaseRun>().Any(run => run.Id == row.Id && mine.Any(aidCase => aidCase.Id == run.CaseId)));
    }

    private sealed record ReadInstance(
        InstanceLine Line, string? DefinitionName, IReadOnlyList<BookmarkRow> Waiting, IReadOnlyList<IncidentRow> Incidents, IReadOnlyList<JournalRow> Journal, Lineage Versions);
}
