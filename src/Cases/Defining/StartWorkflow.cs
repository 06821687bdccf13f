using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Running;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Defining;

/// <summary>Starts instances of definitions that belong to no service, as many at once as their activation strategy allows.</summary>
public sealed class WorkflowStarts(IUnitOfWork work, Runner runner, Turnstile turnstile, CompiledWorkflows workflows, AuditTrail audit)
{
    /// <summary>Starts what a trigger starts, on record.</summary>
    /// <param name="by">The caller of a request, where they are known; else the system.</param>
    /// <returns>Null where the definition's activation strategy forbids another one now.</returns>
    /// <exception cref="RefusedException">workflow.correlation-too-long</exception>
    internal async Task<Burst?> StartAsync(WorkflowTrigger trigger, InstanceId id, string? correlationId, JsonObject? input, Actor by, CancellationToken cancellation)
    {
        var burst = await StartAsync(await workflows.GetAsync(trigger.VersionId, cancellation), id, new(correlationId, input, trigger.ActivityId), cancellation);
        if (burst is not null)
            audit.Record($"definition:{trigger.DefinitionId}", "workflow.triggered", by, ("instance", $"{id}"), ("version", trigger.VersionId), ("trigger", trigger.Type), ("stimulus", trigger.Stimulus.Length > 0 ? trigger.Stimulus : null));
        return burst;
    }

    /// <returns>Null where the definition's activation strategy forbids another one now.</returns>
    /// <exception cref="RefusedException">workflow.correlation-too-long</exception>
    public async Task<Burst?> StartAsync(CompiledWorkflow workflow, InstanceId id, Beginning beginning, CancellationToken cancellation)
    {
        if (beginning.CorrelationId is { Length: > Longest.CorrelationId })
            throw new RefusedException("workflow.correlation-too-long", "correlationId", ("most", Longest.CorrelationId));
        if (!await MayAsync(workflow.Definition, beginning.CorrelationId, cancellation))
            return null;
        var burst = await runner.StartAsync(workflow, id, beginning, subject: null, rerun: null, cancellation);
        work.Add(burst.Writes);
        return burst;
    }

    /// <summary>Elsa's strategies: one at a time for the definition, for its correlation id whatever runs under it, or for both together.</summary>
    private async Task<bool> MayAsync(WorkflowDefinition definition, string? correlationId, CancellationToken cancellation)
    {
        var running = work.Db.Set<InstanceRow>().Where(instance => instance.Status == InstanceStatus.Running);
        switch (definition.Activation)
        {
            case ActivationStrategy.Singleton:
                running = running.Where(instance => instance.DefinitionId == definition.DefinitionId);
                break;
            case ActivationStrategy.Correlation:
                running = running.Where(instance => instance.CorrelationId == correlationId);
                break;
            case ActivationStrategy.CorrelatedSingleton:
                running = running.Where(instance => instance.CorrelationId == correlationId && instance.DefinitionId == definition.DefinitionId);
                break;
            default:
                return true;
        }

        await turnstile.PassAsync(definition.Activation == ActivationStrategy.Singleton ? $"turnstile/definition/{definition.DefinitionId}" : $"turnstile/correlation/{correlationId}", cancellation);
        return !await running.AnyAsync(cancellation);
    }
}

/// <summary>A person starts a workflow.</summary>
public sealed class StartWorkflow(DefinitionRights rights, WorkflowStarts starts, CompiledWorkflows workflows, AuditTrail audit, IIds ids)
{
    /// <exception cref="RefusedException">definition.not-yours, definition.not-published, definition.one-runs-already</exception>
    public async Task<Burst> RunAsync(Actor actor, string definitionId, string? correlationId, JsonObject? input, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        CompiledWorkflow workflow;
        try
        {
            workflow = await workflows.PublishedAsync(definitionId, cancellation);
        }
        catch (UnknownVersionException unknown)
        {
            throw new RefusedException("definition.not-published", "definitionId", ("definition", unknown.VersionId));
        }

        var id = new InstanceId(ids.Next());
        var burst = await starts.StartAsync(workflow, id, new(correlationId, input), cancellation)
            ?? throw new RefusedException("definition.one-runs-already", "definitionId", ("definition", definitionId));
        audit.Record($"definition:{definitionId}", "workflow.started", actor, ("instance", $"{id}"), ("version", workflow.Definition.Id));
        return burst;
    }
}

/// <summary>Starts the published workflows that an event starts. The same message twice starts each once.</summary>
public sealed class StartOnEvent(IUnitOfWork work, WorkflowStarts starts)
{
    /// <returns>The triggers that the event hits, for each to be started in a commit of its own.</returns>
    public async Task<IReadOnlyList<TriggerId>> FindAsync(string eventName, CancellationToken cancellation) =>
        await work.Db.Set<WorkflowTrigger>().Where(trigger => trigger.Type == "Elsa.Event" && trigger.Stimulus == eventName)
            .OrderBy(trigger => trigger.DefinitionId).ThenBy(trigger => trigger.ActivityId).Select(trigger => trigger.Id).ToListAsync(cancellation);

    /// <param name="message">The id of the message that says so: with the trigger it makes the id of the instance.</param>
    /// <returns>Null where nothing was started: it was before, or may not be now.</returns>
    public async Task<Burst?> RunAsync(TriggerId id, Guid message, string? correlationId, JsonNode? payload, CancellationToken cancellation)
    {
        if (await work.Db.Set<WorkflowTrigger>().AsNoTracking().FirstOrDefaultAsync(trigger => trigger.Id == id, cancellation) is not { } trigger)
            return null; // Retracted, or published anew, meanwhile.
        var instance = TriggeredId.Of(message, trigger);
        if (await work.Db.Set<InstanceRow>().AnyAsync(row => row.Id == instance, cancellation))
            return null;
        var input = payload as JsonObject ?? (payload is null ? [] : new JsonObject { ["payload"] = payload.DeepClone() });
        return await starts.StartAsync(trigger, instance, correlationId, (JsonObject)input.DeepClone(), Actor.System, cancellation);
    }
}

/// <summary>An HTTP request starts the published workflow that waits for its path.</summary>
public sealed class StartOnRequest(IUnitOfWork work, WorkflowStarts starts, IIds ids)
{
    /// <exception cref="RefusedException">workflow.call-gone: it was retracted meanwhile; definition.one-runs-already</exception>
    public async Task<Burst> RunAsync(TriggerId id, Actor caller, string? correlationId, JsonObject request, CancellationToken cancellation)
    {
        var trigger = await work.Db.Set<WorkflowTrigger>().AsNoTracking().FirstOrDefaultAsync(trigger => trigger.Id == id, cancellation) ?? throw new RefusedException("workflow.call-gone");
        var input = new JsonObject { [HttpPlaces.Input] = request.DeepClone() };
        return await starts.StartAsync(trigger, new InstanceId(ids.Next()), correlationId, input, caller, cancellation)
            ?? throw new RefusedException("definition.one-runs-already", null, ("definition", trigger.DefinitionId));
    }
}

/// <summary>Starts what the clock starts, and sets its next time in the same commit.</summary>
public sealed class StartOnTime(IUnitOfWork work, WorkflowStarts starts, CompiledWorkflows workflows, IIds ids, TimeProvider time)
{
    public async Task<IReadOnlyList<TriggerId>> DueAsync(int most, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return await work.Db.Set<WorkflowTrigger>().Where(trigger => trigger.DueAt <= now).OrderBy(trigger => trigger.DueAt).Take(most).Select(trigger => trigger.Id).ToListAsync(cancellation);
    }

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation) =>
        work.Db.Set<WorkflowTrigger>().Where(trigger => trigger.DueAt != null).MinAsync(trigger => trigger.DueAt, cancellation);

    /// <returns>False when another node was first.</returns>
    public async Task<bool> RunAsync(TriggerId id, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (await work.Db.Set<WorkflowTrigger>().FirstOrDefaultAsync(trigger => trigger.Id == id, cancellation) is not { DueAt: { } due } trigger || due > now)
            return false;
        var workflow = await workflows.GetAsync(trigger.VersionId, cancellation);

        // From when it was due, so that a late sweep does not shift the pace; times that were slept through are not made up for.
        trigger.DueAt = Next(workflow, trigger, due) is { } next && next > now ? next : Next(workflow, trigger, now);
        await starts.StartAsync(trigger, new InstanceId(ids.Next()), null, null, Actor.System, cancellation);
        return true;
    }

    private static DateTimeOffset? Next(CompiledWorkflow workflow, WorkflowTrigger trigger, DateTimeOffset after) =>
        workflow.TriggersAfter(after).FirstOrDefault(place => place.ActivityId == trigger.ActivityId)?.DueAt;
}

internal static class TriggeredId
{
    /// <summary>The same for the same message and activity, for ever, so that a second delivery finds what the first one started (RFC 9562, version 8).</summary>
    internal static InstanceId Of(Guid message, WorkflowTrigger trigger)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{message:N}/{trigger.DefinitionId}/{trigger.ActivityId}"), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new(new Guid(hash[..16], bigEndian: true));
    }
}
