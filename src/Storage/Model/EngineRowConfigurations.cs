using AidWorkflow.Engine.Instances;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Storage.Model;

// The engine's rows stand in the model for migrations and for reading; EngineRows alone writes them. They carry no foreign keys:
// every row of an instance is written with the instance in one step, and a key would cost a look-up on each of the hottest writes.
// An index is named after the question it answers.

internal sealed class InstanceRowConfiguration : IEntityTypeConfiguration<InstanceRow>
{
    public void Configure(EntityTypeBuilder<InstanceRow> builder)
    {
        builder.ToTable("instances");
        builder.HasKey(instance => instance.Id);
        builder.Property(instance => instance.DefinitionId).HasMaxLength(Lengths.Id);
        builder.Property(instance => instance.DefinitionVersionId).HasMaxLength(Lengths.Id);
        builder.Property(instance => instance.CorrelationId).HasMaxLength(Lengths.Id);
        builder.Property(instance => instance.Name).HasMaxLength(Lengths.Name);
        builder.HasIndex(instance => instance.CorrelationId).HasDatabaseName("instances_by_correlation");
        builder.HasIndex(instance => instance.DefinitionVersionId).HasDatabaseName("instances_by_definition_version");

        // What runs of a definition, by version, without a look at the rows: finished ones are many more.
        builder.HasIndex(instance => new { instance.DefinitionId, instance.DefinitionVersionId, instance.Id }).HasDatabaseName("instances_running").HasFilter("status = 'Running'");
    }
}

internal sealed class BookmarkRowConfiguration : IEntityTypeConfiguration<BookmarkRow>
{
    public void Configure(EntityTypeBuilder<BookmarkRow> builder)
    {
        builder.ToTable("bookmarks");
        builder.HasKey(bookmark => bookmark.Id);
        builder.Property(bookmark => bookmark.Name).HasMaxLength(Lengths.Id);
        builder.Property(bookmark => bookmark.Stimulus).HasMaxLength(Lengths.Stimulus);
        builder.Property(bookmark => bookmark.ActivityId).HasMaxLength(Lengths.Id);
        builder.Property(bookmark => bookmark.CorrelationId).HasMaxLength(Lengths.Id);
        builder.HasIndex(bookmark => new { bookmark.Name, bookmark.Stimulus, bookmark.CorrelationId, bookmark.CreatedAt })
            .HasDatabaseName("bookmarks_waiting_for");
        builder.HasIndex(bookmark => bookmark.DueAt).HasDatabaseName("bookmarks_due").HasFilter("due_at IS NOT NULL");
        builder.HasIndex(bookmark => bookmark.InstanceId).HasDatabaseName("bookmarks_of_instance");
    }
}

internal sealed class JournalRowConfiguration : IEntityTypeConfiguration<JournalRow>
{
    public void Configure(EntityTypeBuilder<JournalRow> builder)
    {
        builder.ToTable("journal");
        builder.HasKey(step => new { step.InstanceId, step.Revision });
    }
}

internal sealed class OutboxRowConfiguration : IEntityTypeConfiguration<OutboxRow>
{
    public void Configure(EntityTypeBuilder<OutboxRow> builder)
    {
        builder.ToTable("outbox");
        builder.HasKey(message => message.Id);
        builder.Property(message => message.Channel).HasMaxLength(Lengths.Code);
        builder.Property(message => message.IdempotencyKey).HasMaxLength(Lengths.Name);
        builder.Property(message => message.CorrelationId).HasMaxLength(Lengths.Id);
        builder.Property(message => message.TraceParent).HasMaxLength(Lengths.Code);
        builder.HasIndex(message => message.IdempotencyKey).IsUnique().HasDatabaseName("outbox_once");
        builder.HasIndex(message => message.NextAttemptAt).HasDatabaseName("outbox_due").HasFilter("state = 'Pending'");
        builder.HasIndex(message => message.CreatedAt).HasDatabaseName("outbox_parked").HasFilter("state = 'Parked'");
        builder.HasIndex(message => message.CorrelationId).HasDatabaseName("outbox_by_correlation");
    }
}

internal sealed class IncidentRowConfiguration : IEntityTypeConfiguration<IncidentRow>
{
    public void Configure(EntityTypeBuilder<IncidentRow> builder)
    {
        builder.ToTable("incidents");
        builder.HasKey(incident => incident.Id);
        builder.Property(incident => incident.ActivityId).HasMaxLength(Lengths.Id);
        builder.Property(incident => incident.ActivityType).HasMaxLength(Lengths.Id);
        builder.Property(incident => incident.ResolvedBy).HasMaxLength(Lengths.Name);
        builder.HasIndex(incident => incident.InstanceId).HasDatabaseName("incidents_of_instance");
        builder.HasIndex(incident => incident.At).HasDatabaseName("incidents_open").HasFilter("state = 'Open'");
    }
}

/// <summary>What SQL Server can hold in an index (1,700 bytes a row) bounds the longest of them.</summary>
internal static class Lengths
{
    public const int Code = 64;
    public const int Id = Longest.CorrelationId;
    public const int Name = Longest.Name;
    public const int Stimulus = Longest.Stimulus;
}
