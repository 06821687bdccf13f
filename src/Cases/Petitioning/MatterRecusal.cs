using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>An officer who has nothing to do with a matter any more (回避, art. 28), by their own word or by the head's.</summary>
public sealed class MatterRecusal : IRevised
{
    private MatterRecusal()
    {
    }

    public MatterRecusalId Id { get; private init; }

    public MatterId MatterId { get; private init; }

    public AccountId AccountId { get; private init; }

    /// <summary>Encrypted at <see cref="WhyPlace"/>.</summary>
    public byte[] Why { get; private init; } = [];

    /// <summary>Themselves, or whoever ordered it.</summary>
    public AccountId By { get; private init; }

    public DateTimeOffset At { get; private init; }

    /// <summary>The head found that there is no reason for it any more.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public AccountId? EndedBy { get; private set; }

    public long Revision { get; private set; }

    public string WhyPlace => WhyPlaceOf(Id);

    internal static MatterRecusal Of(MatterRecusalId id, MatterId matter, AccountId account, byte[] why, AccountId by, DateTimeOffset at) => new()
    {
        Id = id,
        MatterId = matter,
        AccountId = account,
        Why = why,
        By = by,
        At = at,
    };

    internal void End(DateTimeOffset at, AccountId by) => (EndedAt, EndedBy) = (at, by);

    internal static string WhyPlaceOf(MatterRecusalId id) => $"matter.recusal:{id}";
}

internal sealed class MatterRecusalMapping : IEntityTypeConfiguration<MatterRecusal>
{
    public void Configure(EntityTypeBuilder<MatterRecusal> builder)
    {
        builder.ToTable("matter_recusals");
        builder.HasKey(recusal => recusal.Id);
        builder.Property(recusal => recusal.Id).ValueGeneratedNever();
        builder.Ignore(recusal => recusal.WhyPlace);
        builder.HasIndex(recusal => new { recusal.MatterId, recusal.AccountId });
    }
}
