using System.Security.Cryptography;

namespace AidWorkflow.Cases.Paying;

/// <summary>A digest that names its algorithm, so that another (SM3) can stand beside it one day.</summary>
internal static class Digest
{
    public static string Of(ReadOnlySpan<byte> bytes) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}";

    public static bool Matches(ReadOnlySpan<byte> bytes, string digest) => digest.StartsWith("sha256:", StringComparison.Ordinal)
        ? string.Equals(Of(bytes), digest, StringComparison.Ordinal)
        : throw new InvalidOperationException($"The digest {digest} names an algorithm that is not known here.");
}
