using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Auditing;

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_entries");
        builder.HasKey(entry => new { entry.Stream, entry.Number });
        builder.Property(entry => entry.Stream).HasMaxLength(100);
        builder.Property(entry => entry.Act).HasMaxLength(64);
        builder.Property(entry => entry.ActorName).HasMaxLength(100);
        builder.Property(entry => entry.Subject).HasMaxLength(100);
        builder.Property(entry => entry.PreviousHash).HasMaxLength(100);
        builder.Property(entry => entry.Hash).HasMaxLength(100);
        builder.HasIndex(entry => entry.Subject);
        builder.HasIndex(entry => entry.At);
    }
}

internal sealed class AuditHeadConfiguration : IEntityTypeConfiguration<AuditHead>
{
    public void Configure(EntityTypeBuilder<AuditHead> builder)
    {
        builder.ToTable("audit_heads");
        builder.HasKey(head => head.Stream);
        builder.Property(head => head.Stream).HasMaxLength(100);
    }
}

internal sealed class AuditSealConfiguration : IEntityTypeConfiguration<AuditSeal>
{
    public void Configure(EntityTypeBuilder<AuditSeal> builder)
    {
        builder.ToTable("audit_seals");
        builder.HasKey(seal => seal.Number);
        builder.Property(seal => seal.Number).ValueGeneratedNever();
        builder.Property(seal => seal.PreviousHash).HasMaxLength(100);
        builder.Property(seal => seal.Hash).HasMaxLength(100);
    }
}
