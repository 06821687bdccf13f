using System.Text.Json.Nodes;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Primitives;

namespace AidWorkflow.Engine.Running;

/// <summary>
/// Runs and commits instances that have no rows but the engine's own. An act of another room runs the <see cref="Runner"/>
/// itself and commits with its own rows; messages for such an instance go to its owner.
/// </summary>
/// <param name="owned">Null where every instance is bare.</param>
public sealed class BareInstances(CompiledWorkflows workflows, Runner runner, IInstances instances, ISteps steps, IIds ids, IOwnedInstances? owned = null)
{
    private const int Tries = 3;

    public async Task<Burst> StartAsync(string versionId, string? correlationId, JsonObject? input, CancellationToken cancellation)
    {
        var workflow = await workflows.GetAsync(versionId, cancellation);
        var burst = await runner.StartAsync(workflow, new(ids.Next()), correlationId, input, null, null, cancellation);
        await steps.CommitAsync(burst.Writes, cancellation);
        return burst;
    }

    /// <summary>Brings something to where an instance waits. Of several callers exactly one gets through.</summary>
    /// <exception cref="BookmarkGoneException">Somebody was first, or the flow went another way.</exception>
    /// <exception cref="InstanceOnHoldException">It waits there still, and goes on when it is activated.</exception>
    public async Task<Burst> ResumeAsync(BookmarkId bookmark, JsonNode? input, CancellationToken cancellation)
    {
        var row = await instances.BookmarkAsync(bookmark, cancellation) ?? throw new BookmarkGoneException(bookmark);
        return await ChangeAsync(row.InstanceId, (workflow, instance) => runner.ResumeAsync(workflow, instance, bookmark, input, null, null, cancellation), cancellation)
            ?? throw new BookmarkGoneException(bookmark);
    }

    private async Task ResumeAsync(BookmarkRow waiting, JsonNode? input, CancellationToken cancellation)
    {
        if (owned is null || !await owned.ResumeAsync(waiting, input, cancellation))
            await ResumeAsync(waiting.Id, input, cancellation);
    }

    /// <summary>Does what a message from workflow to workflow asks; doing it twice does it once.</summary>
    /// <exception cref="InstanceOnHoldException">Whom it is for is on hold: it is to be delivered again later.</exception>
    /// <exception cref="UnknownVersionException">It asks for a workflow that is not there.</exception>
    public async Task DeliverAsync(OutboxRow message, CancellationToken cancellation)
    {
        var payload = JsonNode.Parse(message.Payload)!;
        switch (message.Channel)
        {
            case Channels.DispatchWorkflow:
                await DispatchAsync(payload, cancellation);
                return;
            case Channels.WorkflowEnded or Channels.Timer:
                await TellAsync(new(Guid.Parse((string)payload["bookmarkId"]!)), payload["result"], cancellation);
                return;
            case Channels.Event:
                // Who began to wait after it was said is not meant. So a second delivery does not reach a loop that waits for the next one.
                var (name, correlation) = ((string?)payload["eventName"] ?? "", (string?)payload["correlationId"]);
                var only = payload["instanceId"] is { } id ? new InstanceId(Guid.Parse((string)id!)) : (InstanceId?)null;
                await PublishAsync(name, payload["payload"], correlation, int.MaxValue, message.CreatedAt, only, cancellation);
                return;
            default:
                throw new ArgumentException($"{message.Channel} is no channel of the engine", nameof(message));
        }
    }

    private async Task DispatchAsync(JsonNode payload, CancellationToken cancellation)
    {
        var id = new InstanceId(Guid.Parse((string)payload["instanceId"]!));
        if (await instances.FindAsync(id, cancellation) is not null)
            return;
        var definitionId = (string)payload["definitionId"]!;
        var workflow = await workflows.PublishedAsync(definitionId, cancellation);
        var awaited = payload["awaited"] is { } bookmark ? new BookmarkId(Guid.Parse((string)bookmark!)) : (BookmarkId?)null;
        var burst = await runner.StartAsync(workflow, id, new((string?)payload["correlationId"], payload["input"] as JsonObject, Awaited: awaited, OnlyToRest: (bool?)payload["onlyToRest"] == true), null, null, cancellation);
        try
        {
            await steps.CommitAsync(burst.Writes, cancellation);
        }
        catch (LostRaceException)
        {
            // The other delivery of the same message started it: the id is the message's own.
        }
    }

    private async Task TellAsync(BookmarkId bookmark, JsonNode? result, CancellationToken cancellation)
    {
        if (await instances.BookmarkAsync(bookmark, cancellation) is not { } waiting)
            return; // It was told before, or no longer waits.
        try
        {
            await ResumeAsync(waiting, result?.DeepClone(), cancellation);
        }
        catch (BookmarkGoneException)
        {
            // Told by another delivery at the same moment.
        }
    }

    /// <summary>Resumes every instance that waits for the event.</summary>
    /// <returns>How many were resumed.</returns>
    /// <exception cref="InstanceOnHoldException">One that waits for it is on hold; the others were told. Telling it again later reaches that one.</exception>
    public Task<int> PublishAsync(string eventName, JsonNode? payload, string? correlationId, int most, CancellationToken cancellation) =>
        PublishAsync(eventName, payload, correlationId, most, DateTimeOffset.MaxValue, null, cancellation);

    private async Task<int> PublishAsync(string eventName, JsonNode? payload, string? correlationId, int most, DateTimeOffset since, InstanceId? only, CancellationToken cancellation)
    {
        var resumed = 0;
        InstanceOnHoldException? held = null;
        foreach (var waiting in await instances.WaitingAsync(Event.TypeName, eventName, correlationId, most, cancellation))
        {
            if (waiting.CreatedAt > since || (only is not null && waiting.InstanceId != only))
                continue;
            try
            {
                await ResumeAsync(waiting, payload, cancellation);
                resumed++;
            }
            catch (BookmarkGoneException)
            {
                // Somebody else resumed it: it is no longer ours to tell.
            }
            catch (InstanceOnHoldException onHold)
            {
                held = onHold; // the others are told first
            }
        }

        return held is null ? resumed : throw held;
    }

    /// <exception cref="CannotGoThereException">It has ended, or nothing of it leads there.</exception>
    public Task<Burst?> RewindAsync(InstanceId id, string targetActivityId, string reason, CancellationToken cancellation) =>
        ChangeAsync(id, (workflow, instance) => runner.RewindAsync(workflow, instance, targetActivityId, reason, null, null, cancellation), cancellation);

    /// <returns>Null when there is no such instance.</returns>
    public Task<Burst?> CancelAsync(InstanceId id, string reason, CancellationToken cancellation) =>
        ChangeAsync(id, (workflow, instance) => runner.CancelAsync(workflow, instance, reason, null, cancellation), cancellation);

    /// <exception cref="IncidentGoneException">It was settled before.</exception>
    public Task<Burst?> RetryIncidentAsync(InstanceId id, IncidentId incident, string by, CancellationToken cancellation) =>
        ChangeAsync(id, (workflow, instance) => runner.RetryIncidentAsync(workflow, instance, incident, by, null, null, cancellation), cancellation);

    /// <exception cref="IncidentGoneException">It was settled before.</exception>
    public Task<Burst?> SkipIncidentAsync(InstanceId id, IncidentId incident, string outcome, string reason, string by, CancellationToken cancellation) =>
        ChangeAsync(id, (workflow, instance) => runner.SkipIncidentAsync(workflow, instance, incident, outcome, reason, by, null, null, cancellation), cancellation);

    /// <exception cref="IncidentGoneException">It was settled before.</exception>
    public Task<Burst?> CancelIncidentAsync(InstanceId id, IncidentId incident, string reason, string by, CancellationToken cancellation) =>
        ChangeAsync(id, (workflow, instance) => runner.CancelIncidentAsync(workflow, instance, incident, reason, by, null, null, cancellation), cancellation);

    /// <summary>Puts it on hold: nothing resumes it, and its timers do not fire.</summary>
    /// <exception cref="InstanceStandsOtherwiseException">It has ended.</exception>
    /// <exception cref="InstanceOnHoldException">It is on hold already.</exception>
    public Task<Burst?> SuspendAsync(InstanceId id, string reason, string by, CancellationToken cancellation) =>
        ChangeAsync(id, (workflow, instance) => runner.SuspendAsync(workflow, instance, reason, by, null, cancellation), cancellation);

    /// <exception cref="InstanceStandsOtherwiseException">It is not on hold.</exception>
    public Task<Burst?> ActivateAsync(InstanceId id, string reason, string by, CancellationToken cancellation) =>
        ChangeAsync(id, (workflow, instance) => runner.ActivateAsync(workflow, instance, reason, by, null, cancellation), cancellation);

    /// <exception cref="CannotGoThereException">It has ended.</exception>
    public Task<Burst?> SetVariableAsync(InstanceId id, string name, JsonNode? value, string reason, string by, CancellationToken cancellation) =>
        ChangeAsync(id, (workflow, instance) => runner.SetVariableAsync(workflow, instance, name, value, reason, by, null, cancellation), cancellation);

    /// <returns>What a move to the version would do; null when there is no such instance.</returns>
    /// <exception cref="UnknownVersionException">There is no such version.</exception>
    public async Task<MigrationPlan?> PlanMigrationAsync(InstanceId id, string toVersionId, IReadOnlyDictionary<string, string> mapping, CancellationToken cancellation)
    {
        if (await instances.FindAsync(id, cancellation) is not { } instance)
            return null;
        return Runner.PlanMigration(await workflows.GetAsync(instance.DefinitionVersionId, cancellation), instance, await workflows.GetAsync(toVersionId, cancellation), mapping);
    }

    /// <exception cref="CannotMigrateException">Something open has no place in the version.</exception>
    /// <exception cref="UnknownVersionException">There is no such version.</exception>
    public Task<Burst?> MigrateAsync(InstanceId id, string toVersionId, IReadOnlyDictionary<string, string> mapping, string reason, string by, CancellationToken cancellation) =>
        ChangeAsync(id, async (workflow, instance) =>
            await runner.MigrateAsync(workflow, instance, await workflows.GetAsync(toVersionId, cancellation), mapping, reason, by, null, cancellation), cancellation);

    /// <exception cref="NothingToUndoException">Its last step was no migration.</exception>
    public Task<Burst?> UndoMigrationAsync(InstanceId id, string reason, string by, CancellationToken cancellation) =>
        ChangeAsync(id, async (workflow, instance) =>
        {
            var last = await instances.StepAsync(id, instance.Revision, cancellation);
            if (last is null || Runner.MovedFrom(last) is not { } from)
                throw new NothingToUndoException(id);
            return await runner.UndoMigrationAsync(workflow, instance, last, await workflows.GetAsync(from, cancellation), reason, by, null, cancellation);
        }, cancellation);

    private async Task<Burst?> ChangeAsync(InstanceId id, Func<Definitions.CompiledWorkflow, InstanceRow, Task<Burst>> run, CancellationToken cancellation)
    {
        for (var tried = 1; ; tried++)
        {
            if (await instances.FindAsync(id, cancellation) is not { } instance)
                return null;
            var burst = await run(await workflows.GetAsync(instance.DefinitionVersionId, cancellation), instance);
            try
            {
                await steps.CommitAsync(burst.Writes, cancellation);
                return burst;
            }
            catch (LostRaceException) when (tried < Tries)
            {
                // Another step of the instance came first: this one is computed anew from what that left.
            }
        }
    }
}
