using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Organisation;

/// <summary>How an account proves who it is. Nothing here can be turned back into a password.</summary>
public sealed class Credential : IRevised
{
    public required AccountId AccountId { get; init; }

    /// <summary>With its algorithm and rounds; null where the account signs in by another way only.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>Changes whenever a secret does: a session signed in before ends.</summary>
    public string SecurityStamp { get; set; } = "";

    /// <summary>Wrong passwords in a row.</summary>
    public int Failures { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>The password is one that an administrator gave out: until then it opens the page that asks for another, and no other. Null: it is the person's own.</summary>
    public DateTimeOffset? InitialUntil { get; set; }

    /// <summary>The key that an authenticator app shares, encrypted; without <see cref="SecondFactorSince"/> it is only offered.</summary>
    public byte[]? AuthenticatorKey { get; set; }

    /// <summary>Since when signing in by password asks for a code as well.</summary>
    public DateTimeOffset? SecondFactorSince { get; set; }

    /// <summary>The step of time whose code was taken last: no code is taken twice.</summary>
    public long LastCodeStep { get; set; }

    /// <summary>Keyed digests of the recovery codes that are left, apart by blanks.</summary>
    public string RecoveryCodes { get; set; } = "";

    public long Revision { get; private set; }

    /// <summary>A password that somebody else knows: it lasts a few days and has to be changed.</summary>
    public void Give(string passwordHash, string stamp, DateTimeOffset until)
    {
        (PasswordHash, SecurityStamp, InitialUntil) = (passwordHash, stamp, until);
        Unlock();
    }

    public void Unlock() => (Failures, LockedUntil) = (0, null);

    /// <summary>As if no second factor had ever been set up.</summary>
    public void ForgetSecondFactor(string stamp) => (AuthenticatorKey, SecondFactorSince, RecoveryCodes, SecurityStamp) = (null, null, "", stamp);
}

internal sealed class CredentialMapping : IEntityTypeConfiguration<Credential>
{
    public void Configure(EntityTypeBuilder<Credential> builder)
    {
        builder.ToTable("credentials");
        builder.HasKey(credential => credential.AccountId);
        builder.Property(credential => credential.AccountId).ValueGeneratedNever();
        builder.Property(credential => credential.PasswordHash).HasMaxLength(400);
        builder.Property(credential => credential.SecurityStamp).HasMaxLength(100);
        builder.Property(credential => credential.AuthenticatorKey).HasMaxLength(200);
        builder.Property(credential => credential.RecoveryCodes).HasMaxLength(1000);
    }
}
