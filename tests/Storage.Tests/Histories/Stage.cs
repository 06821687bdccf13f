using System.Buffers.Binary;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Storage.Tests.Histories;

/// <summary>What the history that is played now decides for every node: whose turn it is, what goes wrong, and which ids are given out.</summary>
internal sealed class Stage : IIds
{
    private int seed;
    private long given;

    public Turns Turns { get; private set; } = new(new Random(0));

    public Faults Faults { get; private set; } = Faults.None;

    public void Set(int seed, Turns turns, Faults faults)
    {
        (this.seed, given) = (seed, 0);
        (Turns, Faults) = (turns, faults);
    }

    /// <summary>Rising within a history, the same for the same seed, and never those of another seed.</summary>
    public Guid Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt32BigEndian(bytes, seed);
        bytes[6] = 0x70;
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], Interlocked.Increment(ref given));
        bytes[8] = 0x80;
        return new Guid(bytes, bigEndian: true);
    }
}
