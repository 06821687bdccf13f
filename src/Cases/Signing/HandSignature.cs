using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Instances;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Signing;

public readonly record struct SignatureId(Guid Value) : ITypedId<SignatureId>
{
    public static SignatureId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>
/// A decision's handwritten signature (手写签名): its picture, and the digest of exactly what was signed. Inserted with the decision, never changed, so that what was signed can be held
/// against what is on record for ever.
/// </summary>
public sealed class HandSignature
{
    public required SignatureId Id { get; init; }
    public required DecisionId DecisionId { get; init; }
    public required CaseId CaseId { get; init; }
    public required AccountId AccountId { get; init; }

    /// <summary>The picture, encrypted like every paper.</summary>
    public required StoredFileId FileId { get; init; }

    /// <summary>Of the picture's content: another picture is another signature.</summary>
    public required string PictureHash { get; init; }

    /// <summary>Of the applicant's answers as they stood when it was signed; they may be supplemented afterwards.</summary>
    public required string AnswersHash { get; init; }

    /// <summary>Of what was signed, as it was written out for it.</summary>
    public required string Digest { get; init; }

    /// <summary>The moment that was shown to the signer and is part of what was signed.</summary>
    public required DateTimeOffset SignedAt { get; init; }
}

internal sealed class HandSignatureMapping : IEntityTypeConfiguration<HandSignature>
{
    public void Configure(EntityTypeBuilder<HandSignature> builder)
    {
        builder.ToTable("hand_signatures");
        builder.HasKey(signature => signature.Id);
        builder.Property(signature => signature.Id).ValueGeneratedNever();
        builder.Property(signature => signature.PictureHash).HasMaxLength(80);
        builder.Property(signature => signature.AnswersHash).HasMaxLength(80);
        builder.Property(signature => signature.Digest).HasMaxLength(80);
        builder.HasIndex(signature => signature.DecisionId).IsUnique();
        builder.HasIndex(signature => signature.CaseId);
        builder.HasIndex(signature => signature.FileId).IsUnique();
    }
}
