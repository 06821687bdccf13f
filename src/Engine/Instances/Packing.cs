using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AidWorkflow.Engine.Instances;

/// <summary>Writes small numbers in one byte, and each name once: the second time it is a number.</summary>
internal sealed class Packer
{
    internal int Length => length;

    private byte[] buffer = new byte[256];
    private int length;
    private Dictionary<string, int>? names;

    internal bool IsEmpty => length == 0;

    internal byte[] ToArray() => buffer.AsSpan(0, length).ToArray();

    internal void Byte(byte value)
    {
        if (length == buffer.Length)
            Grow(1);
        buffer[length++] = value;
    }

    internal void Number(long value)
    {
        for (var rest = (ulong)((value << 1) ^ (value >> 63)); ; rest >>= 7)
        {
            if (rest < 0x80)
            {
                Byte((byte)rest);
                return;
            }

            Byte((byte)(rest | 0x80));
        }
    }

    internal void Text(string value)
    {
        var size = Encoding.UTF8.GetByteCount(value);
        Number(size);
        Encoding.UTF8.GetBytes(value, Take(size));
    }

    /// <summary>A text that comes again and again: node ids, ports, names of variables.</summary>
    internal void Name(string value)
    {
        names ??= new(StringComparer.Ordinal);
        if (names.TryGetValue(value, out var known))
        {
            Number(known);
            return;
        }

        names.Add(value, names.Count + 1);
        Number(0);
        Text(value);
    }

    internal void Bytes(ReadOnlySpan<byte> value)
    {
        Number(value.Length);
        value.CopyTo(Take(value.Length));
    }

    internal void Guid(Guid value) => value.TryWriteBytes(Take(16), bigEndian: true, out _);

    internal void Moment(DateTimeOffset? value) => Number(value?.UtcTicks ?? 0);

    internal void Value(JsonNode? node)
    {
        switch (node)
        {
            case null:
                Byte(Tag.Null);
                return;
            case JsonObject json:
                Byte(Tag.Object);
                Number(json.Count);
                foreach (var (key, member) in json)
                {
                    Name(key);
                    Value(member);
                }

                return;
            case JsonArray list:
                Byte(Tag.List);
                Number(list.Count);
                foreach (var item in list)
                    Value(item);
                return;
            default:
                Simple((JsonValue)node);
                return;
        }
    }

    private void Simple(JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.Null:
                Byte(Tag.Null);
                return;
            case JsonValueKind.True:
                Byte(Tag.True);
                return;
            case JsonValueKind.False:
                Byte(Tag.False);
                return;
            case JsonValueKind.Number when value.TryGetValue<long>(out var whole):
                Byte(Tag.Whole);
                Number(whole);
                return;
            case JsonValueKind.Number when value.TryGetValue<int>(out var whole):
                Byte(Tag.Whole);
                Number(whole);
                return;
            case JsonValueKind.Number:
                Byte(Tag.Digits);
                Text(value.ToJsonString());
                return;
            case JsonValueKind.String when value.TryGetValue<string>(out var text):
                Byte(Tag.Text);
                Text(text);
                return;
            default:
                // A date or the like: its JSON text without the quotes.
                Value(JsonNode.Parse(value.ToJsonString()));
                return;
        }
    }

    private Span<byte> Take(int size)
    {
        if (length + size > buffer.Length)
            Grow(size);
        var taken = buffer.AsSpan(length, size);
        length += size;
        return taken;
    }

    private void Grow(int size) => Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + size));

    internal static class Tag
    {
        internal const byte Null = 0, False = 1, True = 2, Whole = 3, Digits = 4, Text = 5, List = 6, Object = 7;
    }
}

/// <summary>Reads what <see cref="Packer"/> wrote.</summary>
internal sealed class Unpacker(ReadOnlyMemory<byte> bytes)
{
    private readonly List<string> names = [];
    private int position;

    internal bool AtEnd => position >= bytes.Length;

    internal byte Byte() => position < bytes.Length ? bytes.Span[position++] : throw new InvalidDataException("the state ends early");

    internal long Number()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return (long)(value >> 1) ^ -(long)(value & 1);
        }

        throw new InvalidDataException("a number is too long");
    }

    internal int Count()
    {
        var count = Number();
        return count >= 0 && count <= bytes.Length ? (int)count : throw new InvalidDataException("a count is out of range");
    }

    internal int Int() => checked((int)Number());

    internal string Text() => Encoding.UTF8.GetString(Take(Count()));

    internal string Name()
    {
        var known = Int();
        if (known > 0)
            return known <= names.Count ? names[known - 1] : throw new InvalidDataException("a name is missing");
        var name = Text();
        names.Add(name);
        return name;
    }

    internal byte[] Bytes() => Take(Count()).ToArray();

    internal Guid Guid() => new(Take(16), bigEndian: true);

    internal DateTimeOffset? Moment() => Number() is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    internal JsonNode? Value()
    {
        var tag = Byte();
        switch (tag)
        {
            case Packer.Tag.Null:
                return null;
            case Packer.Tag.True:
                return JsonValue.Create(true);
            case Packer.Tag.False:
                return JsonValue.Create(false);
            case Packer.Tag.Whole:
                return Expressions.Values.Whole(Number());
            case Packer.Tag.Digits:
                return Digits(Text());
            case Packer.Tag.Text:
                return JsonValue.Create(Text());
            case Packer.Tag.List:
                var list = new JsonArray();
                for (var rest = Count(); rest > 0; rest--)
                    list.Add(Value());
                return list;
            case Packer.Tag.Object:
                var json = new JsonObject();
                for (var rest = Count(); rest > 0; rest--)
                    json[Name()] = Value();
                return json;
            default:
                throw new InvalidDataException($"an unknown value tag {tag.ToString(CultureInfo.InvariantCulture)}");
        }
    }

    // The digits are kept as written: 0.10 stays 0.10.
    private static JsonNode? Digits(string text) => JsonNode.Parse(text);

    private ReadOnlySpan<byte> Take(int size)
    {
        if (position + size > bytes.Length)
            throw new InvalidDataException("the state ends early");
        var taken = bytes.Span.Slice(position, size);
        position += size;
        return taken;
    }
}
