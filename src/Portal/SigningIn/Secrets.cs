using System.Security.Cryptography;
using AidWorkflow.Cases.Organisation;
using Microsoft.AspNetCore.Identity;

namespace AidWorkflow.Portal.SigningIn;

/// <summary>A password that an administrator gives out once, with what is kept of it.</summary>
internal sealed record InitialSecret(string Password, string Hash, string Stamp);

/// <summary>Makes up passwords and stamps.</summary>
internal sealed class Secrets(IPasswordHasher<Member> hasher)
{
    /// <summary>Letters and digits that nobody mistakes for others when read from paper or heard on the telephone.</summary>
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    public static string Stamp() => RandomNumberGenerator.GetHexString(32);

    public InitialSecret Initial()
    {
        var password = string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Letters, 4)));
        return new(password, hasher.HashPassword(Nobody, password), Stamp());
    }

    /// <summary>The hasher asks for whose password it is and never looks.</summary>
    private static Member Nobody { get; } = new(Account.Open(default, "nobody", "", ""), new Credential { AccountId = default });
}
