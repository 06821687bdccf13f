using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Instances;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Copying;

public readonly record struct CopyId(Guid Value) : ITypedId<CopyId>
{
    public static CopyId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>A case that somebody of the staff is to know of (抄送): once a person a case. It asks nothing of them, and opens nothing that they could not see before.</summary>
public sealed class CaseCopy
{
    /// <summary>The longest note that goes with it.</summary>
    public const int MostNote = 200;

    public required CopyId Id { get; init; }
    public required CaseId CaseId { get; init; }

    /// <summary>Whom it was sent to.</summary>
    public required AccountId AccountId { get; init; }

    /// <summary>Who sent it; null where the workflow did.</summary>
    public AccountId? ById { get; init; }

    /// <summary>The step at which it was sent.</summary>
    public required string Step { get; init; }
    public string? Note { get; init; }
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>When they first opened the case after it was sent (已阅).</summary>
    public DateTimeOffset? ReadAt { get; init; }
}

internal sealed class CaseCopyMapping : IEntityTypeConfiguration<CaseCopy>
{
    public void Configure(EntityTypeBuilder<CaseCopy> builder)
    {
        builder.ToTable("case_copies");
        builder.HasKey(copy => copy.Id);
        builder.Property(copy => copy.Id).ValueGeneratedNever();
        builder.Property(copy => copy.Step).HasMaxLength(100);
        builder.Property(copy => copy.Note).HasMaxLength(CaseCopy.MostNote);
        builder.HasIndex(copy => new { copy.CaseId, copy.AccountId }).IsUnique();
        builder.HasIndex(copy => new { copy.AccountId, copy.ReadAt, copy.SentAt });
    }
}
