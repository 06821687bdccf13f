using System.IO.Compression;
using System.Text;

namespace AidWorkflow.Engine.Instances;

/// <summary>
/// A packed state or step from which others like it are cast, with other ids: how many alike instances come into a database at once without being run
/// one by one. Ids keep their length, as numbers and as text, so nothing else moves.
/// </summary>
public sealed class Mould
{
    private const byte Deflated = 2;

    private readonly byte[] plain;
    private readonly bool deflates;
    private readonly List<(int At, int Id, bool AsText)> places = [];

    private Mould(byte[] plain, bool deflates, IReadOnlyList<Guid> ids)
    {
        (this.plain, this.deflates) = (plain, deflates);
        for (var id = 0; id < ids.Count; id++)
        {
            Find(ids[id].ToByteArray(bigEndian: true), id, asText: false);
            Find(Encoding.UTF8.GetBytes(ids[id].ToString()), id, asText: true);
        }
    }

    public static Mould OfState(byte[] state, IReadOnlyList<Guid> ids) => new(state, false, ids);

    /// <param name="events">What a step did, as the journal keeps it.</param>
    public static Mould OfStep(byte[] events, IReadOnlyList<Guid> ids)
    {
        if (events is not [Deflated, ..])
            return new(events, false, ids);
        using var input = new DeflateStream(new MemoryStream(events, 1, events.Length - 1), CompressionMode.Decompress);
        using var output = new MemoryStream();
        input.CopyTo(output);
        return new(output.ToArray(), true, ids);
    }

    /// <param name="ids">In the order of those that the mould was made with.</param>
    public byte[] Cast(IReadOnlyList<Guid> ids)
    {
        var cast = (byte[])plain.Clone();
        foreach (var (at, id, asText) in places)
        {
            if (asText)
                Encoding.UTF8.GetBytes(ids[id].ToString(), cast.AsSpan(at));
            else
                ids[id].TryWriteBytes(cast.AsSpan(at), bigEndian: true, out _);
        }

        if (!deflates)
            return cast;
        using var output = new MemoryStream();
        output.WriteByte(Deflated);
        using (var deflate = new DeflateStream(output, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(cast);
        return output.ToArray();
    }

    private void Find(byte[] id, int number, bool asText)
    {
        for (var at = 0; plain.AsSpan(at).IndexOf(id) is >= 0 and var found; at += found + id.Length)
            places.Add((at + found, number, asText));
    }
}
