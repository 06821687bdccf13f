using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Storage.Tests.Histories;

/// <summary>A step that the store said it has.</summary>
/// <param name="Left">Where the instance waited before and no longer does.</param>
internal sealed record AcknowledgedStep(InstanceId Instance, long Revision, ImmutableArray<byte> Events, ImmutableArray<BookmarkId> Left);

/// <summary>Something that reached the outside.</summary>
internal sealed record Delivery(MessageId Message, string Channel, string Key, string Payload);

/// <summary>What the world outside the database knows: it outlives every node.</summary>
/// <param name="tell">Where each entry goes as a line besides, for a process that is killed; null where nobody listens.</param>
internal sealed class Ledger(Action<string>? tell = null)
{
    private readonly Lock gate = new();

    public List<AcknowledgedStep> Steps { get; } = [];

    public List<Delivery> Deliveries { get; } = [];

    public HashSet<MessageId> Sent { get; } = [];

    /// <summary>What callers began a workflow with, and were told that it began: each has begun one.</summary>
    public HashSet<string> Started { get; } = [];

    public void Acknowledged(AcknowledgedStep step) =>
        Note(() => Steps.Add(step), $"step {step.Instance} {step.Revision} {Convert.ToBase64String(step.Events.AsSpan())} {string.Join(',', step.Left)}");

    public void Delivered(Delivery delivery) =>
        Note(() => Deliveries.Add(delivery), $"delivered {delivery.Message} {delivery.Channel} {delivery.Key} {Convert.ToBase64String(Encoding.UTF8.GetBytes(delivery.Payload))}");

    public void MarkedSent(MessageId message) => Note(() => Sent.Add(message), $"sent {message}");

    public void Begun(string correlation) => Note(() => Started.Add(correlation), $"started {correlation}");

    /// <summary>Takes over what another process told.</summary>
    /// <returns>False for a line that is no whole entry: the process was killed while it wrote.</returns>
    public bool Hear(string line)
    {
        switch (line.Split(' '))
        {
            case ["step", var instance, var revision, var events, var left, "."]:
                Acknowledged(new(
                    InstanceId.Of(Guid.Parse(instance)), long.Parse(revision, CultureInfo.InvariantCulture), [.. Convert.FromBase64String(events)],
                    [.. left.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(id => BookmarkId.Of(Guid.Parse(id)))]));
                return true;
            case ["delivered", var message, var channel, var key, var payload, "."]:
                Delivered(new(MessageId.Of(Guid.Parse(message)), channel, key, Encoding.UTF8.GetString(Convert.FromBase64String(payload))));
                return true;
            case ["sent", var message, "."]:
                MarkedSent(MessageId.Of(Guid.Parse(message)));
                return true;
            case ["started", var correlation, "."]:
                Begun(correlation);
                return true;
            default:
                return false;
        }
    }

    private void Note(Action keep, string line)
    {
        lock (gate)
        {
            keep();
            tell?.Invoke($"{line} .");
        }
    }
}
