using System.Buffers.Binary;
using System.Security.Cryptography;

namespace AidWorkflow.Engine.Ports;

/// <summary>
/// UUIDv7 of the injected clock. Those of one moment rise too (RFC 9562, 6.2, monotonic random), so that what one process wrote in one millisecond is
/// still read in the order in which it happened.
/// </summary>
public sealed class TimeOrderedIds(TimeProvider time) : IIds
{
    private const ulong Variant = 1ul << 63;
    private const ulong Tail = (1ul << 62) - 1;

    private readonly Lock gate = new();
    private (ulong Head, ulong Tail) last;

    public Guid Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(time.GetUtcNow()).TryWriteBytes(bytes, bigEndian: true, out _);
        var head = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        var tail = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) & (Tail >> 1); // half of it is left to rise in
        lock (gate)
        {
            if (head >> 16 == last.Head >> 16)
                (head, tail) = (last.Head, last.Tail + 1 + (ulong)RandomNumberGenerator.GetInt32(int.MaxValue));
            last = (head, tail);
        }

        BinaryPrimitives.WriteUInt64BigEndian(bytes, head);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Variant | (tail & Tail));
        return new Guid(bytes, bigEndian: true);
    }
}
