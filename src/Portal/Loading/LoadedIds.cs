using System.Buffers.Binary;

namespace AidWorkflow.Portal.Loading;

/// <summary>UUIDv7 of a given moment whose random part only counts: the same run makes the same ids, and none twice.</summary>
internal sealed class LoadedIds(int seed)
{
    private ulong made;

    public Guid Next(DateTimeOffset at)
    {
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, at.ToUnixTimeMilliseconds() << 16);
        BinaryPrimitives.WriteUInt16BigEndian(id[6..], (ushort)(0x7000 | (seed & 0x0fff)));
        BinaryPrimitives.WriteUInt64BigEndian(id[8..], 0x8000_0000_0000_0000 | ++made);
        return new Guid(id, bigEndian: true);
    }
}
