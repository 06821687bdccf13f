using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Correcting;

/// <summary>One answer of an application that an official corrected: from what, to what, why, who and when. Inserted once, never changed.</summary>
public sealed class AnswerCorrection
{
    public required Guid Id { get; init; }
    public required CaseId CaseId { get; init; }

    /// <summary>Counted within the case, so that of two who correct at once one looks again.</summary>
    public required int Number { get; init; }

    /// <summary>The task at which it was done.</summary>
    public required TaskId TaskId { get; init; }
    public required string Step { get; init; }

    /// <summary>The key of the question.</summary>
    public required string Field { get; init; }

    /// <summary>Both answers as JSON and the reason, encrypted.</summary>
    public required byte[] Words { get; init; }
    public required AccountId AccountId { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Where the sealed words stand.</summary>
    public string Place => $"case.correction:{Id}";
}

internal sealed class AnswerCorrectionMapping : IEntityTypeConfiguration<AnswerCorrection>
{
    public void Configure(EntityTypeBuilder<AnswerCorrection> builder)
    {
        builder.ToTable("answer_corrections");
        builder.HasKey(correction => correction.Id);
        builder.Property(correction => correction.Id).ValueGeneratedNever();
        builder.Property(correction => correction.Step).HasMaxLength(100);
        builder.Property(correction => correction.Field).HasMaxLength(100);
        builder.Ignore(correction => correction.Place);
        builder.HasIndex(correction => new { correction.CaseId, correction.Number }).IsUnique();
    }
}
