using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Instances;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>What happened to a matter that is no petition.</summary>
public enum VisitEventKind
{
    /// <summary>It is answered, and ends with it.</summary>
    Answered,

    /// <summary>Somebody else was asked (转介), and a reply is awaited.</summary>
    Referred,

    /// <summary>They replied.</summary>
    Replied,

    /// <summary>It turned out to be a petition, which was begun; this one ends.</summary>
    PetitionBegun,

    /// <summary>It ends without an answer, for a reason.</summary>
    Ended,
}

/// <summary>One event of a matter that is no petition. Inserted once, never changed.</summary>
public sealed class VisitEntry
{
    public required MatterId MatterId { get; init; }

    /// <summary>Counted within the matter, so that of two who enter at once one looks again.</summary>
    public required int Number { get; init; }

    public required VisitEventKind Kind { get; init; }

    public required DateOnly On { get; init; }

    /// <summary>The answer, whom it was referred to, the reason; encrypted at <see cref="Place"/>.</summary>
    public required byte[] Words { get; init; }

    public required AccountId By { get; init; }

    public required DateTimeOffset At { get; init; }

    public string Place => PlaceOf(MatterId, Number);

    internal static string PlaceOf(MatterId matter, int number) => $"visit.entry:{matter}:{number}";
}

/// <summary>The workflow that leads a matter which is no petition.</summary>
public sealed class VisitRun
{
    public required MatterId MatterId { get; init; }

    public required InstanceId InstanceId { get; init; }
}

internal sealed class VisitEntryMapping : IEntityTypeConfiguration<VisitEntry>
{
    public void Configure(EntityTypeBuilder<VisitEntry> builder)
    {
        builder.ToTable("visit_entries");
        builder.HasKey(entry => new { entry.MatterId, entry.Number });
        builder.Ignore(entry => entry.Place);
    }
}

internal sealed class VisitRunMapping : IEntityTypeConfiguration<VisitRun>
{
    public void Configure(EntityTypeBuilder<VisitRun> builder)
    {
        builder.ToTable("visit_runs");
        builder.HasKey(run => run.MatterId);
        builder.HasIndex(run => run.InstanceId).IsUnique();
    }
}
