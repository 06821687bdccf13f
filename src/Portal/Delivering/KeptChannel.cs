using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Portal.Delivering;

/// <summary>
/// A message that is delivered by being there: in-app notices are rows of the step's own commit, and a demo hands
/// e-mails and text messages to nobody.
/// </summary>
internal sealed class KeptChannel(string name) : IChannel
{
    public string Name => name;

    public Task SendAsync(OutboxRow message, CancellationToken cancellation) => Task.CompletedTask;
}
