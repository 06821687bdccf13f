using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace AidWorkflow.Cases.Services;

/// <summary>The files of a version as one text, and their hash.</summary>
internal static class ServiceContent
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Pack(ImmutableSortedDictionary<string, string> files) => JsonSerializer.Serialize(files, Readable);

    public static Dictionary<string, string> Unpack(string packed) => JsonSerializer.Deserialize<Dictionary<string, string>>(packed)!;

    /// <summary>Lengths stand before the texts, so that no file can pretend to be two.</summary>
    public static string Hash(ImmutableSortedDictionary<string, string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, text) in files)
            foreach (var part in new[] { path, text })
            {
                var bytes = Encoding.UTF8.GetBytes(part);
                hash.AppendData(BitConverter.GetBytes(System.Net.IPAddress.HostToNetworkOrder(bytes.LongLength)));
                hash.AppendData(bytes);
            }

        return "sha256:" + Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
