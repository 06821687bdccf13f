using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Instances;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Intervening;

/// <summary>How many instances of a version wait at a step, and for how long.</summary>
/// <param name="ActivityId">The step's id in that version.</param>
/// <param name="OldestSince">When the one that waits longest began to.</param>
/// <param name="OverShort">How many of them wait longer than <see cref="LiveSteps.Short"/>.</param>
/// <param name="OverMiddle">Longer than <see cref="LiveSteps.Middle"/>.</param>
/// <param name="OverLong">Longer than <see cref="LiveSteps.Long"/>.</param>
public sealed record StepLoad(string VersionId, string ActivityId, int Count, DateTimeOffset OldestSince, int OverShort, int OverMiddle, int OverLong);

/// <summary>How many instances of a version stand still at a step because it threw there.</summary>
public sealed record StepFaults(string VersionId, string ActivityId, int Count);

/// <param name="At">When it was so.</param>
public sealed record LiveView(DateTimeOffset At, IReadOnlyList<StepLoad> Waiting, IReadOnlyList<StepFaults> Faults);

/// <summary>
/// Where the running instances of a definition stand, by the version that each runs on. A number and the list behind it
/// (<see cref="RunningInstances"/> with the same definition, version and step) are the same query: only what its reader may see is counted.
/// </summary>
public sealed class LiveSteps(IUnitOfWork work, RunningInstances running, TimeProvider time)
{
    public static readonly TimeSpan Short = TimeSpan.FromDays(3);
    public static readonly TimeSpan Middle = TimeSpan.FromDays(10);
    public static readonly TimeSpan Long = TimeSpan.FromDays(30);

    public async Task<LiveView> CountAsync(string definitionId, Actor actor, CancellationToken cancellation)
    {
        var (db, now) = (work.Db, time.GetUtcNow());
        var (afterShort, afterMiddle, afterLong) = (now - Short, now - Middle, now - Long);
        var seen = await running.SeenAsync(new() { DefinitionId = definitionId }, actor, cancellation);

        // A step may wait for several things at once, its time and a person: the instance counts once, from the first of them on.
        var waiting = await db.Set<BookmarkRow>().AsNoTracking()
            .Join(seen.Where(row => row.Status == InstanceStatus.Running), bookmark => bookmark.InstanceId, row => row.Id, (bookmark, row) => new { row.DefinitionVersionId, bookmark.ActivityId, bookmark.InstanceId, bookmark.CreatedAt })
            .GroupBy(place => new { place.DefinitionVersionId, place.ActivityId, place.InstanceId })
            .Select(place => new { place.Key.DefinitionVersionId, place.Key.ActivityId, Since = place.Min(one => one.CreatedAt) })
            .GroupBy(place => new { place.DefinitionVersionId, place.ActivityId })
            .Select(step => new StepLoad(
                step.Key.DefinitionVersionId, step.Key.ActivityId, step.Count(), step.Min(one => one.Since),
                step.Count(one => one.Since < afterShort), step.Count(one => one.Since < afterMiddle), step.Count(one => one.Since < afterLong)))
            .ToListAsync(cancellation);

        var faults = await db.Set<IncidentRow>().AsNoTracking().Where(incident => incident.State == IncidentState.Open)
            .Join(seen, incident => incident.InstanceId, row => row.Id, (incident, row) => new { row.DefinitionVersionId, incident.ActivityId, incident.InstanceId })
            .Distinct().GroupBy(place => new { place.DefinitionVersionId, place.ActivityId })
            .Select(step => new StepFaults(step.Key.DefinitionVersionId, step.Key.ActivityId, step.Count()))
            .ToListAsync(cancellation);
        return new(now, waiting, faults);
    }
}
