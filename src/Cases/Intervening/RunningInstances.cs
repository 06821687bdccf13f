using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Mending;
using AidWorkflow.Cases.Organisation;
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

    public bool IsEmpty => this == new InstanceFilter();
}

/// <summary>An instance in a list.</summary>
/// <param name="Case">Null for an instance that belongs to no case.</param>
/// <param name="WaitsAt">Ids of the activities that it waits at.</param>
public sealed record InstanceLine(
    InstanceId Id, string DefinitionId, string DefinitionVersionId, string? Name, InstanceStatus Status, InstanceSubStatus SubStatus, string? CorrelationId,
    CaseId? Case, string? ReceiptNumber, ImmutableArray<string> WaitsAt, int OpenIncidents, long Revision, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>One instance with all that is known of it.</summary>
/// <param name="DefinitionName">As its author called it; null where it has no name.</param>
/// <param name="Variables">Of the workflow's own scope, as they are or were at its end.</param>
/// <param name="MayUndo">Its last step was a move to another version.</param>
public sealed record InstanceView(
    InstanceLine Line, string? DefinitionName, IReadOnlyList<BookmarkRow> Waiting, JsonObject Variables, JsonObject Input, JsonObject Output,
    IReadOnlyList<IncidentRow> Incidents, ImmutableArray<HistoryEntry> Journal, ImmutableArray<StepPlace> Steps, bool MayUndo);

/// <summary>Reads instances for administrators: those of cases in their area; those that belong to no case for administrators of all of it.</summary>
public sealed class RunningInstances(IUnitOfWork work, MendingRights rights, Scopes scopes, CompiledWorkflows workflows)
{
    /// <returns>Newest first.</returns>
    public async Task<IReadOnlyList<InstanceLine>> ListAsync(InstanceFilter filter, int skip, int most, Actor actor, CancellationToken cancellation)
    {
        var db = work.Db;
        var rows = await (await SeenAsync(filter, actor, cancellation)).OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id).Skip(skip).Take(most)
            .Select(row => new { row.Id, row.DefinitionId, row.DefinitionVersionId, row.Name, row.Status, row.SubStatus, row.CorrelationId, row.Revision, row.CreatedAt, row.UpdatedAt })
            .ToListAsync(cancellation);
        var ids = rows.Select(row => row.Id).ToArray();
        var cases = await db.Set<CaseRun>().Where(run => ids.Contains(run.Id))
            .Join(db.Set<AidCase>(), run => run.CaseId, aidCase => aidCase.Id, (run, aidCase) => new { run.Id, Case = aidCase.Id, aidCase.ReceiptNumber })
            .ToDictionaryAsync(run => run.Id, cancellation);
        var waiting = (await db.Set<BookmarkRow>().Where(bookmark => ids.Contains(bookmark.InstanceId)).OrderBy(bookmark => bookmark.CreatedAt)
            .Select(bookmark => new { bookmark.InstanceId, bookmark.ActivityId }).ToListAsync(cancellation)).ToLookup(bookmark => bookmark.InstanceId, bookmark => bookmark.ActivityId);
        var incidents = await db.Set<IncidentRow>().Where(incident => ids.Contains(incident.InstanceId) && incident.State == IncidentState.Open)
            .GroupBy(incident => incident.InstanceId).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count, cancellation);
        return [.. rows.Select(row => new InstanceLine(
            row.Id, row.DefinitionId, row.DefinitionVersionId, row.Name, row.Status, row.SubStatus, row.CorrelationId,
            cases.GetValueOrDefault(row.Id)?.Case, cases.GetValueOrDefault(row.Id)?.ReceiptNumber, [.. waiting[row.Id].Distinct()],
            incidents.GetValueOrDefault(row.Id), row.Revision, row.CreatedAt, row.UpdatedAt))];
    }

    public async Task<int> CountAsync(InstanceFilter filter, Actor actor, CancellationToken cancellation) =>
        await (await SeenAsync(filter, actor, cancellation)).CountAsync(cancellation);

    /// <summary>What the filter means, oldest first: for acts on many, which go on whatever begins meanwhile.</summary>
    public async Task<IReadOnlyList<InstanceId>> IdsAsync(InstanceFilter filter, int most, Actor actor, CancellationToken cancellation) =>
        await (await SeenAsync(filter, actor, cancellation)).OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).Select(row => row.Id).Take(most).ToListAsync(cancellation);

    /// <exception cref="RefusedException">instance.unknown, mending.not-yours</exception>
    public async Task<InstanceView> ShowAsync(InstanceId id, Actor actor, CancellationToken cancellation)
    {
        var db = work.Db;
        var row = await db.Set<InstanceRow>().AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellation) ?? throw new RefusedException("instance.unknown", null, ("id", id));
        var run = await db.Set<CaseRun>().AsNoTracking().FirstOrDefaultAsync(run => run.Id == id, cancellation);
        await rights.RequireAsync(actor, run?.CaseId, cancellation);
        var receipt = run is null ? null : await db.Set<AidCase>().Where(one => one.Id == run.CaseId).Select(one => one.ReceiptNumber).SingleAsync(cancellation);
        var waiting = await db.Set<BookmarkRow>().AsNoTracking().Where(bookmark => bookmark.InstanceId == id).OrderBy(bookmark => bookmark.CreatedAt).ToListAsync(cancellation);
        var incidents = await db.Set<IncidentRow>().AsNoTracking().Where(incident => incident.InstanceId == id).OrderBy(incident => incident.At).ToListAsync(cancellation);
        var journal = await db.Set<JournalRow>().AsNoTracking().Where(step => step.InstanceId == id).OrderBy(step => step.Revision).ToListAsync(cancellation);
        var workflow = await workflows.GetAsync(row.DefinitionVersionId, cancellation);
        var versions = await workflows.LineageAsync(workflow, journal, cancellation);
        var told = Story.Of(versions, journal);
        return new(
            new(id, row.DefinitionId, row.DefinitionVersionId, row.Name, row.Status, row.SubStatus, row.CorrelationId, run?.CaseId, receipt,
                [.. waiting.Select(bookmark => bookmark.ActivityId).Distinct()], incidents.Count(incident => incident.State == IncidentState.Open), row.Revision, row.CreatedAt, row.UpdatedAt),
            workflow.Definition.Name, waiting, told.Variables, told.Input, told.Output, incidents, told.Entries, Whereabouts.Of(versions, journal),
            journal.Count > 0 && Runner.MovedFrom(journal[^1]) is not null);
    }

    private async Task<IQueryable<InstanceRow>> SeenAsync(InstanceFilter filter, Actor actor, CancellationToken cancellation)
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
        if (await rights.MayAsync(actor, about: null, cancellation))
            return rows;
        var mine = db.Set<AidCase>().Within(await scopes.OfAsync(actor, [Role.Administrator], cancellation), db);
        return rows.Where(row => db.Set<CaseRun>().Any(run => run.Id == row.Id && mine.Any(aidCase => aidCase.Id == run.CaseId)));
    }
}
