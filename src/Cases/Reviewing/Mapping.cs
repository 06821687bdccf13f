using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Reviewing;

internal sealed class RoundMapping : IEntityTypeConfiguration<Round>
{
    public void Configure(EntityTypeBuilder<Round> builder)
    {
        builder.ToTable("rounds");
        builder.HasKey(round => round.Id);
        builder.Property(round => round.Id).ValueGeneratedNever();
        builder.Property(round => round.ActivityId).HasMaxLength(100);
        builder.Property(round => round.Step).HasMaxLength(100);
        builder.Property(round => round.Outcome).HasMaxLength(100);
        builder.Property(round => round.BackTo).HasMaxLength(100);
        builder.Property(round => round.Plan)
            .HasConversion(plan => JsonSerializer.Serialize(plan, (JsonSerializerOptions?)null), text => JsonSerializer.Deserialize<ReviewPlan>(text, (JsonSerializerOptions?)null)!)
            .Metadata.SetValueComparer(new ValueComparer<ReviewPlan>((one, other) => ReferenceEquals(one, other), plan => plan.GetHashCode(), plan => plan)); // a plan is replaced and never changes
        builder.HasIndex(round => new { round.CaseId, round.State });
        builder.HasIndex(round => round.BookmarkId);
        builder.HasIndex(round => new { round.State, round.OpenedAt, round.Id }); // what waits longest, however many are done
    }
}

internal sealed class ReviewTaskMapping : IEntityTypeConfiguration<ReviewTask>
{
    public void Configure(EntityTypeBuilder<ReviewTask> builder)
    {
        builder.ToTable("tasks");
        builder.HasKey(task => task.Id);
        builder.Property(task => task.Id).ValueGeneratedNever();
        builder.Property(task => task.ServiceId).HasMaxLength(100);
        builder.Property(task => task.Step).HasMaxLength(100);
        builder.Property(task => task.SeatKey).HasMaxLength(40);
        builder.Property(task => task.GivenWords).HasMaxLength(GivenWords.Most);
        builder.Property(task => task.CancelledBecause).HasMaxLength(100);
        builder.Ignore(task => task.IsOpen);
        builder.Ignore(task => task.CameAt);
        builder.Ignore(task => task.EarlierHands);
        builder.HasIndex(task => new { task.UnitId, task.Role, task.State, task.AssigneeId, task.CreatedAt, task.Id, task.OfSeveral }).HasDatabaseName("IX_tasks_inbox"); // an inbox is counted and put in order from here alone
        builder.HasIndex(task => new { task.AssigneeId, task.State, task.CompletedAt, task.Id }); // somebody's own, and what they did last
        builder.HasIndex(task => new { task.CaseId, task.State });
        builder.HasIndex(task => task.RoundId);
        builder.HasIndex(task => task.GivenById).HasFilter("given_by_id IS NOT NULL"); // few of all: what somebody gave away, asked or had signed
    }
}

internal sealed class DecisionMapping : IEntityTypeConfiguration<Decision>
{
    public void Configure(EntityTypeBuilder<Decision> builder)
    {
        builder.ToTable("decisions");
        builder.HasKey(decision => decision.Id);
        builder.Property(decision => decision.Id).ValueGeneratedNever();
        builder.Property(decision => decision.Step).HasMaxLength(100);
        builder.Property(decision => decision.Opinion).HasMaxLength(2000);
        builder.HasIndex(decision => new { decision.TaskId, decision.RoundId, decision.AccountId }).IsUnique();
        builder.HasIndex(decision => new { decision.CaseId, decision.At });
        builder.HasIndex(decision => new { decision.AccountId, decision.CaseId }).HasDatabaseName("decisions_recused").HasFilter("verdict = 'Recuse'"); // few of all, and asked for by every inbox
    }
}
