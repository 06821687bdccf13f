using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Instances;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Urging;

public readonly record struct UrgeId(Guid Value) : ITypedId<UrgeId>
{
    public static UrgeId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>Somebody asked those who have a step to get on with it (催办). It decides nothing and gives the step to nobody else.</summary>
public sealed class Urge
{
    /// <summary>What the applicant's side counts as, whichever of them urges.</summary>
    public const string Applicant = "applicant";

    public required UrgeId Id { get; init; }
    public required CaseId CaseId { get; init; }
    public required RoundId RoundId { get; init; }
    public required string Step { get; init; }

    /// <summary><see cref="Applicant"/>, or the account of the staff.</summary>
    public required string ByKey { get; init; }

    /// <summary>The account that urged.</summary>
    public AccountId? ById { get; init; }

    /// <summary>The local day, and the how-manieth of it: of two at once one is refused.</summary>
    public required DateOnly On { get; init; }
    public required int Number { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>The unit above was told as well.</summary>
    public required bool ToldAbove { get; init; }

    /// <summary>When somebody who has the step first opened its task afterwards, and who: the receipt of who urged.</summary>
    public DateTimeOffset? SeenAt { get; init; }
    public AccountId? SeenById { get; init; }

    public bool IsByApplicant => ByKey == Applicant;
}

internal sealed class UrgeMapping : IEntityTypeConfiguration<Urge>
{
    public void Configure(EntityTypeBuilder<Urge> builder)
    {
        builder.ToTable("urges");
        builder.HasKey(urge => urge.Id);
        builder.Property(urge => urge.Id).ValueGeneratedNever();
        builder.Ignore(urge => urge.IsByApplicant);
        builder.Property(urge => urge.Step).HasMaxLength(100);
        builder.Property(urge => urge.ByKey).HasMaxLength(40);
        builder.HasIndex(urge => new { urge.RoundId, urge.ByKey, urge.On, urge.Number }).IsUnique();
        builder.HasIndex(urge => new { urge.CaseId, urge.At });
    }
}
