using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>One rung of a clock's ladder: tells whoever holds the case. It reminds; it never decides.</summary>
public sealed class SendReminder(IUnitOfWork work, CaseFiles files, CaseTelling telling, TimeProvider time)
{
    /// <returns>False when it was sent or taken away meanwhile.</returns>
    public async Task<bool> SendAsync(ReminderId id, CancellationToken cancellation)
    {
        var reminder = await work.Db.Set<Reminder>().FirstOrDefaultAsync(reminder => reminder.Id == id && reminder.SentAt == null, cancellation);
        if (reminder is null)
            return false;
        var file = await files.LoadAsync(reminder.CaseId, Actor.System, cancellation);
        reminder.MarkSent(time.GetUtcNow());
        if (file.Clocks.FirstOrDefault(clock => clock.Id == reminder.ClockId) is not { State: ClockState.Running } clock)
            return true;

        var days = file.Calendar.WorkingDaysBetween(file.Today, clock.DueOn).Days;
        var data = new TemplateData
        {
            ["taskName"] = LocalText.Same(clock.Kind),
            ["dueOn"] = clock.DueOn,
            ["daysLeft"] = Math.Max(0, days),
            ["daysOver"] = Math.Max(0, -days),
        };
        var holder = clock.Holder == Holder.Applicant ? Audience.Applicant : Audience.Staff;
        var occasion = reminder.Kind == ReminderKind.After && holder == Audience.Staff ? Occasions.Overdue : Occasions.Reminder;
        await telling.TellAsync(file, occasion, holder, $"{clock.Id}:{reminder.Offset.ToString(CultureInfo.InvariantCulture)}", cancellation, data);
        return true;
    }
}
