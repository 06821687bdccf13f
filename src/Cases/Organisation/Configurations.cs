using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Organisation;

internal sealed class UnitConfiguration : IEntityTypeConfiguration<Unit>
{
    public void Configure(EntityTypeBuilder<Unit> builder)
    {
        builder.ToTable("units");
        builder.HasKey(unit => unit.Id);
        builder.Property(unit => unit.Kind).HasMaxLength(40);
        builder.Property(unit => unit.DivisionCode).HasMaxLength(20);
        builder.Property(unit => unit.NameZh).HasMaxLength(100);
        builder.Property(unit => unit.NameEn).HasMaxLength(200);
        builder.Property(unit => unit.Phone).HasMaxLength(32);
        builder.HasIndex(unit => unit.ParentId);
        builder.HasIndex(unit => unit.DivisionCode);
    }
}

internal sealed class UnitNameConfiguration : IEntityTypeConfiguration<UnitName>
{
    public void Configure(EntityTypeBuilder<UnitName> builder)
    {
        builder.ToTable("unit_names");
        builder.HasKey(name => new { name.UnitId, name.ValidFrom });
        builder.Property(name => name.NameZh).HasMaxLength(100);
        builder.Property(name => name.NameEn).HasMaxLength(200);
    }
}

internal sealed class UnitAncestorConfiguration : IEntityTypeConfiguration<UnitAncestor>
{
    public void Configure(EntityTypeBuilder<UnitAncestor> builder)
    {
        builder.ToTable("unit_ancestors");
        builder.HasKey(line => new { line.UnitId, line.AncestorId, line.ValidFrom });
        builder.HasIndex(line => new { line.AncestorId, line.ValidTo });
    }
}

internal sealed class UnitTreeHeadConfiguration : IEntityTypeConfiguration<UnitTreeHead>
{
    public void Configure(EntityTypeBuilder<UnitTreeHead> builder)
    {
        builder.ToTable("unit_tree");
        builder.HasKey(head => head.Id);
        builder.Property(head => head.Id).ValueGeneratedNever();
    }
}

internal sealed class AccountConfiguration : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("accounts");
        builder.HasKey(account => account.Id);
        builder.Property(account => account.UserName).HasMaxLength(64);
        builder.Property(account => account.NameZh).HasMaxLength(100);
        builder.Property(account => account.NameEn).HasMaxLength(200);
        builder.Property(account => account.PhoneSealed).HasMaxLength(100);
        builder.Property(account => account.PhoneIndex).HasMaxLength(64);
        builder.HasIndex(account => account.UserName).IsUnique();
        builder.HasIndex(account => account.PersonId);
        builder.HasIndex(account => account.PhoneIndex).IsUnique();
    }
}

internal sealed class RoleAssignmentConfiguration : IEntityTypeConfiguration<RoleAssignment>
{
    public void Configure(EntityTypeBuilder<RoleAssignment> builder)
    {
        builder.ToTable("role_assignments");
        builder.HasKey(held => held.Id);
        builder.HasIndex(held => held.AccountId);
        builder.HasIndex(held => new { held.UnitId, held.Role });
    }
}
