using System.Collections.Immutable;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Storage.Tests.Histories;

/// <summary>A step that the store said it has.</summary>
/// <param name="Left">Where the instance waited before and no longer does.</param>
internal sealed record AcknowledgedStep(InstanceId Instance, long Revision, ImmutableArray<byte> Events, ImmutableArray<BookmarkId> Left);

/// <summary>Something that reached the outside.</summary>
internal sealed record Delivery(MessageId Message, string Channel, string Key, string Payload);

/// <summary>What the world outside the database knows: it outlives every node.</summary>
internal sealed class Ledger
{
    private readonly Lock gate = new();

    public List<AcknowledgedStep> Steps { get; } = [];

    public List<Delivery> Deliveries { get; } = [];

    public HashSet<MessageId> Sent { get; } = [];

    /// <summary>What callers began a workflow with: each is to have begun one.</summary>
    public HashSet<string> Started { get; } = [];

    public void Acknowledged(AcknowledgedStep step)
    {
        lock (gate)
            Steps.Add(step);
    }

    public void Delivered(Delivery delivery)
    {
        lock (gate)
            Deliveries.Add(delivery);
    }

    public void MarkedSent(MessageId message)
    {
        lock (gate)
            Sent.Add(message);
    }
}
