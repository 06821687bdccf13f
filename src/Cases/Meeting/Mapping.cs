using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Meeting;

internal sealed class MeetingListMapping : IEntityTypeConfiguration<MeetingList>
{
    public void Configure(EntityTypeBuilder<MeetingList> builder)
    {
        builder.ToTable("meeting_lists");
        builder.HasKey(list => list.Id);
        builder.Property(list => list.Id).ValueGeneratedNever();
        builder.Property(list => list.Number).HasMaxLength(60);
        builder.Property(list => list.Step).HasMaxLength(100);
        builder.Property(list => list.Services).HasMaxLength(1000)
            .HasConversion(services => string.Join(' ', services), text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToImmutableArray())
            .Metadata.SetValueComparer(new ValueComparer<ImmutableArray<string>>((one, other) => one.SequenceEqual(other), services => services.Length, services => services)); // they never change
        builder.Property(list => list.SheetHash).HasMaxLength(100);
        builder.Property(list => list.EntryDigest).HasMaxLength(100);
        builder.Property(list => list.MinutesNumber).HasMaxLength(100);
        builder.Property(list => list.Note).HasMaxLength(500);
        builder.Ignore(list => list.HoldsTasks);
        builder.HasIndex(list => list.Number).IsUnique();
        builder.HasIndex(list => new { list.State, list.CutOffAt });
        builder.HasIndex(list => new { list.UnitId, list.PlannedOn });
    }
}

internal sealed class MeetingItemMapping : IEntityTypeConfiguration<MeetingItem>
{
    public void Configure(EntityTypeBuilder<MeetingItem> builder)
    {
        builder.ToTable("meeting_items");
        builder.HasKey(item => new { item.MeetingId, item.TaskId });
        builder.Property(item => item.Why).HasMaxLength(1000);
        builder.Property(item => item.Reason).HasMaxLength(1000);
        builder.Ignore(item => item.IsPending);
        builder.HasIndex(item => item.CaseId);
    }
}

internal sealed class ListedTaskMapping : IEntityTypeConfiguration<ListedTask>
{
    public void Configure(EntityTypeBuilder<ListedTask> builder)
    {
        builder.ToTable("listed_tasks");
        builder.HasKey(listed => listed.TaskId); // on one list at a time
        builder.Property(listed => listed.TaskId).ValueGeneratedNever();
        builder.HasIndex(listed => listed.MeetingId);
    }
}

internal sealed class MeetingRuleMapping : IEntityTypeConfiguration<MeetingRule>
{
    public void Configure(EntityTypeBuilder<MeetingRule> builder)
    {
        builder.ToTable("meeting_rules");
        builder.HasKey(rule => rule.Id);
        builder.Property(rule => rule.Id).ValueGeneratedNever();
        builder.Property(rule => rule.Attendance).HasMaxLength(10);
        builder.Property(rule => rule.Agreement).HasMaxLength(10);
        builder.Property(rule => rule.Source).HasMaxLength(500);
        builder.Ignore(rule => rule.AttendanceShare);
        builder.Ignore(rule => rule.AgreementShare);
        builder.Ignore(rule => rule.SourceWords);
        builder.HasIndex(rule => new { rule.UnitId, rule.From });
    }
}
