using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>Where a petition was sent, what the rules had suggested, and why it went elsewhere. Inserted once, with the event.</summary>
public sealed class PetitionSending
{
    public required MatterId MatterId { get; init; }

    /// <summary>The number of the event within the petition.</summary>
    public required int Entry { get; init; }

    public required string Body { get; init; }

    /// <summary>What was suggested; null where the rules named nobody.</summary>
    public string? Suggested { get; init; }

    /// <summary>The rule that suggested it; null where the list of subjects did.</summary>
    public RouteRuleId? RuleId { get; init; }

    /// <summary>Why it went elsewhere, encrypted at <see cref="Place"/>; null where it went where it was suggested.</summary>
    public byte[]? Why { get; init; }

    public string Place => PlaceOf(MatterId, Entry);

    internal static string PlaceOf(MatterId matter, int entry) => $"petition.sending:{matter}:{entry}";
}

internal sealed class PetitionSendingMapping : IEntityTypeConfiguration<PetitionSending>
{
    public void Configure(EntityTypeBuilder<PetitionSending> builder)
    {
        builder.ToTable("petition_sendings");
        builder.HasKey(sending => new { sending.MatterId, sending.Entry });
        builder.Property(sending => sending.Body).HasMaxLength(RouteRule.MostBody);
        builder.Property(sending => sending.Suggested).HasMaxLength(RouteRule.MostBody);
        builder.Ignore(sending => sending.Place);
    }
}
