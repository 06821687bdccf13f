using System.Security.Cryptography;
using System.Text;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Defining;

public enum DefinitionState
{
    /// <summary>Being written; at most one version of a definition is.</summary>
    Draft,

    /// <summary>New instances take it; at most one version of a definition is.</summary>
    Published,

    /// <summary>Was published; its instances keep it.</summary>
    Retired,
}

/// <summary>A version of a workflow definition that belongs to no service. What was once published never changes again.</summary>
public sealed class DefinitionVersion : IRevised
{
    public const int LongestId = 128;
    public const int LongestName = 200;

    private DefinitionVersion() { }

    internal DefinitionVersion(string id, string definitionId, int version, WorkflowDefinition content, Actor by, DateTimeOffset at)
    {
        (Id, DefinitionId, Version, CreatedAt) = (id, definitionId, version, at);
        State = DefinitionState.Draft;
        Write(content, by, at);
    }

    /// <summary>The version's own id, as instances name it.</summary>
    public string Id { get; private init; } = "";

    /// <summary>The same for all versions.</summary>
    public string DefinitionId { get; private init; } = "";

    /// <summary>1 for the first.</summary>
    public int Version { get; private init; }

    public string Name { get; private set; } = "";

    /// <summary>What it is called where it is used like an activity; null where it may not be.</summary>
    public string? ActivityType { get; private set; }

    /// <summary>Elsa 3 JSON as it was given, every property of it. Which version it is, and whether it is published, is told by this row.</summary>
    public string Json { get; private set; } = "";

    public DefinitionState State { get; private set; }

    public DateTimeOffset CreatedAt { get; private init; }

    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Who wrote it last, by the name that the trail has too.</summary>
    public string ChangedBy { get; private set; } = "";

    public DateTimeOffset? PublishedAt { get; private set; }

    public long Revision { get; private set; }

    /// <summary>Of what it says: who saves a draft names the one that they had before them.</summary>
    public string Stamp => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Json)))[..16];

    /// <param name="isLatest">No version of the definition is newer.</param>
    public WorkflowDefinition Read(bool isLatest) => WorkflowDefinition.Parse(Json).As(Id, DefinitionId, Version, isLatest, State == DefinitionState.Published);

    /// <exception cref="InvalidOperationException">It was published, and what was published never changes.</exception>
    internal void Write(WorkflowDefinition content, Actor by, DateTimeOffset at)
    {
        if (State != DefinitionState.Draft)
            throw new InvalidOperationException($"Version {Version} of {DefinitionId} is {State} and cannot be written.");
        (Json, Name) = (content.ToJson(), content.Name ?? DefinitionId);
        ActivityType = content.UsableAsActivity ? WorkflowDefinition.ActivityTypeOf(Name) : null;
        (ChangedBy, ChangedAt) = (by.Name, at);
    }

    internal void Publish(DateTimeOffset at) => (State, PublishedAt) = (DefinitionState.Published, at);

    internal void Retire() => State = DefinitionState.Retired;
}

internal sealed class DefinitionVersionConfiguration : IEntityTypeConfiguration<DefinitionVersion>
{
    public void Configure(EntityTypeBuilder<DefinitionVersion> builder)
    {
        builder.ToTable("definition_versions");
        builder.HasKey(version => version.Id);
        builder.Ignore(version => version.Stamp);
        builder.Property(version => version.Id).HasMaxLength(DefinitionVersion.LongestId);
        builder.Property(version => version.DefinitionId).HasMaxLength(DefinitionVersion.LongestId);
        builder.Property(version => version.Name).HasMaxLength(DefinitionVersion.LongestName);
        builder.Property(version => version.ActivityType).HasMaxLength(DefinitionVersion.LongestName);
        builder.Property(version => version.ChangedBy).HasMaxLength(DefinitionVersion.LongestName);
        builder.HasIndex(version => new { version.DefinitionId, version.Version }).IsUnique();
        builder.HasIndex(version => version.DefinitionId).IsUnique().HasDatabaseName("definitions_one_published").HasFilter("state = 'Published'");
        builder.HasIndex(version => version.ActivityType).HasDatabaseName("definitions_by_activity_type");
    }
}

/// <summary>That a version uses another workflow's version like an activity: written when it is published.</summary>
public sealed class DefinitionUse
{
    public required string VersionId { get; init; }

    public required string UsedVersionId { get; init; }

    /// <summary>The definition of the version used.</summary>
    public required string UsedDefinitionId { get; init; }
}

internal sealed class DefinitionUseConfiguration : IEntityTypeConfiguration<DefinitionUse>
{
    public void Configure(EntityTypeBuilder<DefinitionUse> builder)
    {
        builder.ToTable("definition_uses");
        builder.HasKey(use => new { use.VersionId, use.UsedVersionId });
        builder.Property(use => use.VersionId).HasMaxLength(DefinitionVersion.LongestId);
        builder.Property(use => use.UsedVersionId).HasMaxLength(DefinitionVersion.LongestId);
        builder.Property(use => use.UsedDefinitionId).HasMaxLength(DefinitionVersion.LongestId);
        builder.HasIndex(use => use.UsedDefinitionId).HasDatabaseName("definition_uses_of");
    }
}

public readonly record struct TriggerId(Guid Value) : ITypedId<TriggerId>
{
    public static TriggerId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>What starts the published version of a definition from outside. Written anew with each publication.</summary>
public sealed class WorkflowTrigger : IRevised
{
    public required TriggerId Id { get; init; }

    public required string DefinitionId { get; init; }

    public required string VersionId { get; init; }

    /// <summary>Where an instance then begins.</summary>
    public required string ActivityId { get; init; }

    /// <summary>"Elsa.Event", "Elsa.Cron", …</summary>
    public required string Type { get; init; }

    /// <summary>The event's name; empty for the clock.</summary>
    public required string Stimulus { get; init; }

    /// <summary>When the clock starts it next.</summary>
    public DateTimeOffset? DueAt { get; internal set; }

    public long Revision { get; private set; }
}

internal sealed class WorkflowTriggerConfiguration : IEntityTypeConfiguration<WorkflowTrigger>
{
    public void Configure(EntityTypeBuilder<WorkflowTrigger> builder)
    {
        builder.ToTable("workflow_triggers");
        builder.HasKey(trigger => trigger.Id);
        builder.Property(trigger => trigger.Id).ValueGeneratedNever();
        builder.Property(trigger => trigger.DefinitionId).HasMaxLength(DefinitionVersion.LongestId);
        builder.Property(trigger => trigger.VersionId).HasMaxLength(DefinitionVersion.LongestId);
        builder.Property(trigger => trigger.ActivityId).HasMaxLength(DefinitionVersion.LongestId);
        builder.Property(trigger => trigger.Type).HasMaxLength(DefinitionVersion.LongestId);
        builder.Property(trigger => trigger.Stimulus).HasMaxLength(400);
        builder.HasIndex(trigger => new { trigger.Type, trigger.Stimulus }).HasDatabaseName("triggers_started_by");
        builder.HasIndex(trigger => trigger.DueAt).HasDatabaseName("triggers_due").HasFilter("due_at IS NOT NULL");
        builder.HasIndex(trigger => trigger.DefinitionId).HasDatabaseName("triggers_of_definition");
    }
}
