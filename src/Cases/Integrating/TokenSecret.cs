using System.Security.Cryptography;
using System.Text;

namespace AidWorkflow.Cases.Integrating;

/// <summary>
/// A token as its program holds it: "aid_", the id of its row, "_", and 256 random bits. So much chance needs no slow hash; the hash names its
/// algorithm, so that another may follow.
/// </summary>
public static class TokenSecret
{
    private const string Mark = "aid_";
    private const string Sha256 = "sha256:";
    private const int IdLength = 32;

    public static string Make() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public static string Write(ApiTokenId id, string secret) => $"{Mark}{id.Value:N}_{secret}";

    /// <returns>Null where it is no token of ours.</returns>
    public static (ApiTokenId Id, string Secret)? Read(string text) =>
        text.StartsWith(Mark, StringComparison.Ordinal) && text.Length > Mark.Length + IdLength + 1 && text[Mark.Length + IdLength] == '_'
        && Guid.TryParseExact(text.AsSpan(Mark.Length, IdLength), "N", out var id)
            ? (new(id), text[(Mark.Length + IdLength + 1)..]) : null;

    public static string Hash(string secret) => Sha256 + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public static bool Fits(string secret, string hash) =>
        hash.StartsWith(Sha256, StringComparison.Ordinal) && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(secret)), Encoding.ASCII.GetBytes(hash));
}
