using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Mending;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Running;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>
/// Runs the workflow of a petition beside its story: the law says what may follow what and until when, the workflow what the house does in between. Where no workflow is published, or it has ended, the law alone
/// leads.
/// </summary>
public sealed class PetitionRuns(IUnitOfWork work, IInstances instances, CompiledWorkflows workflows, Runner runner, PetitionTelling telling, PetitionWindows windows, Colleagues colleagues, Attempt attempt, IIds ids)
{
    /// <summary>Of the definition in the library that leads petitions.</summary>
    public const string DefinitionId = "petition";

    internal async Task StartAsync(PetitionFile file, CancellationToken cancellation)
    {
        CompiledWorkflow workflow;
        try
        {
            workflow = await workflows.PublishedAsync(DefinitionId, cancellation);
        }
        catch (UnknownVersionException)
        {
            return;
        }

        var (matter, petition) = (file.Matter, file.Petition);
        var input = new JsonObject
        {
            ["Class"] = petition.Class.ToString(),
            ["Branch"] = petition.Branch?.ToString(),
            ["Subject"] = matter.Subject,
            ["Channel"] = matter.Channel.ToString(),
            ["People"] = matter.People,
            ["IsUrgent"] = matter.IsUrgent,
            ["IsRepeat"] = matter.RepeatOf is not null,
        };
        var id = InstanceId.Of(ids.Next());
        petition.InstanceId = id;
        await TakeAsync(file, workflow, await runner.StartAsync(workflow, id, new Beginning(matter.Id.ToString(), input), AtHand(file), attempt.Rerun, cancellation), cancellation);
    }

    /// <summary>What happened brings the flow on, where it is what the flow waits for.</summary>
    /// <exception cref="RefusedException">petition.step-not-open: the flow stands elsewhere; petition.on-hold</exception>
    /// <exception cref="LostRaceException">Somebody was first.</exception>
    internal async Task GoOnAsync(PetitionFile file, PetitionEventKind kind, CancellationToken cancellation)
    {
        if (!StatutoryStep.Moves(kind) || await StandAsync(file.Petition, cancellation) is not { } stand)
            return;
        if (stand.For(kind) is not { } waiting)
            throw new RefusedException("petition.step-not-open", null, ("what", PetitionWords.Of(kind)), ("step", stand.Name));
        try
        {
            var burst = await runner.ResumeAsync(stand.Workflow, stand.Instance, waiting.Id, new JsonObject { ["outcome"] = StatutoryStep.PortAfter(waiting.Name, kind) }, AtHand(file), attempt.Rerun, cancellation);
            await TakeAsync(file, stand.Workflow, burst, cancellation);
        }
        catch (BookmarkGoneException gone)
        {
            throw new LostRaceException(gone.Message, gone);
        }
        catch (InstanceOnHoldException)
        {
            throw new RefusedException("petition.on-hold");
        }
    }

    /// <summary>The clock, or a message, resumes a bookmark.</summary>
    /// <exception cref="BookmarkGoneException">The flow no longer waits there.</exception>
    internal async Task ResumeAsync(PetitionFile file, BookmarkRow bookmark, JsonNode? input, CancellationToken cancellation)
    {
        var (workflow, instance) = await LoadAsync(bookmark.InstanceId, cancellation);
        await TakeAsync(file, workflow, await runner.ResumeAsync(workflow, instance, bookmark.Id, input, AtHand(file), attempt.Rerun, cancellation), cancellation);
    }

    /// <summary>The petitioner takes it back: the workflow ends where it stands.</summary>
    internal async Task EndAsync(PetitionFile file, string reason, CancellationToken cancellation)
    {
        if (await StandAsync(file.Petition, cancellation) is { } stand)
            await TakeAsync(file, stand.Workflow, await runner.CancelAsync(stand.Workflow, stand.Instance, reason, AtHand(file), cancellation), cancellation);
    }

    /// <summary>It goes on in another petition: the workflow stands still where it is.</summary>
    internal async Task HoldAsync(PetitionFile file, string reason, Actor actor, CancellationToken cancellation)
    {
        if (await StandAsync(file.Petition, cancellation) is { Instance.SubStatus: not InstanceSubStatus.OnHold } stand)
            await TakeAsync(file, stand.Workflow, await runner.SuspendAsync(stand.Workflow, stand.Instance, reason, actor.Name, AtHand(file), cancellation), cancellation);
    }

    /// <summary>It goes on by itself again.</summary>
    internal async Task WakeAsync(PetitionFile file, string reason, Actor actor, CancellationToken cancellation)
    {
        if (await StandAsync(file.Petition, cancellation) is { Instance.SubStatus: InstanceSubStatus.OnHold } stand)
            await TakeAsync(file, stand.Workflow, await runner.ActivateAsync(stand.Workflow, stand.Instance, reason, actor.Name, AtHand(file), cancellation), cancellation);
    }

    /// <summary>A person settles what threw. Steps of the law are not skipped: the flow would go on as if they had been taken.</summary>
    /// <exception cref="IncidentGoneException">Somebody was first.</exception>
    /// <exception cref="RefusedException">incident.decides</exception>
    internal async Task<InstanceSubStatus> SettleAsync(PetitionFile file, IncidentRow incident, Settlement how, Actor actor, CancellationToken cancellation)
    {
        var (workflow, instance) = await LoadAsync(incident.InstanceId, cancellation);
        if (how is not Settlement.Retry && (how is Settlement.Cancel || workflow.DescriptorOf(incident.ActivityId) is { CanWait: true, TypeName: var type } && type.StartsWith(StatutoryStep.Prefix, StringComparison.Ordinal)))
            throw new RefusedException("incident.decides", null, ("step", workflow.LabelOf(incident.ActivityId)));
        var burst = await how.RunAsync(runner, new(workflow, instance, incident.Id, actor.Name, AtHand(file), attempt.Rerun), cancellation);
        await TakeAsync(file, workflow, burst, cancellation);
        return burst.Incidents.IsEmpty ? burst.SubStatus : InstanceSubStatus.Faulted;
    }

    /// <summary>Where the flow stands; null where none runs.</summary>
    internal async Task<PetitionStand?> StandAsync(Petition petition, CancellationToken cancellation)
    {
        if (petition.InstanceId is not { } id)
            return null;
        var (workflow, instance) = await LoadAsync(id, cancellation);
        if (instance is { Status: InstanceStatus.Finished, SubStatus: not InstanceSubStatus.Faulted })
            return null;
        return new(workflow, instance, await work.Db.Set<BookmarkRow>().AsNoTracking().Where(bookmark => bookmark.InstanceId == id).OrderBy(bookmark => bookmark.CreatedAt).ThenBy(bookmark => bookmark.Id).ToListAsync(cancellation));
    }

    private async Task<(CompiledWorkflow Workflow, InstanceRow Instance)> LoadAsync(InstanceId id, CancellationToken cancellation)
    {
        var instance = await instances.FindAsync(id, cancellation) ?? throw new InvalidOperationException($"Instance {id} of a petition is not in the store");
        return (await workflows.GetAsync(instance.DefinitionVersionId, cancellation), instance);
    }

    private PetitionAtHand AtHand(PetitionFile file) => new(file, telling, windows);

    private async Task TakeAsync(PetitionFile file, CompiledWorkflow workflow, Burst burst, CancellationToken cancellation)
    {
        work.Add(burst.Writes);
        foreach (var incident in burst.Incidents)
            await colleagues.TellAdministratorsAsync(new(null, "petition.incident", $"petition-incident:{incident.Id}", ("number", file.Matter.Number), ("step", workflow.LabelOf(incident.ActivityId))), file.Matter.UnitId, cancellation);
    }
}

/// <summary>Where the workflow of a petition stands.</summary>
internal sealed record PetitionStand(CompiledWorkflow Workflow, InstanceRow Instance, IReadOnlyList<BookmarkRow> Waiting)
{
    /// <summary>The place that waits for the event; null where none does.</summary>
    public BookmarkRow? For(PetitionEventKind kind) => Waiting.FirstOrDefault(bookmark => StatutoryStep.PortAfter(bookmark.Name, kind) is not null);

    /// <summary>What its author called the step, or steps.</summary>
    public string Name => Waiting.Count == 0 ? Workflow.Definition.Name ?? Workflow.Definition.DefinitionId : string.Join("、", Waiting.Select(bookmark => Workflow.LabelOf(bookmark.ActivityId)).Distinct());
}
