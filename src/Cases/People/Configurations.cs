using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.People;

internal sealed class PersonConfiguration : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("people");
        builder.HasKey(person => person.Id);
        builder.Property(person => person.Name).HasMaxLength(200);
        builder.Property(person => person.CitizenIdSealed).HasMaxLength(100);
        builder.Property(person => person.CitizenIdIndex).HasMaxLength(64);
        builder.Property(person => person.PhoneSealed).HasMaxLength(100);
        builder.Property(person => person.PhoneIndex).HasMaxLength(64);
        builder.Property(person => person.MovedTo).HasMaxLength(200);
        builder.HasIndex(person => person.CitizenIdIndex).IsUnique();
        builder.HasIndex(person => person.PhoneIndex);
        builder.HasIndex(person => person.UnitId);
        builder.HasIndex(person => person.HouseholdId);
        builder.HasIndex(person => person.Name);
    }
}

internal sealed class NameEndConfiguration : IEntityTypeConfiguration<NameEnd>
{
    public void Configure(EntityTypeBuilder<NameEnd> builder)
    {
        builder.ToTable("name_ends");
        builder.HasKey(end => new { end.Text, end.PersonId });
        builder.Property(end => end.Text).HasMaxLength(2 * NameEnd.MostLetters);
    }
}

internal sealed class HouseholdConfiguration : IEntityTypeConfiguration<Household>
{
    public void Configure(EntityTypeBuilder<Household> builder)
    {
        builder.ToTable("households");
        builder.HasKey(household => household.Id);
        builder.HasIndex(household => household.UnitId);
    }
}

internal sealed class HouseholdMemberConfiguration : IEntityTypeConfiguration<HouseholdMember>
{
    public void Configure(EntityTypeBuilder<HouseholdMember> builder)
    {
        builder.ToTable("household_members");
        builder.HasKey(member => new { member.HouseholdId, member.PersonId, member.ValidFrom });
        builder.HasIndex(member => member.PersonId);
    }
}

internal sealed class PayeeAccountConfiguration : IEntityTypeConfiguration<PayeeAccount>
{
    public void Configure(EntityTypeBuilder<PayeeAccount> builder)
    {
        builder.ToTable("payee_accounts");
        builder.HasKey(account => account.Id);
        builder.Property(account => account.HolderName).HasMaxLength(200);
        builder.Property(account => account.BankName).HasMaxLength(200);
        builder.Property(account => account.BankCode).HasMaxLength(20);
        builder.Property(account => account.NumberSealed).HasMaxLength(100);
        builder.Property(account => account.NumberIndex).HasMaxLength(64);
        builder.HasIndex(account => account.NumberIndex);
        builder.HasIndex(account => account.PersonId);
    }
}

internal sealed class RepresentativeConfiguration : IEntityTypeConfiguration<Representative>
{
    public void Configure(EntityTypeBuilder<Representative> builder)
    {
        builder.ToTable("representatives");
        builder.HasKey(one => one.Id);
        builder.Property(one => one.Proof).HasMaxLength(500);
        builder.HasIndex(one => one.PersonId);
    }
}
