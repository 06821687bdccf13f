using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Services;

/// <summary>The next version of a service while it is written: all its files. At most one a service; it may be wrong, only publishing asks.</summary>
public sealed class ServiceDraft : IRevised
{
    private ServiceDraft() { }

    internal ServiceDraft(string serviceId, ImmutableSortedDictionary<string, string> files, int basedOn, Actor by, DateTimeOffset at)
    {
        (ServiceId, BasedOn) = (serviceId, basedOn);
        Write(files, by, at);
    }

    public string ServiceId { get; private init; } = "";

    /// <summary>JSON object of path → text, in the order of paths.</summary>
    public string Files { get; private set; } = "";

    /// <summary>The number of the version whose files it began with.</summary>
    public int BasedOn { get; private init; }

    /// <summary>The hash of its files: who saves names the one that they had before them.</summary>
    public string Stamp { get; private set; } = "";

    /// <summary>Who wrote it last, by the name that the trail has too.</summary>
    public string ChangedBy { get; private set; } = "";

    public DateTimeOffset ChangedAt { get; private set; }

    public long Revision { get; private set; }

    internal void Write(ImmutableSortedDictionary<string, string> files, Actor by, DateTimeOffset at) =>
        (Files, Stamp, ChangedBy, ChangedAt) = (ServiceContent.Pack(files), ServiceContent.Hash(files), by.Name, at);
}

internal sealed class ServiceDraftConfiguration : IEntityTypeConfiguration<ServiceDraft>
{
    public void Configure(EntityTypeBuilder<ServiceDraft> builder)
    {
        builder.ToTable("service_drafts");
        builder.HasKey(draft => draft.ServiceId);
        builder.Property(draft => draft.ServiceId).HasMaxLength(100).ValueGeneratedNever();
        builder.Property(draft => draft.Stamp).HasMaxLength(100);
        builder.Property(draft => draft.ChangedBy).HasMaxLength(200);
    }
}
