using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Portal.Api.Administering;

/// <summary>Workflow definitions that belong to no service, over their whole life, and what the outside tells workflows.</summary>
internal static class DefinitionsApi
{
    public static void MapDefinitions(this RouteGroupBuilder admin)
    {
        var definitions = admin.MapGroup("/definitions");
        definitions.MapGet("", async (int? page, Asking asking) => Paging.Of(await asking.DoAsync<DefinitionReading, IReadOnlyList<DefinitionRow>>((reading, actor, token) => reading.ListAsync(actor, token)), page))
            .Called("definitions", "Workflow definitions that belong to no service.");
        definitions.MapPost("", async (DefinitionWritten said, Asking asking) => await SaveAsync(said, asking)).TakesKey()
            .Called("saveDefinition", "Write the draft of a definition; a published version stays published.");
        definitions.MapPost("/check", async (DefinitionWritten said, Asking asking) => (await CheckAsync(said, asking)).Select(DefinitionFinding.Of).ToList())
            .Called("checkDefinition", "What is wrong in a definition; nothing is changed.");
        definitions.MapGet("/{id}", async (string id, int? version, Asking asking) =>
                (await asking.DoAsync<DefinitionReading, WorkflowDefinition>((reading, actor, token) => reading.ExportAsync(actor, id, version, token))).Json)
            .Called("definition", "A version as Elsa 3 JSON; the newest where none is named.");
        definitions.MapGet("/{id}/versions", async (string id, Asking asking) =>
                (await asking.DoAsync<DefinitionReading, IReadOnlyList<DefinitionVersion>>((reading, actor, token) => reading.VersionsAsync(actor, id, token))).Select(VersionLine.Of).ToList())
            .Called("definitionVersions", "Its versions, newest first.");
        definitions.MapGet("/{id}/history", async (string id, Asking asking) =>
                (await asking.DoAsync<DefinitionReading, IReadOnlyList<WorkflowDefinition>>((reading, actor, token) => reading.HistoryAsync(actor, id, token))).Select(version => version.Json).ToList())
            .Called("definitionHistory", "Every version as Elsa 3 JSON, oldest first.");
        definitions.MapPost("/history", async (HistoryWritten said, Asking asking) => await KeepAsync(said, asking)).TakesKey()
            .Called("importDefinitionHistory", "Take the versions of one definition in, each under its number and id; what is here already stays.");
        definitions.MapPost("/{id}/publish", PublishAsync).TakesKey().Called("publishDefinition", "Publish the newest version; refused with every error.");
        definitions.MapPost("/{id}/retract", async (string id, Asking asking) =>
                await asking.OnceAsync<RetractDefinition, VersionLine>(null, async (act, actor, token) => VersionLine.Of(await act.RunAsync(actor, id, token)))).TakesKey()
            .Called("retractDefinition", "Take the published version back: nothing starts it any more.");
        definitions.MapPost("/{id}/revert", async (string id, DefinitionReverted said, Asking asking) =>
                await asking.OnceAsync<RevertDefinition, VersionLine>(said, async (act, actor, token) => VersionLine.Of(await act.RunAsync(actor, id, said.Version, token)))).TakesKey()
            .Called("revertDefinition", "Bring an older version back as the newest draft.");
        definitions.MapDelete("/{id}/versions/{version:int}", async (string id, int version, Asking asking) =>
        {
            await asking.DoAsync<DeleteDefinition, bool>(async (act, actor, token) =>
            {
                await act.RunAsync(actor, id, version, token);
                return true;
            });
            return TypedResults.NoContent();
        }).Called("deleteDefinitionVersion", "Delete a version that has no instances and that nothing uses.");
        definitions.MapGet("/{id}/consumers", async (string id, Asking asking) =>
                (await asking.DoAsync<DefinitionConsumers, IReadOnlyList<DefinitionVersion>>((reading, actor, token) => reading.OfAsync(actor, id, token))).Select(VersionLine.Of).ToList())
            .Called("definitionConsumers", "The published workflows that use it like an activity.");
        definitions.MapPost("/{id}/consumers/{consumer}/update", async (string id, string consumer, Asking asking) =>
                await asking.OnceAsync<UpdateConsumer, ConsumerUpdated>(null, async (act, actor, token) => new(await act.RunAsync(actor, consumer, id, token)))).TakesKey()
            .Called("updateConsumer", "Bring a consumer up to its published version, as a draft to publish.");
        definitions.MapPost("/{id}/start", async (string id, WorkflowStarting said, Asking asking) =>
                await asking.OnceAsync<StartWorkflow, WorkflowStarted>(said, async (act, actor, token) => Of((await act.RunAsync(actor, id, said.CorrelationId, said.Input, token)).Writes.Instance))).TakesKey()
            .Called("startWorkflow", "Start an instance of the published version.");
        admin.MapPost("/events", async (EventTold said, Asking asking) =>
                await asking.OnceAsync<TellEvent, EventQueued>(said, async (act, actor, token) => new((await act.RunAsync(actor, said.Name.Trim(), said.CorrelationId, said.Payload, token)).Value))).TakesKey()
            .Called("tellEvent", "Tell workflows an event: those that wait for it go on, and those that it triggers start.");
        admin.MapGet("/outside-tasks", async (int? page, OutsideTasks reading, Asking asking) =>
        {
            var (number, (tasks, all)) = (Paging.Number(page), await reading.ListAsync(asking.Actor, (Paging.Number(page) - 1) * Paging.Size, Paging.Size, asking.Cancellation));
            await asking.ListedAsync("outside-tasks", "", tasks.Length);
            return new Paged<OutsideTask>(tasks, number, Paging.Size, all);
        }).Called("outsideTasks", "Tasks that workflows gave to the outside (Elsa.RunTask) and wait for, oldest first; each is completed by its id. The look is recorded.");
        admin.MapPost("/outside-tasks/{id:guid}/complete", async (Guid id, TaskResult said, Asking asking) =>
                await asking.OnceAsync<CompleteTask, TaskCompleted>(said, async (act, actor, token) => new((await act.RunAsync(actor, new(id), said.Result, token)).Value))).TakesKey()
            .Called("completeOutsideTask", "Complete a task that a workflow gave to the outside (Elsa.RunTask).");
    }

    private static Task<VersionLine> SaveAsync(DefinitionWritten said, Asking asking) => Readable(() =>
        asking.OnceAsync<SaveDefinition, VersionLine>(said, async (act, actor, token) => VersionLine.Of(await act.RunAsync(actor, new(said.Definition.ToJsonString(), said.Stamp), token))));

    private static Task<IReadOnlyList<VersionKept>> KeepAsync(HistoryWritten said, Asking asking) => Readable(() =>
        asking.OnceAsync<ImportHistory, IReadOnlyList<VersionKept>>(said, async (act, actor, token) =>
        [
            .. (await act.RunAsync(actor, [.. said.Versions.Select(version => WorkflowDefinition.Of(version.DeepClone()))], said.Publishing, token))
                .Select(kept => new VersionKept(VersionLine.Of(kept.Version), [.. kept.Faults.Select(DefinitionFinding.Of)])),
        ]));

    private static Task<IReadOnlyList<DefinitionFault>> CheckAsync(DefinitionWritten said, Asking asking) => Readable(() =>
        asking.DoAsync<DefinitionCheck, IReadOnlyList<DefinitionFault>>(async (check, _, token) => await check.RunAsync(WorkflowDefinition.Of(said.Definition.DeepClone()), token)));

    private static async Task<VersionPublished> PublishAsync(string id, Asking asking)
    {
        try
        {
            return await asking.OnceAsync<PublishDefinition, VersionPublished>(null, async (act, actor, token) =>
            {
                var published = await act.RunAsync(actor, id, stamp: null, token);
                return new(VersionLine.Of(published.Version), [.. published.Warnings.Select(DefinitionFinding.Of)]);
            });
        }
        catch (DefinitionFaultsException broken)
        {
            Refuse(broken.Faults.Where(fault => fault.Severity == Severity.Error));
            throw;
        }
    }

    private static async Task<T> Readable<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (DefinitionException broken)
        {
            Refuse([broken.Fault]);
            throw;
        }
    }

    /// <summary>Each error under its place in the document.</summary>
    private static void Refuse(IEnumerable<DefinitionFault> faults)
    {
        var refusals = new Refusals();
        foreach (var fault in faults)
            refusals.Add(new("workflow.fault", fault.Path, ("code", fault.Code), ("reason", fault.Why.Zh), ("reasonEn", fault.Why.En)));
        refusals.ThrowIfAny();
    }

    private static WorkflowStarted Of(InstanceRow instance) => new(instance.Id.Value, instance.Status.ToString(), instance.SubStatus.ToString());
}
