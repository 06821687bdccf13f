using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Cases.Defining;

/// <summary>Tells workflows an event: those that wait for it go on, and those that it triggers start. It leaves with the commit.</summary>
public sealed class TellEvent(IUnitOfWork work, DefinitionRights rights, AuditTrail audit, IIds ids, TimeProvider time)
{
    /// <summary>What an index over bookmarks can hold.</summary>
    private const int LongestName = 400;

    /// <exception cref="RefusedException">definition.not-yours, workflow.event-unnamed</exception>
    public async Task<MessageId> RunAsync(Actor actor, string name, string? correlationId, JsonNode? payload, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        if (name.Length is 0 or > LongestName)
            throw new RefusedException("workflow.event-unnamed", "name", ("most", LongestName));
        var (id, now) = (MessageId.Of(ids.Next()), time.GetUtcNow());
        var said = new JsonObject { ["eventName"] = name, ["correlationId"] = correlationId, ["payload"] = payload?.DeepClone() };
        work.Db.Add(new OutboxRow
        {
            Id = id,
            Channel = Channels.Event,
            IdempotencyKey = $"event/{id}",
            Payload = said.ToJsonString(),
            CorrelationId = correlationId,
            CreatedAt = now,
            NextAttemptAt = now,
            TraceParent = Tracing.Here,
        });
        audit.Record($"event:{name}", "workflow.event-told", actor, ("message", $"{id}"), ("correlation", correlationId));
        return id;
    }
}

/// <summary>Completes a task that a workflow gave to the outside (Elsa.RunTask), with its result.</summary>
public sealed class CompleteTask(IUnitOfWork work, DefinitionRights rights, IInstances instances, ResumeDue cases, CompiledWorkflows workflows, Runner runner, AuditTrail audit)
{
    private const string Type = "Elsa.RunTask";

    /// <exception cref="RefusedException">definition.not-yours, workflow.task-unknown: there is none, or it was completed before; instance.on-hold</exception>
    public async Task<InstanceId> RunAsync(Actor actor, BookmarkId task, JsonNode? result, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        if (await instances.BookmarkAsync(task, cancellation) is not { Name: Type } waiting)
            throw new RefusedException("workflow.task-unknown");
        try
        {
            var became = await cases.ResumeAsync(waiting, result, cancellation);
            if (became == Resumption.Gone)
                throw new BookmarkGoneException(task);
            if (became == Resumption.Bare)
                await ResumeAsync(waiting, result, cancellation);
        }
        catch (BookmarkGoneException)
        {
            throw new RefusedException("workflow.task-unknown");
        }
        catch (InstanceOnHoldException)
        {
            throw new RefusedException("instance.on-hold");
        }

        audit.Record($"instance:{waiting.InstanceId}", "workflow.task-completed", actor, ("task", $"{task}"), ("name", waiting.Stimulus));
        return waiting.InstanceId;
    }

    private async Task ResumeAsync(BookmarkRow waiting, JsonNode? result, CancellationToken cancellation)
    {
        var instance = await instances.FindAsync(waiting.InstanceId, cancellation) ?? throw new BookmarkGoneException(waiting.Id);
        var workflow = await workflows.GetAsync(instance.DefinitionVersionId, cancellation);
        work.Add((await runner.ResumeAsync(workflow, instance, waiting.Id, result, subject: null, rerun: null, cancellation)).Writes);
    }
}
