using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Protecting;

/// <summary>
/// A key that protects cookies and form tokens, shared by all nodes. It is sealed by the key ring outside the database, so a stolen backup
/// signs nobody in.
/// </summary>
public sealed class SessionKey
{
    /// <summary>As its maker names it.</summary>
    public required string Name { get; init; }

    /// <summary>XML, encrypted.</summary>
    public required byte[] Sealed { get; init; }

    public required DateTimeOffset MadeAt { get; init; }
}

internal sealed class SessionKeyMapping : IEntityTypeConfiguration<SessionKey>
{
    public void Configure(EntityTypeBuilder<SessionKey> builder)
    {
        builder.ToTable("session_keys");
        builder.HasKey(key => key.Name);
        builder.Property(key => key.Name).HasMaxLength(200);
    }
}
