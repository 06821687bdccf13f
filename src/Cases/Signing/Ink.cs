using System.Buffers.Binary;
using System.IO.Compression;

namespace AidWorkflow.Cases.Signing;

/// <summary>Whether a picture can be a signature: large enough to be read, and not of one colour. Who wrote it is not told by it.</summary>
internal static class Ink
{
    internal const int LeastWidth = 60;
    internal const int LeastHeight = 30;

    /// <summary>Points of another colour than the corner; a short stroke has more.</summary>
    private const int LeastPoints = 60;

    /// <summary>Of a picture of one colour the coded data says the same over and over.</summary>
    private const int LeastCodes = 24;

    private const int MostBytesPerRow = 1 << 20;

    /// <returns>Null where it cannot be read as a picture.</returns>
    internal static (int Width, int Height)? SizeOf(ReadOnlySpan<byte> content) => IsPng(content) ? PngSize(content) : JpegSize(content)?.Size;

    internal static bool IsIn(byte[] content)
    {
        try
        {
            return IsPng(content) ? HasPoints(content) : JpegSize(content) is { } jpeg && HasCodes(content.AsSpan(jpeg.After));
        }
        catch (InvalidDataException)
        {
            return false; // no browser shows it either
        }
    }

    private static bool IsPng(ReadOnlySpan<byte> content) => content is [0x89, (byte)'P', (byte)'N', (byte)'G', ..];

    private static (int Width, int Height)? PngSize(ReadOnlySpan<byte> content) => content.Length < 33 ? null
        : (BinaryPrimitives.ReadInt32BigEndian(content[16..]), BinaryPrimitives.ReadInt32BigEndian(content[20..]));

    /// <summary>Row by row, so that a picture which unpacks to a great deal is never held as a whole, and no further than until there is enough ink.</summary>
    private static bool HasPoints(byte[] content)
    {
        if (PngSize(content) is not ({ } width, { } height))
            return false;
        var (depth, colours, interlaced) = (content[24], content[25], content[28] != 0);
        var channels = colours switch { 0 or 3 => 1, 4 => 2, 2 => 3, 6 => 4, _ => 0 };
        var row = ((long)width * channels * depth + 7) / 8;
        if (channels == 0 || depth == 0 || row is <= 0 or > MostBytesPerRow)
            return false;
        var point = Math.Max(1, channels * depth / 8);
        using var rows = new ZLibStream(new MemoryStream(Packed(content)), CompressionMode.Decompress);
        var (above, line, found) = (new byte[row], new byte[row], 0);
        byte[]? corner = null;
        for (var at = 0; at < height; at++)
        {
            var filter = rows.ReadByte();
            if (filter < 0 || rows.ReadAtLeast(line, line.Length, throwOnEndOfStream: false) < line.Length)
                return false;
            if (!interlaced) // rows of parts of the picture have other lengths: their bytes are compared as they come
                Unfilter(filter, line, above, point);
            corner ??= line[..point];
            for (var start = 0; start + point <= line.Length; start += point)
            {
                if (!line.AsSpan(start, point).SequenceEqual(corner) && ++found == LeastPoints)
                    return true;
            }

            (above, line) = (line, above);
        }

        return false;
    }

    private static byte[] Packed(byte[] content)
    {
        using var all = new MemoryStream();
        for (var at = 8; at + 12 <= content.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(at));
            if (length < 0 || at + 12L + length > content.Length)
                break;
            if (content.AsSpan(at + 4, 4).SequenceEqual("IDAT"u8))
                all.Write(content, at + 8, length);
            at += 12 + length;
        }

        return all.ToArray();
    }

    private static void Unfilter(int filter, byte[] line, byte[] above, int point)
    {
        for (var at = 0; at < line.Length; at++)
        {
            var (left, up, corner) = (at < point ? 0 : line[at - point], above[at], at < point ? 0 : above[at - point]);
            line[at] += (byte)(filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Nearest(left, up, corner), _ => 0 });
        }
    }

    private static int Nearest(int left, int up, int corner)
    {
        var (toLeft, toUp, toCorner) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - corner - corner));
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }

    /// <summary>What the head of the frame says, and where the coded data begin.</summary>
    private static ((int Width, int Height) Size, int After)? JpegSize(ReadOnlySpan<byte> content)
    {
        (int, int)? size = null;
        for (var at = 2; at + 9 < content.Length && content[at] == 0xFF;)
        {
            var (mark, length) = (content[at + 1], BinaryPrimitives.ReadUInt16BigEndian(content[(at + 2)..]));
            if (mark is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                size = (BinaryPrimitives.ReadUInt16BigEndian(content[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(content[(at + 5)..]));
            if (mark == 0xDA)
                return size is { } known && at + 2 + length < content.Length ? (known, at + 2 + length) : null;
            at += 2 + length;
        }

        return null;
    }

    private static bool HasCodes(ReadOnlySpan<byte> coded)
    {
        Span<bool> seen = stackalloc bool[256];
        var different = 0;
        foreach (var one in coded)
        {
            if (!seen[one])
            {
                seen[one] = true;
                different++;
            }
        }

        return different >= LeastCodes;
    }
}
