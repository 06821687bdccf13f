using System.Text;
using AidWorkflow.Engine.Expressions.JavaScript.Objects;

namespace AidWorkflow.Engine.Expressions.JavaScript.Builtins;

internal static class UriBuiltins
{
    private const string Marks = "-_.!~*'()";
    private const string Reserved = ";/?:@&=+$,#";
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static void Add(World world)
    {
        foreach (var (name, kept) in (ReadOnlySpan<(string, string)>)[("encodeURIComponent", Marks), ("encodeURI", Marks + Reserved)])
            Add(world, name, (run, text) => Encode(run, text, kept));
        foreach (var (name, kept) in (ReadOnlySpan<(string, string)>)[("decodeURIComponent", ""), ("decodeURI", Reserved)])
            Add(world, name, (run, text) => Decode(run, text, kept));
    }

    private static void Add(World world, string name, Func<JsRun, string, string> body)
    {
        var function = new NativeFunction(name, 1, (run, _, arguments) => JsValue.Of(body(run, Coerce.ToText(run, arguments.At(0)))));
        world.Made.Add(function);
        world.Globals[name] = JsValue.Of(function);
    }

    private static string Encode(JsRun run, string text, string kept)
    {
        Operators.DemandLength(3.0 * text.Length);
        run.AllocateText(9L * text.Length);
        run.Spend(8L * text.Length);
        var result = new StringBuilder(text.Length);
        Span<byte> bytes = stackalloc byte[4];
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            if (char.IsAsciiLetterOrDigit(character) || kept.Contains(character, StringComparison.Ordinal))
            {
                result.Append(character);
                continue;
            }
            if (Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var used) != System.Buffers.OperationStatus.Done)
                throw Throw.UriError("URI malformed");
            at += used - 1;
            foreach (var part in bytes[..rune.EncodeToUtf8(bytes)])
                result.Append('%').Append(part.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }
        return result.ToString();
    }

    private static string Decode(JsRun run, string text, string kept)
    {
        run.AllocateText(4L * text.Length);
        run.Spend(8L * text.Length);
        var result = new StringBuilder(text.Length);
        var bytes = new List<byte>();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '%')
            {
                result.Append(text[at]);
                continue;
            }
            var start = at;
            bytes.Clear();
            var first = ReadByte(text, at);
            bytes.Add(first);
            var more = first < 0x80 ? 0 : first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : throw Throw.UriError("URI malformed");
            at += 2;
            for (; more > 0; more--)
            {
                bytes.Add(ReadByte(text, at + 1));
                at += 3;
            }
            try
            {
                var piece = Strict.GetString(bytes.ToArray());
                result.Append(kept.Contains(piece, StringComparison.Ordinal) ? text[start..(at + 1)] : piece);
            }
            catch (DecoderFallbackException)
            {
                throw Throw.UriError("URI malformed");
            }
        }
        return result.ToString();
    }

    private static byte ReadByte(string text, int at) =>
        at + 3 <= text.Length && text[at] == '%' && Numerals.FromDigits(text.AsSpan(at + 1, 2), 16) is var value && !double.IsNaN(value)
            ? (byte)value
            : throw Throw.UriError("URI malformed");
}
