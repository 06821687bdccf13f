using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Services;

public enum ServiceSource
{
    /// <summary>From workflows/ on disk.</summary>
    Folder,

    /// <summary>Edited in the house.</summary>
    Editor,
}

public enum ServiceState
{
    Draft,

    /// <summary>New cases take it. At most one version of a service is.</summary>
    Published,

    /// <summary>Was published; its cases keep it.</summary>
    Retired,
}

/// <summary>A version of a service: all its files, stored unchangeable with their hash. A case pins one.</summary>
public sealed class ServiceVersion : IRevised
{
    private ServiceVersion() { }

    internal ServiceVersion(ServiceVersionId id, string serviceId, int number, string contentHash, string files, ServiceSource source, DateTimeOffset at)
    {
        Id = id;
        ServiceId = serviceId;
        Number = number;
        ContentHash = contentHash;
        Files = files;
        Source = source;
        CreatedAt = at;
        State = ServiceState.Draft;
    }

    public ServiceVersionId Id { get; private init; }
    public string ServiceId { get; private init; } = "";

    /// <summary>1 for the first.</summary>
    public int Number { get; private init; }

    /// <summary>With the name of its algorithm: "sha256:9f86…".</summary>
    public string ContentHash { get; private init; } = "";

    /// <summary>JSON object of path → text, in the order of paths.</summary>
    public string Files { get; private init; } = "";
    public ServiceSource Source { get; private init; }
    public ServiceState State { get; private set; }
    public DateTimeOffset CreatedAt { get; private init; }
    public DateTimeOffset? PublishedAt { get; private set; }

    /// <summary>By the name that the trail has too; null for what the folder published, and before this was kept.</summary>
    public string? PublishedBy { get; private set; }

    /// <summary>Why, in the words of whoever published it; null where nobody was asked.</summary>
    public string? Reason { get; private set; }

    public long Revision { get; private set; }

    internal void Publish(DateTimeOffset at, string? by = null, string? reason = null)
    {
        if (State != ServiceState.Draft)
            throw new RefusedException("service.not-a-draft", null, ("number", Number), ("service", ServiceId));
        State = ServiceState.Published;
        (PublishedAt, PublishedBy, Reason) = (at, by, reason);
    }

    internal void Retire() => State = State == ServiceState.Published
        ? ServiceState.Retired
        : throw new RefusedException("service.not-published", null, ("number", Number), ("service", ServiceId));
}

internal sealed class ServiceVersionConfiguration : IEntityTypeConfiguration<ServiceVersion>
{
    public void Configure(EntityTypeBuilder<ServiceVersion> builder)
    {
        builder.ToTable("service_versions");
        builder.HasKey(version => version.Id);
        builder.Property(version => version.ServiceId).HasMaxLength(100);
        builder.Property(version => version.ContentHash).HasMaxLength(100);
        builder.Property(version => version.PublishedBy).HasMaxLength(200);
        builder.Property(version => version.Reason).HasMaxLength(PublishServiceDraft.LongestReason);
        builder.HasIndex(version => new { version.ServiceId, version.Number }).IsUnique();
    }
}
