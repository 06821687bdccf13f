using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Intervening;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;
using AidWorkflow.Portal.Handling;

namespace AidWorkflow.Portal.Intervening;

/// <summary>One instance as its page shows it.</summary>
/// <param name="Way">Where it stands on the drawing of its version.</param>
public sealed record InstanceShown(InstanceView View, WayView Way);

/// <summary>Shows an instance to an administrator, and puts the look on record.</summary>
public sealed class InstanceDesk(RunningInstances reading, CompiledWorkflows workflows, IActs acts)
{
    /// <exception cref="RefusedException">instance.unknown, mending.not-yours</exception>
    public async Task<InstanceShown> ShowAsync(InstanceId id, Actor actor, string language, CancellationToken cancellation)
    {
        var view = await reading.ShowAsync(id, actor, cancellation);
        await acts.RunAsync<AccessLog, bool>((act, _) =>
        {
            act.Viewed(actor, InstancePages.Subject(view), $"instance {id}");
            return Task.FromResult(true);
        }, cancellation);
        return new(view, WayReading.View(RunKind.Main, await workflows.GetAsync(view.Line.DefinitionVersionId, cancellation), view.Steps, language) with { Instance = id, DefinitionId = view.Line.DefinitionId });
    }
}
