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

    public long Revision { get; private set; }
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
    }
}
