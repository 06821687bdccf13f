using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Defining;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Approving;

/// <summary>
/// That somebody wrote at a draft since a version was last published. Nobody approves what they wrote a part of. A draft that was written over or given up keeps its
/// writers (<see cref="OverwrittenDraft"/>), and whoever brings it back brings them back with it.
/// </summary>
public sealed class DraftWriter
{
    /// <summary>"service:hardship-aid" or "definition:letter", as the trail calls it; of one that was written over, "overwritten:" and its id.</summary>
    public required string Subject { get; init; }

    /// <summary>By the name that the trail has too.</summary>
    public required string Name { get; init; }

    /// <summary>Null for the command line, and for who is known by their name alone.</summary>
    public required AccountId? AccountId { get; init; }

    public required PersonId? PersonId { get; init; }

    /// <summary>When they first did.</summary>
    public required DateTimeOffset Since { get; init; }
}

internal sealed class DraftWriterConfiguration : IEntityTypeConfiguration<DraftWriter>
{
    public void Configure(EntityTypeBuilder<DraftWriter> builder)
    {
        builder.ToTable("draft_writers");
        builder.HasKey(writer => new { writer.Subject, writer.Name });
        builder.Property(writer => writer.Subject).HasMaxLength(200);
        builder.Property(writer => writer.Name).HasMaxLength(DefinitionVersion.LongestName);
    }
}
