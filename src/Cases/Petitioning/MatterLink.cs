using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Petitioning;

public enum MatterLinkKind
{
    /// <summary>并案: it goes on in the leading matter.</summary>
    MergedInto,

    /// <summary>分案: it was part of the other, and has clocks of its own from the same receipt.</summary>
    SplitFrom,

    /// <summary>What was entered as something else turned out to be a petition.</summary>
    BegunFrom,
}

/// <summary>Two matters that belong together, and why somebody found so.</summary>
public sealed class MatterLink : IRevised
{
    private MatterLink()
    {
    }

    public MatterLinkId Id { get; private init; }

    /// <summary>The one that was merged, split off or begun.</summary>
    public MatterId MatterId { get; private init; }

    /// <summary>The leading one, or the one it came from.</summary>
    public MatterId OtherId { get; private init; }

    public MatterLinkKind Kind { get; private init; }

    public DateOnly On { get; private init; }

    /// <summary>Encrypted at <see cref="WhyPlace"/>.</summary>
    public byte[] Why { get; private init; } = [];

    public AccountId By { get; private init; }

    public DateTimeOffset At { get; private init; }

    public DateOnly? UndoneOn { get; private set; }

    public AccountId? UndoneBy { get; private set; }

    public long Revision { get; private set; }

    public string WhyPlace => WhyPlaceOf(Id);

    internal static MatterLink Of(MatterLinkId id, MatterId matter, MatterId other, MatterLinkKind kind, DateOnly on, byte[] why, AccountId by, DateTimeOffset at) => new()
    {
        Id = id,
        MatterId = matter,
        OtherId = other,
        Kind = kind,
        On = on,
        Why = why,
        By = by,
        At = at,
    };

    internal void Undo(DateOnly on, AccountId by) => (UndoneOn, UndoneBy) = (on, by);

    internal static string WhyPlaceOf(MatterLinkId id) => $"matter.link:{id}";
}

internal sealed class MatterLinkMapping : IEntityTypeConfiguration<MatterLink>
{
    public void Configure(EntityTypeBuilder<MatterLink> builder)
    {
        builder.ToTable("matter_links");
        builder.HasKey(link => link.Id);
        builder.Property(link => link.Id).ValueGeneratedNever();
        builder.Ignore(link => link.WhyPlace);
        builder.HasIndex(link => link.MatterId);
        builder.HasIndex(link => link.OtherId);
    }
}
