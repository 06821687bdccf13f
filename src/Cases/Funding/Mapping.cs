using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Funding;

internal sealed class FundMapping : IEntityTypeConfiguration<Fund>
{
    public void Configure(EntityTypeBuilder<Fund> builder)
    {
        builder.ToTable("funds");
        builder.HasKey(fund => fund.Id);
        builder.Property(fund => fund.Id).ValueGeneratedNever();
        builder.Property(fund => fund.Code).HasMaxLength(40);
        builder.Property(fund => fund.NameZh).HasMaxLength(100);
        builder.Property(fund => fund.NameEn).HasMaxLength(200);
        builder.HasIndex(fund => fund.Code).IsUnique();
    }
}

internal sealed class FundBalanceMapping : IEntityTypeConfiguration<FundBalance>
{
    public void Configure(EntityTypeBuilder<FundBalance> builder)
    {
        builder.ToTable("fund_balances");
        builder.HasKey(balance => balance.Fund);
        builder.Property(balance => balance.Fund).ValueGeneratedNever();
    }
}

internal sealed class LedgerEntryMapping : IEntityTypeConfiguration<LedgerEntry>
{
    public void Configure(EntityTypeBuilder<LedgerEntry> builder)
    {
        builder.ToTable("ledger_entries");
        builder.HasKey(entry => entry.Id);
        builder.Property(entry => entry.Id).ValueGeneratedNever();
        builder.Property(entry => entry.Reference).HasMaxLength(200);
        builder.HasIndex(entry => entry.Reference).IsUnique();
        builder.HasIndex(entry => new { entry.Fund, entry.At });
        builder.HasIndex(entry => entry.Case);
    }
}

internal sealed class CaseFundingMapping : IEntityTypeConfiguration<CaseFunding>
{
    public void Configure(EntityTypeBuilder<CaseFunding> builder)
    {
        builder.ToTable("case_funding");
        builder.HasKey(held => new { held.Fund, held.Case });
        builder.HasIndex(held => held.Case);
    }
}

internal sealed class FundProposalMapping : IEntityTypeConfiguration<FundProposal>
{
    public void Configure(EntityTypeBuilder<FundProposal> builder)
    {
        builder.ToTable("fund_proposals");
        builder.HasKey(proposal => proposal.Id);
        builder.Property(proposal => proposal.Id).ValueGeneratedNever();
        builder.Property(proposal => proposal.Code).HasMaxLength(40);
        builder.Property(proposal => proposal.NameZh).HasMaxLength(100);
        builder.Property(proposal => proposal.NameEn).HasMaxLength(200);
        builder.Property(proposal => proposal.Reason).HasMaxLength(500);
        builder.Property(proposal => proposal.ProposedName).HasMaxLength(200);
        builder.Property(proposal => proposal.SettledName).HasMaxLength(200);
        builder.Property(proposal => proposal.Note).HasMaxLength(500);
        builder.Ignore(proposal => proposal.Name);
        builder.Ignore(proposal => proposal.Asked);
        builder.HasIndex(proposal => proposal.Fund);
        builder.HasIndex(proposal => new { proposal.Owner, proposal.State });
    }
}
