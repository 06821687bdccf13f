using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Publicising;

internal sealed class PublicNoticeMapping : IEntityTypeConfiguration<PublicNotice>
{
    public void Configure(EntityTypeBuilder<PublicNotice> builder)
    {
        builder.ToTable("public_notices");
        builder.HasKey(notice => notice.Id);
        builder.Property(notice => notice.Id).ValueGeneratedNever();
        builder.Property(notice => notice.Channels).HasMaxLength(40);
        builder.HasIndex(notice => notice.RoundId).IsUnique();
        builder.HasIndex(notice => new { notice.State, notice.ToDay });
        builder.HasIndex(notice => notice.CaseId);
    }
}

internal sealed class ObjectionMapping : IEntityTypeConfiguration<Objection>
{
    public void Configure(EntityTypeBuilder<Objection> builder)
    {
        builder.ToTable("objections");
        builder.HasKey(objection => objection.Id);
        builder.Property(objection => objection.Id).ValueGeneratedNever();
        builder.HasIndex(objection => objection.CaseId);
        builder.HasIndex(objection => objection.NoticeId);
    }
}
