using System.Security.Cryptography;
using System.Text;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Engine.Ports;

/// <summary>Knows which published workflows something starts from outside.</summary>
public interface ITriggers
{
    /// <param name="activityType">"Elsa.Event".</param>
    /// <param name="stimulus">What the trigger waits for: the name of the event.</param>
    Task<IReadOnlyList<Trigger>> StartedByAsync(string activityType, string stimulus, CancellationToken cancellation);
}

/// <summary>An activity at which something from outside starts a workflow.</summary>
/// <param name="VersionId">The version of the definition.</param>
/// <param name="Stimulus">The name of an event, a cron expression, a time span or a moment; empty where only running it could tell.</param>
public sealed record Trigger(string VersionId, string ActivityId, string ActivityType, string Stimulus)
{
    /// <summary>The instance that one stimulus starts here: always the same, so that its second delivery finds it started.</summary>
    internal InstanceId InstanceOf(Guid stimulus)
    {
        Span<byte> id = stackalloc byte[16];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{stimulus}/{VersionId}/{ActivityId}")).AsSpan(0, 16).CopyTo(id);
        id[6] = (byte)((id[6] & 0x0F) | 0x80); // version 8: made by a rule of our own (RFC 9562)
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new(new Guid(id, bigEndian: true));
    }
}
