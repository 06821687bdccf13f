using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Visiting;

public enum VisitPaperKind
{
    Photo,
    FirstSignature,
    SecondSignature,
    FamilySignature,
}

/// <summary>A photo or a signature that was brought back from a visit, as a stored file.</summary>
public sealed record VisitSheet(VisitPaperKind Kind, StoredFileId File);

/// <summary>A photo or a signature of a visit, kept with it.</summary>
public sealed class VisitPaper
{
    public required VisitId VisitId { get; init; }
    public required StoredFileId FileId { get; init; }
    public required VisitPaperKind Kind { get; init; }

    /// <summary>Its place among the papers of the visit.</summary>
    public required int Number { get; init; }
}

internal sealed class VisitPaperMapping : IEntityTypeConfiguration<VisitPaper>
{
    public void Configure(EntityTypeBuilder<VisitPaper> builder)
    {
        builder.ToTable("visit_papers");
        builder.HasKey(paper => new { paper.VisitId, paper.FileId });
        builder.HasIndex(paper => paper.FileId).IsUnique();
    }
}
