using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Cases.Mending;

/// <summary>Settles incidents of instances that belong to no case, in the act's commit, so that the audit trail knows of it or nothing happened.</summary>
public sealed class BareRuns(IUnitOfWork work, IInstances instances, CompiledWorkflows workflows, Runner runner)
{
    /// <exception cref="RefusedException">incident.unknown, incident.port-unknown</exception>
    /// <exception cref="IncidentGoneException">Somebody was first.</exception>
    public async Task<InstanceSubStatus> SettleAsync(IncidentRow incident, Settlement how, Actor actor, CancellationToken cancellation)
    {
        var instance = await instances.FindAsync(incident.InstanceId, cancellation) ?? throw new RefusedException("incident.unknown");
        var workflow = await workflows.GetAsync(instance.DefinitionVersionId, cancellation);
        var burst = await how.RunAsync(runner, new(workflow, instance, incident.Id, actor.Name, Subject: null, Rerun: null), cancellation);
        work.Add(burst.Writes);
        return burst.SubStatus;
    }
}
