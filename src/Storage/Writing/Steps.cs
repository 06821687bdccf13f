using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Storage.Writing;

internal sealed class Steps(IWriter writer) : ISteps
{
    public Task CommitAsync(StepWrites step, CancellationToken cancellation) => writer.CommitAsync(Step.Of(step), cancellation);
}
