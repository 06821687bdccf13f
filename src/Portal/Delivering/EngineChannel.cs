using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Portal.Delivering;

/// <summary>What workflows send to workflows: delivered to the engine of this house, and to what an event starts. Delivering twice is harmless.</summary>
internal sealed class EngineChannel(string name, BareInstances instances, IActs acts) : IChannel
{
    public static readonly IReadOnlyList<string> Names = [Channels.DispatchWorkflow, Channels.WorkflowEnded, Channels.Event, Channels.Timer];

    public string Name => name;

    public async Task SendAsync(OutboxRow message, CancellationToken cancellation)
    {
        try
        {
            if (message.Channel == Channels.Event)
                await StartAsync(message, cancellation); // first, as whoever waits may be on hold
            await instances.DeliverAsync(message, cancellation);
        }
        catch (UnknownVersionException unknown)
        {
            // A person publishes what is missing, and then retries.
            throw new UndeliverableException(unknown.Message, unknown);
        }
        catch (InstanceOnHoldException held)
        {
            throw new NotNowException(held.Message, held);
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException)
        {
            throw new UndeliverableException($"The payload is not what the channel {name} takes: {malformed.Message}", malformed);
        }
    }

    private async Task StartAsync(OutboxRow message, CancellationToken cancellation)
    {
        var said = JsonNode.Parse(message.Payload)!;
        if (said["instanceId"] is not null)
            return; // Said to one instance only.
        var hit = await acts.RunAsync<StartOnEvent, IReadOnlyList<TriggerId>>((act, token) => act.FindAsync((string?)said["eventName"] ?? "", token), cancellation);
        foreach (var trigger in hit)
            await acts.RunAsync<StartOnEvent, Burst?>((act, token) => act.RunAsync(trigger, message.Id.Value, (string?)said["correlationId"], said["payload"], token), cancellation);
    }
}
