using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Approving;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Defining;

public readonly record struct OverwrittenDraftId(Guid Value) : ITypedId<OverwrittenDraftId>
{
    public static OverwrittenDraftId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>
/// What a draft said before somebody wrote over it without naming the stamp of what they had before them, as Elsa Studio may: kept, so that it can be brought
/// back. One writer who goes on saving so keeps what stood there before their first save.
/// </summary>
public sealed class OverwrittenDraft : IRevised
{
    public required OverwrittenDraftId Id { get; init; }

    /// <summary>"service:hardship-aid" or "definition:letter", as the trail calls it.</summary>
    public required string Subject { get; init; }

    /// <summary>The draft as it was stored: the files of a service, or Elsa 3 JSON.</summary>
    public required string Content { get; init; }

    public required string WrittenBy { get; init; }

    public required DateTimeOffset WrittenAt { get; init; }

    public required string OverwrittenBy { get; init; }

    public DateTimeOffset OverwrittenAt { get; internal set; }

    /// <summary>Of what their last save without a stamp left there.</summary>
    public string Left { get; internal set; } = "";

    public long Revision { get; private set; }

    /// <summary>Under which its writers are kept (<see cref="DraftWriter"/>).</summary>
    internal string Writers => $"overwritten:{Id}";
}

internal sealed class OverwrittenDraftConfiguration : IEntityTypeConfiguration<OverwrittenDraft>
{
    public void Configure(EntityTypeBuilder<OverwrittenDraft> builder)
    {
        builder.ToTable("overwritten_drafts");
        builder.HasKey(draft => draft.Id);
        builder.Ignore(draft => draft.Writers);
        builder.Property(draft => draft.Id).ValueGeneratedNever();
        builder.Property(draft => draft.Subject).HasMaxLength(200);
        builder.Property(draft => draft.WrittenBy).HasMaxLength(DefinitionVersion.LongestName);
        builder.Property(draft => draft.OverwrittenBy).HasMaxLength(DefinitionVersion.LongestName);
        builder.Property(draft => draft.Left).HasMaxLength(100);
        builder.HasIndex(draft => new { draft.Subject, draft.OverwrittenAt }).HasDatabaseName("overwritten_drafts_of");
    }
}

/// <param name="Stamp">Of the content.</param>
internal sealed record DraftBefore(string Subject, string Content, string WrittenBy, DateTimeOffset WrittenAt, string Stamp)
{
    internal static DraftBefore Of(DefinitionVersion draft) => new($"definition:{draft.DefinitionId}", draft.Json, draft.ChangedBy, draft.ChangedAt, draft.Stamp);
}

/// <summary>Keeps what is written over.</summary>
public sealed class Overwriting(IUnitOfWork work, FourEyes fourEyes, IIds ids, TimeProvider time)
{
    /// <param name="stamp">Of what stands there now.</param>
    internal async Task KeepAsync(DraftBefore before, Actor by, string stamp, CancellationToken cancellation)
    {
        var last = await work.Db.Set<OverwrittenDraft>().Where(draft => draft.Subject == before.Subject).OrderByDescending(draft => draft.OverwrittenAt).ThenByDescending(draft => draft.Id).FirstOrDefaultAsync(cancellation);
        if (last?.OverwrittenBy == by.Name && last.Left == before.Stamp)
            (last.OverwrittenAt, last.Left) = (time.GetUtcNow(), stamp);
        else
            await KeepNewAsync(before, by, stamp, cancellation);
    }

    internal async Task KeepNewAsync(DraftBefore before, Actor by, string stamp, CancellationToken cancellation)
    {
        var kept = new OverwrittenDraft
        {
            Id = OverwrittenDraftId.Of(ids.Next()),
            Subject = before.Subject,
            Content = before.Content,
            WrittenBy = before.WrittenBy,
            WrittenAt = before.WrittenAt,
            OverwrittenBy = by.Name,
            OverwrittenAt = time.GetUtcNow(),
            Left = stamp,
        };
        work.Db.Add(kept);
        await fourEyes.CopyWritersAsync(before.Subject, before.WrittenBy, kept.Writers, cancellation);
    }
}
