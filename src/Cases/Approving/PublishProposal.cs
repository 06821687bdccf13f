using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Instances;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Approving;

public readonly record struct ProposalId(Guid Value) : ITypedId<ProposalId>
{
    public static ProposalId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public enum ProposalState
{
    /// <summary>Waits for another administrator. At most one of a draft does.</summary>
    Open,
    Approved,
    Refused,

    /// <summary>Taken back by whoever proposed.</summary>
    Withdrawn,

    /// <summary>The draft was changed or given up meanwhile: what was proposed is not there any more.</summary>
    Void,
}

/// <summary>That a draft be published: one administrator proposes, another decides over exactly what was proposed.</summary>
public sealed class PublishProposal : IRevised
{
    public required ProposalId Id { get; init; }

    /// <summary>"service:hardship-aid" or "definition:letter", as the trail calls it.</summary>
    public required string Subject { get; init; }

    /// <summary>Of the version that the draft was to be.</summary>
    public required int Number { get; init; }

    /// <summary>Of what was proposed.</summary>
    public required string Stamp { get; init; }

    public required string Reason { get; init; }

    /// <summary>Also where a version was published that the draft knows nothing of.</summary>
    public required bool OverNewer { get; init; }

    public required string ProposedBy { get; init; }

    /// <summary>Null where the command line proposed.</summary>
    public required AccountId? ProposerId { get; init; }

    public required PersonId? ProposerPersonId { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    public ProposalState State { get; private set; }

    /// <summary>Who approved, refused, took it back, or changed the draft.</summary>
    public string? DecidedBy { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>Why it was refused, or what was said to the approval.</summary>
    public string? Remark { get; private set; }

    public long Revision { get; private set; }

    internal void Decide(ProposalState state, Actor by, DateTimeOffset at, string? remark = null) => (State, DecidedBy, DecidedAt, Remark) = (state, by.Name, at, remark);
}

internal sealed class PublishProposalConfiguration : IEntityTypeConfiguration<PublishProposal>
{
    public void Configure(EntityTypeBuilder<PublishProposal> builder)
    {
        builder.ToTable("publish_proposals");
        builder.HasKey(proposal => proposal.Id);
        builder.Property(proposal => proposal.Id).ValueGeneratedNever();
        builder.Property(proposal => proposal.Subject).HasMaxLength(200);
        builder.Property(proposal => proposal.Stamp).HasMaxLength(100);
        builder.Property(proposal => proposal.Reason).HasMaxLength(PublishServiceDraft.LongestReason);
        builder.Property(proposal => proposal.Remark).HasMaxLength(PublishServiceDraft.LongestReason);
        builder.Property(proposal => proposal.ProposedBy).HasMaxLength(DefinitionVersion.LongestName);
        builder.Property(proposal => proposal.DecidedBy).HasMaxLength(DefinitionVersion.LongestName);
        builder.HasIndex(proposal => new { proposal.Subject, proposal.ProposedAt }).HasDatabaseName("publish_proposals_of");
        builder.HasIndex(proposal => proposal.Subject).IsUnique().HasDatabaseName("publish_proposals_open").HasFilter("state = 'Open'");
    }
}
