using System.Collections.Immutable;
using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Instances;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Applying;

public readonly record struct DraftId(Guid Value) : ITypedId<DraftId>
{
    public static DraftId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>
/// An application that is being written. It is kept after every page, encrypted, and belongs to the account that writes it: closing the browser
/// loses nothing. It keeps the version of the service it was begun with.
/// </summary>
public sealed class Draft : IRevised
{
    public required DraftId Id { get; init; }
    public required AccountId Owner { get; init; }
    public required string ServiceId { get; init; }
    public required ServiceVersionId ServiceVersionId { get; init; }
    public required Intake Intake { get; init; }

    /// <summary>The village of the household registration; null until it is chosen.</summary>
    public UnitId? UnitId { get; internal set; }

    /// <summary>The answers so far, encrypted.</summary>
    public byte[] Answers { get; internal set; } = [];

    /// <summary>Sections (by key) whose page was sent without a fault.</summary>
    internal string SectionsDone { get; set; } = "";

    internal string FilesJson { get; set; } = "[]";

    public DateTimeOffset ChangedAt { get; internal set; }

    /// <summary>What became of it; null while it is written.</summary>
    public CaseId? SubmittedAs { get; internal set; }

    public long Revision { get; private set; }

    public ImmutableArray<LinkedFile> Files => JsonSerializer.Deserialize<ImmutableArray<LinkedFile>>(FilesJson);

    public ImmutableHashSet<string> Done => [.. SectionsDone.Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>The same draft submits one case, however often the button is pressed.</summary>
    public string SubmissionKey => $"draft:{Id}";

    /// <summary>Where the sealed answers stand.</summary>
    public string Place => $"draft.answers:{Id}";
}

internal sealed class DraftMapping : IEntityTypeConfiguration<Draft>
{
    public void Configure(EntityTypeBuilder<Draft> builder)
    {
        builder.ToTable("drafts");
        builder.HasKey(draft => draft.Id);
        builder.Property(draft => draft.Id).ValueGeneratedNever();
        builder.Property(draft => draft.ServiceId).HasMaxLength(100);
        builder.Property(draft => draft.SectionsDone).HasMaxLength(1000);
        builder.Property(draft => draft.FilesJson);
        builder.Ignore(draft => draft.Files);
        builder.Ignore(draft => draft.Done);
        builder.Ignore(draft => draft.SubmissionKey);
        builder.Ignore(draft => draft.Place);
        builder.HasIndex(draft => new { draft.Owner, draft.SubmittedAs });
    }
}
