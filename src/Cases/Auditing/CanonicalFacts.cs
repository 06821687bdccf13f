using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AidWorkflow.Cases.Auditing;

/// <summary>Facts as one JSON text: no spaces, names in ordinal order, characters as they are. The same facts give the same bytes.</summary>
internal static class CanonicalFacts
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(IReadOnlyCollection<(string Name, string? Value)> facts)
    {
        if (facts.Count == 0)
            return "{}";
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            foreach (var (name, value) in facts.OrderBy(fact => fact.Name, StringComparer.Ordinal))
                json.WriteString(name, value);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
