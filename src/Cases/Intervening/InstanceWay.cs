using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Cases.Intervening;

/// <summary>Shows the way that one instance took, and puts the look on record.</summary>
public sealed class InstanceWay(RunningInstances reading, AccessLog access)
{
    /// <exception cref="RefusedException">instance.unknown, mending.not-yours</exception>
    public async Task<InstanceView> ShowAsync(InstanceId id, Actor actor, CancellationToken cancellation)
    {
        var view = await reading.ShowAsync(id, actor, cancellation);
        access.Viewed(actor, view.Line.Case is { } about ? $"case:{about}" : $"instance:{id}", $"way {id}");
        return view;
    }
}
