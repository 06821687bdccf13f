using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Instances;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Reviewing;

public readonly record struct InboxViewId(Guid Value) : ITypedId<InboxViewId>
{
    public static InboxViewId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>A way of looking at the inbox that somebody named for themselves. It keeps no words of a search: those may be somebody's name or number.</summary>
public sealed class InboxView : IRevised
{
    public const int LongestName = 40;

    public const int LongestQuery = 500;

    private InboxView()
    {
    }

    public InboxViewId Id { get; private init; }

    public AccountId AccountId { get; private init; }

    public string Name { get; private init; } = "";

    /// <summary>Tab, filters and order, as they stand in the address of the page.</summary>
    public string Query { get; private set; } = "";

    /// <summary>What the inbox opens with.</summary>
    public bool IsDefault { get; private set; }

    public long Revision { get; private set; }

    internal static InboxView Of(InboxViewId id, AccountId account, string name, string query) => new() { Id = id, AccountId = account, Name = name, Query = query };

    internal void Say(string query) => Query = query;

    internal void Open(bool isDefault) => IsDefault = isDefault;
}

internal sealed class InboxViewMapping : IEntityTypeConfiguration<InboxView>
{
    public void Configure(EntityTypeBuilder<InboxView> builder)
    {
        builder.ToTable("inbox_views");
        builder.HasKey(view => view.Id);
        builder.Property(view => view.Id).ValueGeneratedNever();
        builder.Property(view => view.Name).HasMaxLength(InboxView.LongestName);
        builder.Property(view => view.Query).HasMaxLength(InboxView.LongestQuery);
        builder.HasIndex(view => new { view.AccountId, view.Name }).IsUnique();
    }
}
