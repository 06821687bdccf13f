namespace AidWorkflow.Engine.Ports;

/// <summary>UUIDv7 of the injected clock.</summary>
public sealed class TimeOrderedIds(TimeProvider time) : IIds
{
    public Guid Next() => Guid.CreateVersion7(time.GetUtcNow());
}
