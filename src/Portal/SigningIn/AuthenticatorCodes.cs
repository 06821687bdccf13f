using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;

namespace AidWorkflow.Portal.SigningIn;

/// <summary>
/// The codes of authenticator apps (RFC 6238: SHA-1, thirty seconds, six digits), by the clock of the house. A code is taken once, and a step early or
/// late for a telephone whose clock is off.
/// </summary>
internal sealed class AuthenticatorCodes(TimeProvider time) : IUserTwoFactorTokenProvider<Member>
{
    private const int Seconds = 30;
    private const int Digits = 6;

    public Task<string> GenerateAsync(string purpose, UserManager<Member> manager, Member user) => throw new NotSupportedException("The person's own device makes the codes.");

    public Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<Member> manager, Member user) => Task.FromResult(user.Credential.AuthenticatorKey is not null);

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<Member> manager, Member user)
    {
        if (await manager.GetAuthenticatorKeyAsync(user) is not { } key)
            return false;
        var given = Encoding.ASCII.GetBytes(token.Length == Digits && token.All(char.IsAsciiDigit) ? token : "------");
        var (secret, now, found) = (Base32.Read(key), time.GetUtcNow().ToUnixTimeSeconds() / Seconds, 0L);
        for (var step = now - 1; step <= now + 1; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(given, Encoding.ASCII.GetBytes(At(secret, step))) && step > user.Credential.LastCodeStep)
                found = step;
        }

        if (found == 0)
            return false;
        user.Credential.LastCodeStep = found;
        return (await manager.UpdateAsync(user)).Succeeded; // whoever brings the same code at the same moment loses this race
    }

    /// <summary>The code of one step of time (RFC 4226).</summary>
    internal static string At(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // what authenticator apps compute; HMAC does not rest on collisions
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xf)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
}

/// <summary>How authenticator keys are written (RFC 4648).</summary>
internal static class Base32
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static byte[] Read(string text)
    {
        var (bytes, kept, bits) = (new List<byte>(), 0, 0);
        foreach (var letter in text.TrimEnd('='))
        {
            kept = ((kept << 5) | Letters.IndexOf(char.ToUpperInvariant(letter), StringComparison.Ordinal)) & 0xfff;
            bits += 5;
            if (bits < 8)
                continue;
            bits -= 8;
            bytes.Add((byte)(kept >> bits));
        }

        return [.. bytes];
    }
}
