using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Applying;

public enum MarkKind
{
    /// <summary>Somebody of the household, or the patient, by identity number.</summary>
    Person,

    /// <summary>A bill of a patient, by its day and total.</summary>
    Bill,

    /// <summary>Of no form: the case has been looked through, also where it names nobody. <see cref="CaseMark.Now"/> says how far.</summary>
    Looked,
}

/// <summary>What the form of a case names besides its applicant, blind-indexed: another case with the same mark is about the same people or the same money.</summary>
public sealed class CaseMark
{
    /// <summary>What the marks of a case cover today. Whoever adds a kind of mark raises it, and stored cases are marked anew.</summary>
    public const string Now = "1";

    public required CaseId CaseId { get; init; }
    public required MarkKind Kind { get; init; }
    public required string Index { get; init; }
}

internal sealed class CaseMarkMapping : IEntityTypeConfiguration<CaseMark>
{
    public void Configure(EntityTypeBuilder<CaseMark> builder)
    {
        builder.ToTable("case_marks");
        builder.HasKey(mark => new { mark.CaseId, mark.Kind, mark.Index });
        builder.Property(mark => mark.Index).HasMaxLength(120);
        builder.HasIndex(mark => new { mark.Index, mark.Kind });
    }
}
