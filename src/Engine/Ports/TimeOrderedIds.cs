using System.Buffers.Binary;

namespace AidWorkflow.Engine.Ports;

/// <summary>
/// UUIDv7 of the injected clock. Those of one millisecond rise too (RFC 9562, 6.2: the random part counts on), so that what one process wrote in one
/// moment is still read in the order in which it happened.
/// </summary>
public sealed class TimeOrderedIds(TimeProvider time) : IIds
{
    private const int TailStart = 8; // after the time, the version and twelve random bits

    private readonly Lock gate = new();
    private readonly byte[] last = new byte[16];
    private long moment = long.MinValue;

    public Guid Next()
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            if (now.ToUnixTimeMilliseconds() == moment)
            {
                BinaryPrimitives.WriteUInt64BigEndian(last.AsSpan(TailStart), BinaryPrimitives.ReadUInt64BigEndian(last.AsSpan(TailStart)) + 1);
            }
            else
            {
                moment = now.ToUnixTimeMilliseconds();
                Guid.CreateVersion7(now).TryWriteBytes(last, bigEndian: true, out _);
                last[TailStart] &= 0b1001_1111; // keeps the variant, and room to count in
            }

            return new Guid(last, bigEndian: true);
        }
    }
}
