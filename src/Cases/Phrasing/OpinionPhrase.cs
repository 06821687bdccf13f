using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Instances;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Phrasing;

public readonly record struct PhraseId(Guid Value) : ITypedId<PhraseId>
{
    public static PhraseId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>What somebody of the staff often writes as an opinion, kept for themselves (常用意见). Nobody else sees it.</summary>
public sealed class OpinionPhrase
{
    public const int MostCharacters = 300;

    /// <summary>More than these nobody finds anything in.</summary>
    public const int MostOfOne = 20;

    public required PhraseId Id { get; init; }
    public required AccountId AccountId { get; init; }
    public required string Text { get; init; }
    public required DateTimeOffset KeptAt { get; init; }
}

internal sealed class OpinionPhraseMapping : IEntityTypeConfiguration<OpinionPhrase>
{
    public void Configure(EntityTypeBuilder<OpinionPhrase> builder)
    {
        builder.ToTable("opinion_phrases");
        builder.HasKey(phrase => phrase.Id);
        builder.Property(phrase => phrase.Id).ValueGeneratedNever();
        builder.Property(phrase => phrase.Text).HasMaxLength(OpinionPhrase.MostCharacters);
        builder.HasIndex(phrase => new { phrase.AccountId, phrase.KeptAt });
    }
}
