using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Cases.Mending;

/// <summary>What a person does about an activity that threw. There are three ways and no fourth.</summary>
public abstract record Settlement
{
    private Settlement()
    {
    }

    /// <summary>The stable verb for the audit trail.</summary>
    internal abstract string Act { get; }

    /// <summary>Why, where a reason is owed.</summary>
    internal virtual string? Said => null;

    /// <exception cref="RefusedException">incident.port-unknown</exception>
    /// <exception cref="IncidentGoneException">Somebody was first.</exception>
    internal abstract Task<Burst> RunAsync(Runner runner, Standing at, CancellationToken cancellation);

    /// <summary>The cause is mended: the activity runs again with what it was called with.</summary>
    public sealed record Retry : Settlement
    {
        internal override string Act => "incident.retried";

        internal override Task<Burst> RunAsync(Runner runner, Standing at, CancellationToken cancellation) =>
            runner.RetryIncidentAsync(at.Workflow, at.Instance, at.Incident, at.By, at.Subject, at.Rerun, cancellation);
    }

    /// <summary>The flow goes on as if the activity had ended by that port.</summary>
    public sealed record Skip(string Port, string Reason) : Settlement
    {
        internal override string Act => "incident.skipped";

        internal override string? Said => Reason;

        internal override async Task<Burst> RunAsync(Runner runner, Standing at, CancellationToken cancellation)
        {
            try
            {
                return await runner.SkipIncidentAsync(at.Workflow, at.Instance, at.Incident, Port, Reason, at.By, at.Subject, at.Rerun, cancellation);
            }
            catch (NoSuchWayOutException none)
            {
                throw new RefusedException("incident.port-unknown", "port", ("port", Port), ("ports", string.Join(", ", none.Ways)));
            }
        }
    }

    /// <summary>The branch ends at the activity.</summary>
    public sealed record Cancel(string Reason) : Settlement
    {
        internal override string Act => "incident.cancelled";

        internal override string? Said => Reason;

        internal override Task<Burst> RunAsync(Runner runner, Standing at, CancellationToken cancellation) =>
            runner.CancelIncidentAsync(at.Workflow, at.Instance, at.Incident, Reason, at.By, at.Subject, at.Rerun, cancellation);
    }
}

/// <summary>Where an incident is settled.</summary>
/// <param name="Subject">The case at hand; null for an instance that belongs to no case.</param>
internal sealed record Standing(CompiledWorkflow Workflow, InstanceRow Instance, IncidentId Incident, string By, object? Subject, Rerun? Rerun);
