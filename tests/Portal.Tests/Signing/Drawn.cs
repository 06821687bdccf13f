using System.Buffers.Binary;
using System.IO.Compression;

namespace AidWorkflow.Portal.Tests.Signing;

/// <summary>Pictures as a browser makes them of its canvas: white, with a stroke of ink or without.</summary>
internal static class Drawn
{
    /// <summary>120 by 60, white, and the same with strokes.</summary>
    internal static readonly byte[] BlankJpeg = Convert.FromBase64String("/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADb/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAA8AHgDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAf/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAAAP/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/AKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAD/2Q==");

    internal static readonly byte[] SignedJpeg = Convert.FromBase64String("/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADb/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAA8AHgDASIAAhEBAxEB/8QAGwABAAIDAQEAAAAAAAAAAAAAAAMGAQQFAgf/xAA4EAABAwMBBgALBwUAAAAAAAAAAQIDBAURBhIhMUFRYRMUIjJCcYGhscHRBxUWIzM0RFJyg5Lw/8QAFAEBAAAAAAAAAAAAAAAAAAAAAP/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/APoAAAAAAAAAAAAAAAAAIK2sp6ClfU1UrYoY0y5y/wDcSs2e4XfUN4bXwK6jtEKqjWOTKz+v68u+8C2gAAAAAMcCs3TW1uo5fF6Jr7hUquEZD5uem1z9mQLOCnJqHVM/lQac2GrwSVVRffgz+INUxb5tObaJxSNy5+YFwBUU1tLD++sFwp+uGqvxRCSP7QLI5PL8ZiXo+Lf7lUC1ArSa7sC/yZE/wu+hBNr2ge7wdupKutmXzWsZhF+fuAthxb7qa32Vitkf4aq9GnjXLlXv0OM5NX3zyVSK0UruKov5mPjn/U61l0nbbQ5JmsWoquKzzb1z2Tl8e4HHpbFc9S1LK/UblhpWrtRUTd27v0+PqLlHGyKNscbGsY1MNa1MIidEPYAAAAYVUaiq5URE3qq8jJT9W189yrotN2x2JZsLUyJ6DOOF9m9fYnMDXr6+u1fcJLZZ5FgtkW6ep/r7J26Jz5lms9it9mhRlHA1H4w6VyZe71r8uBLabZTWigjo6RmGM4qvFy81XuboAAACOSCKX9WJj/7mopIANT7soNra8Rps9fBN+hsRxsibsxsaxvRqYQ9gAAAAAAAAAaFHZ6Kir6mtp4dmepXMjlVVzz3Z4ZU3wAAAAAAAAAAAAAAAAAAAH//Z");

    internal static byte[] Png(int width, int height, bool ink)
    {
        var rows = new MemoryStream();
        for (var y = 0; y < height; y++)
        {
            rows.WriteByte(0);
            for (var x = 0; x < width; x++)
                rows.Write(ink && (y == height / 2 || x == y) ? [0, 0, 0] : [255, 255, 255]);
        }

        var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zip.Write(rows.ToArray());
        Span<byte> head = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head[4..], height);
        (head[8], head[9]) = (8, 2);
        var picture = new MemoryStream();
        picture.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk(picture, "IHDR"u8, head);
        Chunk(picture, "IDAT"u8, packed.ToArray());
        Chunk(picture, "IEND"u8, []);
        return picture.ToArray();
    }

    private static void Chunk(MemoryStream picture, ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        picture.Write(number);
        byte[] summed = [.. name, .. content];
        picture.Write(summed);
        BinaryPrimitives.WriteUInt32BigEndian(number, Sum(summed));
        picture.Write(number);
    }

    private static uint Sum(ReadOnlySpan<byte> content)
    {
        var sum = uint.MaxValue;
        foreach (var one in content)
        {
            sum ^= one;
            for (var bit = 0; bit < 8; bit++)
                sum = (sum & 1) == 1 ? (sum >> 1) ^ 0xEDB88320 : sum >> 1;
        }

        return ~sum;
    }
}
