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

        var data = DataOf(file, clock);
        var holder = clock.Holder == Holder.Applicant ? Audience.Applicant : Audience.Staff;
        var occasion = reminder.Kind == ReminderKind.After && holder == Audience.Staff ? Occasions.Overdue : Occasions.Reminder;
        await telling.TellAsync(file, occasion, holder, $"{clock.Id}:{reminder.Offset.ToString(CultureInfo.InvariantCulture)}", cancellation, data);
        return true;
    }

    /// <summary>What a reminder says of a clock: its days are counted as the clock counts them.</summary>
    internal static TemplateData DataOf(CaseFile file, CaseClock clock)
    {
        var working = clock.Unit == TimeUnit.WorkingDays;
        var days = working ? file.Calendar.WorkingDaysBetween(file.Today, clock.DueOn).Days : clock.DueOn.DayNumber - file.Today.DayNumber;
        return new TemplateData
        {
            ["taskName"] = clock.Holder == Holder.Applicant ? SpokenSteps.ToApplicant(clock.Kind) : SpokenSteps.Of(clock.Kind),
            ["daysLeft"] = Math.Max(0, days),
            ["daysOver"] = Math.Max(0, -days),
            ["dayKind"] = working ? new LocalText("个工作日", days is 1 or -1 ? "working day" : "working days") : new LocalText("天", days is 1 or -1 ? "day" : "days"),
        }.Due(clock);
    }
}
