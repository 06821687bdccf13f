using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Instances;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Clocks;

public readonly record struct ReminderId(Guid Value) : ITypedId<ReminderId>
{
    public static ReminderId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public enum ReminderKind
{
    Before,
    At,
    After,
}

/// <summary>One rung of a clock's ladder, done once: it tells somebody or opens a task to others, and never decides.</summary>
public sealed class Reminder : IRevised
{
    private Reminder()
    {
    }

    public ReminderId Id { get; private init; }

    public ClockId ClockId { get; private init; }

    public CaseId CaseId { get; private init; }

    public ReminderKind Kind { get; private init; }

    /// <summary>Working days from the due day; negative before it.</summary>
    public int Offset { get; private init; }

    /// <summary>Minutes of the local day.</summary>
    public int Minute { get; private init; }

    public RungTo To { get; private init; }

    public RungDoes Does { get; private init; }

    /// <summary>Null while its clock stands still.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    public long Revision { get; private set; }

    public void MarkSent(DateTimeOffset at) => SentAt = at;

    internal static Reminder For(CaseClock clock, Rung rung, ReminderId id) => new()
    {
        Id = id,
        ClockId = clock.Id,
        CaseId = clock.CaseId,
        Kind = rung.Days switch { < 0 => ReminderKind.Before, 0 => ReminderKind.At, _ => ReminderKind.After },
        Offset = rung.Days,
        Minute = (rung.At.Hour * 60) + rung.At.Minute,
        To = rung.To,
        Does = rung.Does,
    };

    internal bool IsSameRung(Reminder other) => (Offset, Minute, To, Does) == (other.Offset, other.Minute, other.To, other.Does);

    internal void Move(CaseClock clock, WorkingCalendar calendar) =>
        DueAt = clock.State == ClockState.Running ? LocalDay.At(calendar.Shift(clock.DueOn, Offset).On, new TimeOnly(Minute / 60, Minute % 60)) : null;
}

public static class Reminders
{
    /// <summary>Reminders whose moment has come and that nobody has sent, earliest first; tracked, for <see cref="Reminder.MarkSent"/>.</summary>
    public static async Task<IReadOnlyList<Reminder>> DueRemindersAsync(
        this DbContext db, DateTimeOffset now, int most, CancellationToken cancellation) =>
        await db.Set<Reminder>().Where(reminder => reminder.SentAt == null && reminder.DueAt <= now)
            .OrderBy(reminder => reminder.DueAt).ThenBy(reminder => reminder.Id)
            .Take(most).ToListAsync(cancellation);

    /// <summary>When the next reminder falls due; null when none waits.</summary>
    public static Task<DateTimeOffset?> NextReminderAtAsync(this DbContext db, CancellationToken cancellation) =>
        db.Set<Reminder>().Where(reminder => reminder.SentAt == null && reminder.DueAt != null)
            .OrderBy(reminder => reminder.DueAt).Select(reminder => reminder.DueAt).FirstOrDefaultAsync(cancellation);
}
