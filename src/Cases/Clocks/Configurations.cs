using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Clocks;

internal sealed class CalendarYearConfiguration : IEntityTypeConfiguration<CalendarYear>
{
    public void Configure(EntityTypeBuilder<CalendarYear> builder)
    {
        builder.ToTable("calendar_years");
        builder.HasKey(year => year.Year);
        builder.Property(year => year.Year).ValueGeneratedNever();
        builder.Property(year => year.OffDays).HasMaxLength(2000);
        builder.Property(year => year.MakeUpDays).HasMaxLength(500);
        builder.Property(year => year.Source).HasMaxLength(500);

        builder.Property(year => year.Number).IsConcurrencyToken();
        builder.HasIndex(year => year.Number);
    }
}

internal sealed class CaseClockConfiguration : IEntityTypeConfiguration<CaseClock>
{
    public void Configure(EntityTypeBuilder<CaseClock> builder)
    {
        builder.ToTable("clocks");
        builder.HasKey(clock => clock.Id);
        builder.Property(clock => clock.Kind).HasMaxLength(64);
        builder.Property(clock => clock.PausesText).HasColumnName("Pauses").HasMaxLength(4000);
        builder.Ignore(clock => clock.Pauses);
        builder.Ignore(clock => clock.Term);
        builder.HasIndex(clock => clock.CaseId);
        builder.HasIndex(clock => new { clock.State, clock.DueOn });
        builder.HasIndex(clock => new { clock.RoundId, clock.State, clock.DueOn }); // what is due at a step, and when, from here alone
        builder.HasIndex(clock => new { clock.State, clock.DueOn }, "clocks_end_right").HasFilter("ends_right"); // few of all, and asked for every second, so that nobody's right ends late
    }
}

internal sealed class ReminderConfiguration : IEntityTypeConfiguration<Reminder>
{
    public void Configure(EntityTypeBuilder<Reminder> builder)
    {
        builder.ToTable("reminders");
        builder.HasKey(reminder => reminder.Id);
        builder.HasIndex(reminder => reminder.ClockId);
        builder.HasIndex(reminder => reminder.DueAt).HasDatabaseName("reminders_due").HasFilter("sent_at IS NULL");
    }
}
