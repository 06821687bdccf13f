using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Visiting;

internal sealed class HomeVisitMapping : IEntityTypeConfiguration<HomeVisit>
{
    public void Configure(EntityTypeBuilder<HomeVisit> builder)
    {
        builder.ToTable("home_visits");
        builder.HasKey(visit => visit.Id);
        builder.Property(visit => visit.Id).ValueGeneratedNever();
        builder.Property(visit => visit.SignedHash).HasMaxLength(100);
        builder.HasIndex(visit => visit.RoundId).IsUnique();
        builder.HasIndex(visit => visit.CaseId);
    }
}
