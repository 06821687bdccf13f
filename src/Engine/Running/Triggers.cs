using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Expressions;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Engine.Running;

/// <summary>The triggers of workflows that are at hand.</summary>
public sealed class Triggers(IEnumerable<CompiledWorkflow> published) : ITriggers
{
    private readonly ILookup<(string, string), Trigger> triggers = published.SelectMany(Of).ToLookup(trigger => (trigger.ActivityType, trigger.Stimulus));

    /// <summary>The activities of a workflow that something from outside can start it at: triggers that are marked so.</summary>
    public static IEnumerable<Trigger> Of(CompiledWorkflow workflow) =>
        workflow.Nodes.Where(node => node.CanStartWorkflow && node.Key == node.Id && node.Activity.Descriptor.Kind == ActivityKind.Trigger)
            .Select(node => new Trigger(workflow.Definition.Id, node.Id, node.Type, Stimulus(node)));

    public Task<IReadOnlyList<Trigger>> StartedByAsync(string activityType, string stimulus, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<Trigger>>([.. triggers[(activityType, stimulus)]]);

    /// <summary>The first input of a trigger is what it waits for.</summary>
    private static string Stimulus(Node node) =>
        node.Activity.Descriptor.Inputs.FirstOrDefault() is { } input && node.Input(input.Name) is { Expression: Expression.Literal { Value: { } said } } ? Values.Text(said) : "";
}
