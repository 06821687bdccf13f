using System.Diagnostics;
using System.Diagnostics.Metrics;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Engine.Running;

/// <summary>What may be traced and counted of bursts: ids and names of definitions, never what an instance holds. Nobody listens unless it is set up.</summary>
public static class Tracing
{
    /// <summary>The name of the source of spans and of the meter.</summary>
    public const string Name = "AidWorkflow.Engine";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Bursts = Meter.CreateCounter<long>("aidworkflow.bursts", "{burst}", "Bursts that ran to the end");
    private static readonly Counter<long> Incidents = Meter.CreateCounter<long>("aidworkflow.incidents", "{incident}", "Activities that threw and stand still");

    /// <summary>The context that a message takes along, so that what delivers it belongs to the trace that wanted it sent.</summary>
    public static string? Here => System.Diagnostics.Activity.Current is { IdFormat: ActivityIdFormat.W3C } span ? span.Id : null;

    internal static System.Diagnostics.Activity? Begin(CompiledWorkflow workflow, InstanceId instance) =>
        Source.StartActivity("burst")?.SetTag("workflow.definition", workflow.Definition.DefinitionId).SetTag("workflow.instance", instance.ToString());

    internal static void End(System.Diagnostics.Activity? span, CompiledWorkflow workflow, Burst burst)
    {
        var definition = new KeyValuePair<string, object?>("workflow.definition", workflow.Definition.DefinitionId);
        span?.SetTag("workflow.status", burst.SubStatus.ToString());
        Bursts.Add(1, definition);
        if (!burst.Incidents.IsEmpty)
            Incidents.Add(burst.Incidents.Length, definition);
    }
}
