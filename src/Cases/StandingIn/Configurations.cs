using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.StandingIn;

internal sealed class DeputyConfiguration : IEntityTypeConfiguration<Deputy>
{
    public void Configure(EntityTypeBuilder<Deputy> builder)
    {
        builder.ToTable("deputies");
        builder.HasKey(deputy => deputy.Id);
        builder.Property(deputy => deputy.Id).ValueGeneratedNever();
        builder.Property(deputy => deputy.ServiceIds).HasMaxLength(1000);
        builder.Property(deputy => deputy.Reason).HasMaxLength(NameDeputy.LongestReason);
        builder.Ignore(deputy => deputy.Services);
        builder.HasIndex(deputy => deputy.PrincipalId);
        builder.HasIndex(deputy => deputy.AccountId);
        builder.HasIndex(deputy => deputy.ValidTo); // those that count are read together
    }
}

internal sealed class CoverConfiguration : IEntityTypeConfiguration<Cover>
{
    public void Configure(EntityTypeBuilder<Cover> builder)
    {
        builder.ToTable("covers");
        builder.HasKey(cover => cover.Id);
        builder.Property(cover => cover.Id).ValueGeneratedNever();
        builder.Property(cover => cover.Reason).HasMaxLength(NameDeputy.LongestReason);
        builder.HasIndex(cover => cover.UnitId);
        builder.HasIndex(cover => cover.ValidTo);
    }
}
