using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Mending;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Running;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>What the activities of visits find as the subject of a burst.</summary>
public sealed class VisitAtHand
{
    private readonly PetitionTelling telling;

    internal VisitAtHand(Matter matter, PetitionTelling telling) => (Matter, this.telling) = (matter, telling);

    public Matter Matter { get; }

    /// <summary>Tells colleagues of the matter, by its number and never by what it says.</summary>
    public Task TellAsync(PetitionAudience audience, LocalText words, string key, CancellationToken cancellation) => telling.TellVisitAsync(Matter, audience, words, key, cancellation);
}

/// <summary>Runs the workflow of a matter that is no petition: it chases what was referred and not replied to. Where none is published, or it has ended, what happened is entered all the same.</summary>
public sealed class VisitRuns(IUnitOfWork work, IInstances instances, CompiledWorkflows workflows, Runner runner, PetitionTelling telling, Colleagues colleagues, Attempt attempt, IIds ids)
{
    /// <summary>Of the definition in the library that leads visits.</summary>
    public const string DefinitionId = "visit";

    internal async Task StartAsync(Matter matter, CancellationToken cancellation)
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

        var input = new JsonObject { ["Kind"] = matter.Kind.ToString(), ["Subject"] = matter.Subject, ["Channel"] = matter.Channel.ToString(), ["People"] = matter.People, ["IsUrgent"] = matter.IsUrgent };
        var id = InstanceId.Of(ids.Next());
        work.Db.Add(new VisitRun { MatterId = matter.Id, InstanceId = id });
        await TakeAsync(matter, workflow, await runner.StartAsync(workflow, id, new Beginning(matter.Id.ToString(), input), new VisitAtHand(matter, telling), attempt.Rerun, cancellation), cancellation);
    }

    /// <summary>What happened brings the flow on where it waits for it; where it ends the matter and the flow waits for something else, the flow ends.</summary>
    /// <exception cref="LostRaceException">Somebody was first.</exception>
    internal async Task GoOnAsync(Matter matter, VisitEventKind kind, CancellationToken cancellation)
    {
        if (await StandAsync(matter.Id, cancellation) is not { } stand)
            return;
        try
        {
            if (stand.Waiting.FirstOrDefault(bookmark => VisitSteps.PortAfter(bookmark.Name, kind) is not null) is { } waiting)
                await TakeAsync(matter, stand.Workflow, await runner.ResumeAsync(stand.Workflow, stand.Instance, waiting.Id, new JsonObject { ["outcome"] = kind.ToString() }, new VisitAtHand(matter, telling), attempt.Rerun, cancellation), cancellation);
            else if (VisitSteps.Ends(kind))
                await EndAsync(matter, kind.ToString(), cancellation);
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

    /// <summary>The matter ended in another way: its workflow ends where it stands.</summary>
    internal async Task EndAsync(Matter matter, string reason, CancellationToken cancellation)
    {
        if (await StandAsync(matter.Id, cancellation) is { } stand)
            await TakeAsync(matter, stand.Workflow, await runner.CancelAsync(stand.Workflow, stand.Instance, reason, new VisitAtHand(matter, telling), cancellation), cancellation);
    }

    /// <summary>The matter goes on in another: its workflow waits, and nothing is asked for.</summary>
    internal async Task HoldAsync(Matter matter, string reason, Actor actor, CancellationToken cancellation)
    {
        if (await StandAsync(matter.Id, cancellation) is { Instance.SubStatus: not InstanceSubStatus.OnHold } stand)
            await TakeAsync(matter, stand.Workflow, await runner.SuspendAsync(stand.Workflow, stand.Instance, reason, actor.Name, new VisitAtHand(matter, telling), cancellation), cancellation);
    }

    /// <summary>It goes on by itself again.</summary>
    internal async Task WakeAsync(Matter matter, string reason, Actor actor, CancellationToken cancellation)
    {
        if (await StandAsync(matter.Id, cancellation) is { Instance.SubStatus: InstanceSubStatus.OnHold } stand)
            await TakeAsync(matter, stand.Workflow, await runner.ActivateAsync(stand.Workflow, stand.Instance, reason, actor.Name, new VisitAtHand(matter, telling), cancellation), cancellation);
    }

    /// <summary>The clock, or a message, resumes a bookmark.</summary>
    /// <exception cref="BookmarkGoneException">The flow no longer waits there.</exception>
    internal async Task ResumeAsync(Matter matter, BookmarkRow bookmark, JsonNode? input, CancellationToken cancellation)
    {
        var (workflow, instance) = await LoadAsync(bookmark.InstanceId, cancellation);
        await TakeAsync(matter, workflow, await runner.ResumeAsync(workflow, instance, bookmark.Id, input, new VisitAtHand(matter, telling), attempt.Rerun, cancellation), cancellation);
    }

    /// <summary>A person settles what threw.</summary>
    /// <exception cref="IncidentGoneException">Somebody was first.</exception>
    internal async Task<InstanceSubStatus> SettleAsync(Matter matter, IncidentRow incident, Settlement how, Actor actor, CancellationToken cancellation)
    {
        var (workflow, instance) = await LoadAsync(incident.InstanceId, cancellation);
        var burst = await how.RunAsync(runner, new(workflow, instance, incident.Id, actor.Name, new VisitAtHand(matter, telling), attempt.Rerun), cancellation);
        await TakeAsync(matter, workflow, burst, cancellation);
        return burst.Incidents.IsEmpty ? burst.SubStatus : InstanceSubStatus.Faulted;
    }

    /// <summary>What the author of the workflow called the place at which it stands; null where none runs.</summary>
    public async Task<string?> StepAsync(MatterId matter, CancellationToken cancellation) => (await StandAsync(matter, cancellation))?.Name;

    private async Task<PetitionStand?> StandAsync(MatterId matter, CancellationToken cancellation)
    {
        if (await work.Db.Set<VisitRun>().AsNoTracking().FirstOrDefaultAsync(run => run.MatterId == matter, cancellation) is not { InstanceId: var id })
            return null;
        var (workflow, instance) = await LoadAsync(id, cancellation);
        return instance is { Status: InstanceStatus.Finished, SubStatus: not InstanceSubStatus.Faulted } ? null
            : new(workflow, instance, await work.Db.Set<BookmarkRow>().AsNoTracking().Where(bookmark => bookmark.InstanceId == id).OrderBy(bookmark => bookmark.CreatedAt).ThenBy(bookmark => bookmark.Id).ToListAsync(cancellation));
    }

    private async Task<(CompiledWorkflow Workflow, InstanceRow Instance)> LoadAsync(InstanceId id, CancellationToken cancellation)
    {
        var instance = await instances.FindAsync(id, cancellation) ?? throw new InvalidOperationException($"Instance {id} of a visit is not in the store");
        return (await workflows.GetAsync(instance.DefinitionVersionId, cancellation), instance);
    }

    private async Task TakeAsync(Matter matter, CompiledWorkflow workflow, Burst burst, CancellationToken cancellation)
    {
        work.Add(burst.Writes);
        foreach (var incident in burst.Incidents)
            await colleagues.TellAdministratorsAsync(new(null, "petition.incident", $"petition-incident:{incident.Id}", ("number", matter.Number), ("step", workflow.LabelOf(incident.ActivityId))), matter.UnitId, cancellation);
    }
}
