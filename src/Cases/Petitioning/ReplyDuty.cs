using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Petitioning;

public enum ReplyDutyKind
{
    /// <summary>上级交办: a higher body gave it to the house, which reports back.</summary>
    FromAbove,

    /// <summary>交办: the house gave it to another body, which reports back.</summary>
    AssignedOn,

    /// <summary>督办: the section watches over it until it ends that.</summary>
    Supervision,
}

/// <summary>A reply about a matter that somebody owes by a day, beside the limits of the law.</summary>
public sealed class ReplyDuty : IRevised
{
    private ReplyDuty()
    {
    }

    public ReplyDutyId Id { get; private init; }

    public MatterId MatterId { get; private init; }

    public ReplyDutyKind Kind { get; private init; }

    /// <summary>Who gave it (from above), or who has it (assigned on); empty under supervision, where it is whoever handles the matter.</summary>
    public string Party { get; private init; } = "";

    public DateOnly Begun { get; private init; }

    public DateOnly ReplyBy { get; private init; }

    /// <summary>Why, encrypted at <see cref="WhyPlace"/>; null where nothing was said.</summary>
    public byte[]? Why { get; private init; }

    public AccountId By { get; private init; }

    public DateTimeOffset At { get; private init; }

    public int Replies { get; private set; }

    public DateOnly? EndedOn { get; private set; }

    public AccountId? EndedBy { get; private set; }

    public long Revision { get; private set; }

    public string WhyPlace => $"matter.duty:{Id}";

    internal static ReplyDuty Begin(ReplyDutyId id, MatterId matter, ReplyDutyKind kind, string party, DateOnly begun, DateOnly replyBy, byte[]? why, AccountId by, DateTimeOffset at) => new()
    {
        Id = id,
        MatterId = matter,
        Kind = kind,
        Party = party,
        Begun = begun,
        ReplyBy = replyBy,
        Why = why,
        By = by,
        At = at,
    };

    internal int Reply() => ++Replies;

    internal void End(DateOnly on, AccountId by) => (EndedOn, EndedBy) = (on, by);

    internal static string WhyPlaceOf(ReplyDutyId id) => $"matter.duty:{id}";
}

/// <summary>What was reported, when and to whom. Inserted once.</summary>
public sealed class ReplyGiven
{
    public required ReplyDutyId DutyId { get; init; }

    public required int Number { get; init; }

    public required DateOnly On { get; init; }

    /// <summary>To whom it was reported; of what the house gave to another body, who reported.</summary>
    public required string Whom { get; init; }

    /// <summary>Encrypted at <see cref="Place"/>.</summary>
    public required byte[] Words { get; init; }

    public required AccountId By { get; init; }

    public required DateTimeOffset At { get; init; }

    public string Place => PlaceOf(DutyId, Number);

    internal static string PlaceOf(ReplyDutyId duty, int number) => $"matter.reply:{duty}:{number}";
}

internal sealed class ReplyDutyMapping : IEntityTypeConfiguration<ReplyDuty>
{
    public void Configure(EntityTypeBuilder<ReplyDuty> builder)
    {
        builder.ToTable("reply_duties");
        builder.HasKey(duty => duty.Id);
        builder.Property(duty => duty.Id).ValueGeneratedNever();
        builder.Property(duty => duty.Party).HasMaxLength(RouteRule.MostBody);
        builder.Ignore(duty => duty.WhyPlace);
        builder.HasIndex(duty => duty.MatterId);
        builder.HasIndex(duty => new { duty.EndedOn, duty.ReplyBy });
    }
}

internal sealed class ReplyGivenMapping : IEntityTypeConfiguration<ReplyGiven>
{
    public void Configure(EntityTypeBuilder<ReplyGiven> builder)
    {
        builder.ToTable("replies_given");
        builder.HasKey(reply => new { reply.DutyId, reply.Number });
        builder.Property(reply => reply.Whom).HasMaxLength(RouteRule.MostBody);
        builder.Ignore(reply => reply.Place);
    }
}
