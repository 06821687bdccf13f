using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Instances;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Reviewing;

public readonly record struct GroupId(Guid Value) : ITypedId<GroupId>
{
    public static GroupId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>People whom a workflow asks together, whatever roles they hold: an expert panel, the members of a meeting.</summary>
public sealed class Group : IRevised, IPlaced
{
    private Group()
    {
    }

    public GroupId Id { get; private init; }

    /// <summary>What rules call it.</summary>
    public string Key { get; private init; } = "";

    public string NameZh { get; private set; } = "";

    public string NameEn { get; private set; } = "";

    /// <summary>In whose area the administrators keep it.</summary>
    public UnitId UnitId { get; private init; }

    public long Revision { get; private set; }

    internal static Group Of(GroupId id, string key, UnitId unit) => new() { Id = id, Key = key, UnitId = unit };

    internal void Call(string nameZh, string nameEn) => (NameZh, NameEn) = (nameZh, nameEn);
}

public sealed class GroupMember
{
    public required GroupId GroupId { get; init; }

    public required AccountId AccountId { get; init; }
}

/// <summary>Whose turn it was at a step (轮流): the lowest number is next.</summary>
internal sealed class Turn : IRevised
{
    /// <summary>Of those who may, whoever was asked longest ago; whoever never was comes first, and then the user name says.</summary>
    public static T Next<T>(IEnumerable<T> able, Func<T, long> number, Func<T, string> userName) => able.OrderBy(number).ThenBy(userName, StringComparer.Ordinal).First();

    /// <summary>Service, step and rule.</summary>
    public required string Key { get; init; }

    public required AccountId AccountId { get; init; }

    public long Number { get; set; }

    public long Revision { get; private set; }
}

internal sealed class GroupMapping : IEntityTypeConfiguration<Group>
{
    public void Configure(EntityTypeBuilder<Group> builder)
    {
        builder.ToTable("reviewer_groups");
        builder.HasKey(group => group.Id);
        builder.Property(group => group.Id).ValueGeneratedNever();
        builder.Property(group => group.Key).HasMaxLength(40);
        builder.Property(group => group.NameZh).HasMaxLength(100);
        builder.Property(group => group.NameEn).HasMaxLength(200);
        builder.HasIndex(group => group.Key).IsUnique();
    }
}

internal sealed class GroupMemberMapping : IEntityTypeConfiguration<GroupMember>
{
    public void Configure(EntityTypeBuilder<GroupMember> builder)
    {
        builder.ToTable("reviewer_group_members");
        builder.HasKey(member => new { member.GroupId, member.AccountId });
    }
}

internal sealed class TurnMapping : IEntityTypeConfiguration<Turn>
{
    public void Configure(EntityTypeBuilder<Turn> builder)
    {
        builder.ToTable("reviewer_turns");
        builder.HasKey(turn => new { turn.Key, turn.AccountId });
        builder.Property(turn => turn.Key).HasMaxLength(220);
    }
}
