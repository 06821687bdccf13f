using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>Days on which the desks of an area receive people and close their register although they are days of rest: a long holiday, 八一, the sessions of 两会.</summary>
public sealed class DutyPeriod : IPlaced
{
    public required DutyPeriodId Id { get; init; }

    /// <summary>The desks of this unit and of all below it.</summary>
    public required UnitId UnitId { get; init; }

    public required DateOnly From { get; init; }

    /// <summary>The last day.</summary>
    public required DateOnly To { get; init; }

    public required string NameZh { get; init; }

    public required string NameEn { get; init; }

    public LocalText Name => new(NameZh, NameEn);
}

/// <summary>Who is on duty at a desk on a day (值班).</summary>
public sealed class DutyTurn : IPlaced
{
    /// <summary>The desk.</summary>
    public required UnitId UnitId { get; init; }

    public required DateOnly Day { get; init; }

    public required AccountId AccountId { get; init; }
}

/// <summary>What the house has told of a register, so that it is told once whoever sweeps.</summary>
public enum RegisterTold
{
    /// <summary>The day's summary, to a section.</summary>
    Summary,

    /// <summary>Days that were not closed, to a desk.</summary>
    Chase,

    /// <summary>Limits that end soon or have ended, to a person.</summary>
    Limits,
}

public sealed class RegisterTelling
{
    public required RegisterTold Kind { get; init; }

    /// <summary>The unit or the account that was told.</summary>
    public required Guid Whom { get; init; }

    /// <summary>Of which day, or on which day.</summary>
    public required DateOnly Day { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class DutyPeriodMapping : IEntityTypeConfiguration<DutyPeriod>
{
    public void Configure(EntityTypeBuilder<DutyPeriod> builder)
    {
        builder.ToTable("duty_periods");
        builder.HasKey(period => period.Id);
        builder.Property(period => period.Id).ValueGeneratedNever();
        builder.Property(period => period.NameZh).HasMaxLength(PlanDuty.MostName);
        builder.Property(period => period.NameEn).HasMaxLength(PlanDuty.MostName);
        builder.Ignore(period => period.Name);
        builder.HasIndex(period => period.To);
    }
}

internal sealed class DutyTurnMapping : IEntityTypeConfiguration<DutyTurn>
{
    public void Configure(EntityTypeBuilder<DutyTurn> builder)
    {
        builder.ToTable("duty_turns");
        builder.HasKey(turn => new { turn.UnitId, turn.Day, turn.AccountId });
    }
}

internal sealed class RegisterTellingMapping : IEntityTypeConfiguration<RegisterTelling>
{
    public void Configure(EntityTypeBuilder<RegisterTelling> builder)
    {
        builder.ToTable("register_tellings");
        builder.HasKey(telling => new { telling.Kind, telling.Whom, telling.Day });
    }
}
