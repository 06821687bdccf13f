using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Defining;

/// <summary>A task that a workflow gave to the outside and that nobody has completed.</summary>
/// <param name="Id">By which it is completed.</param>
/// <param name="Payload">What the workflow said about it; null where it said nothing, or the message of it is no longer kept.</param>
public sealed record OutsideTask(BookmarkId Id, string Name, JsonNode? Payload, InstanceId Instance, string Definition, string Activity, string? CorrelationId, DateTimeOffset Since);

/// <summary>Tasks that workflows gave to the outside (Elsa.RunTask) and wait for.</summary>
public sealed class OutsideTasks(IUnitOfWork work, DefinitionRights rights)
{
    /// <summary>The type of the activity, by which its places of waiting are known.</summary>
    public const string Type = "Elsa.RunTask";

    /// <returns>Oldest first, with how many there are in all.</returns>
    /// <exception cref="RefusedException">definition.not-yours</exception>
    public async Task<(ImmutableArray<OutsideTask> Tasks, int All)> ListAsync(Actor actor, int skip, int most, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        var db = work.Db;
        var open = db.Set<BookmarkRow>().AsNoTracking().Where(row => row.Name == Type);
        var rows = await open.OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).Skip(skip).Take(most).ToListAsync(cancellation);
        var instances = rows.Select(row => row.InstanceId).Distinct().ToArray();
        var definitions = await db.Set<InstanceRow>().Where(row => instances.Contains(row.Id)).Select(row => new { row.Id, row.DefinitionId }).ToDictionaryAsync(row => row.Id, row => row.DefinitionId, cancellation);
        var moments = rows.Select(row => row.CreatedAt).Distinct().ToArray(); // the message was written in the same step
        var said = await db.Set<OutboxRow>().Where(row => row.Channel == Channels.Task && moments.Contains(row.CreatedAt)).Select(row => row.Payload).ToListAsync(cancellation);
        var payloads = said.Select(text => JsonNode.Parse(text)!).DistinctBy(task => (string?)task["taskId"]).ToDictionary(task => (string?)task["taskId"] ?? "", task => task["payload"]);
        return (
            [.. rows.Select(row => new OutsideTask(row.Id, row.Stimulus, payloads.GetValueOrDefault($"{row.Id}"), row.InstanceId, definitions.GetValueOrDefault(row.InstanceId) ?? "", row.ActivityId, row.CorrelationId, row.CreatedAt))],
            await open.CountAsync(cancellation));
    }
}
