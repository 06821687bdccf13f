using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Integrating;

/// <summary>What a request was answered with, committed with what it did: the same key again is answered with it, and does nothing again.</summary>
public sealed class KeptAnswer
{
    public required AccountId Account { get; init; }

    /// <summary>As the caller chose it.</summary>
    public required string Key { get; init; }

    /// <summary>Of what was asked, where; ids alone would not tell another request from this one.</summary>
    public required string RequestHash { get; init; }

    /// <summary>JSON: ids and figures, nobody's data.</summary>
    public required string Answer { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class KeptAnswerMapping : IEntityTypeConfiguration<KeptAnswer>
{
    public void Configure(EntityTypeBuilder<KeptAnswer> builder)
    {
        builder.ToTable("kept_answers");
        builder.HasKey(kept => new { kept.Account, kept.Key });
        builder.Property(kept => kept.Key).HasMaxLength(RequestKey.Longest);
        builder.Property(kept => kept.RequestHash).HasMaxLength(100);
        builder.HasIndex(kept => kept.At);
    }
}

/// <summary>A request that its caller may send again.</summary>
/// <param name="RequestHash">Of method, address and body.</param>
public sealed record RequestKey(AccountId Account, string Key, string RequestHash)
{
    public const int Longest = 200;
}
