using System.Text.Json;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Portal.Delivering;

/// <summary>What workflows send to workflows: delivered to the engine of this house. Delivering twice is harmless.</summary>
internal sealed class EngineChannel(string name, BareInstances instances) : IChannel
{
    public static readonly IReadOnlyList<string> Names = [Channels.DispatchWorkflow, Channels.WorkflowEnded, Channels.Event];

    public string Name => name;

    public async Task SendAsync(OutboxRow message, CancellationToken cancellation)
    {
        try
        {
            await instances.DeliverAsync(message, cancellation);
        }
        catch (UnknownVersionException unknown)
        {
            // A person publishes what is missing, and then retries.
            throw new UndeliverableException(unknown.Message, unknown);
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException)
        {
            throw new UndeliverableException($"The payload is not what the channel {name} takes: {malformed.Message}", malformed);
        }
    }
}
