using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Deciding;

internal sealed class IssuedDocumentMapping : IEntityTypeConfiguration<IssuedDocument>
{
    public void Configure(EntityTypeBuilder<IssuedDocument> builder)
    {
        builder.ToTable("issued_documents");
        builder.HasKey(document => document.Id);
        builder.Property(document => document.Id).ValueGeneratedNever();
        builder.Property(document => document.Number).HasMaxLength(60);
        builder.HasIndex(document => document.Number).IsUnique();
        builder.HasIndex(document => document.CaseId);
        builder.Property(document => document.DeliveredOn).IsConcurrencyToken(); // recorded once
        builder.Ignore(document => document.IsDelivered);
    }
}

internal sealed class ExternalDecisionMapping : IEntityTypeConfiguration<ExternalDecision>
{
    public void Configure(EntityTypeBuilder<ExternalDecision> builder)
    {
        builder.ToTable("external_decisions");
        builder.HasKey(decision => decision.Id);
        builder.Property(decision => decision.Id).ValueGeneratedNever();
        builder.Property(decision => decision.DocumentNumber).HasMaxLength(100);
        builder.Property(decision => decision.SummaryListNumber).HasMaxLength(60);
        builder.Property(decision => decision.Reason).HasMaxLength(2000);
        builder.HasIndex(decision => decision.RoundId).IsUnique();
        builder.HasIndex(decision => decision.CaseId);
    }
}

internal sealed class SummaryListMapping : IEntityTypeConfiguration<SummaryList>
{
    public void Configure(EntityTypeBuilder<SummaryList> builder)
    {
        builder.ToTable("summary_lists");
        builder.HasKey(list => list.Id);
        builder.Property(list => list.Id).ValueGeneratedNever();
        builder.Property(list => list.Number).HasMaxLength(60);
        builder.Property(list => list.ServiceId).HasMaxLength(100);
        builder.HasIndex(list => list.Number).IsUnique();
    }
}

internal sealed class SummaryListLineMapping : IEntityTypeConfiguration<SummaryListLine>
{
    public void Configure(EntityTypeBuilder<SummaryListLine> builder)
    {
        builder.ToTable("summary_list_lines");
        builder.HasKey(line => new { line.ListId, line.CaseId });
        builder.HasIndex(line => line.RoundId).IsUnique(); // a case goes to the province once a round
    }
}
