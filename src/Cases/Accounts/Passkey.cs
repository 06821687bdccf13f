using System.Security.Cryptography;
using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Accounts;

/// <summary>A passkey of an account: the public half of a key that never leaves its owner's device.</summary>
public sealed class Passkey : IRevised
{
    /// <summary>SHA-256 of the credential's id, which may be too long for a key of a table.</summary>
    public required string Key { get; init; }

    public required AccountId AccountId { get; init; }

    public required byte[] CredentialId { get; init; }

    public required byte[] PublicKey { get; init; }

    /// <summary>What its owner calls it: "work laptop".</summary>
    public string Name { get; set; } = "";

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>Counted up by the device; one that falls back was copied.</summary>
    public long SignCount { get; set; }

    /// <summary>As browsers name them, apart by blanks: "internal hybrid".</summary>
    public string Transports { get; init; } = "";

    public bool IsUserVerified { get; set; }

    public bool IsBackupEligible { get; init; }

    public bool IsBackedUp { get; set; }

    public long Revision { get; private set; }

    public static string KeyOf(byte[] credentialId) => Convert.ToHexStringLower(SHA256.HashData(credentialId));
}

internal sealed class PasskeyMapping : IEntityTypeConfiguration<Passkey>
{
    public void Configure(EntityTypeBuilder<Passkey> builder)
    {
        builder.ToTable("passkeys");
        builder.HasKey(passkey => passkey.Key);
        builder.Property(passkey => passkey.Key).HasMaxLength(64);
        builder.Property(passkey => passkey.CredentialId).HasMaxLength(1023);
        builder.Property(passkey => passkey.PublicKey).HasMaxLength(2000);
        builder.Property(passkey => passkey.Name).HasMaxLength(100);
        builder.Property(passkey => passkey.Transports).HasMaxLength(100);
        builder.HasIndex(passkey => passkey.AccountId);
    }
}
