using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>One rung of a clock's ladder: reminds whoever holds the case, informs those above them, or opens the task to others. It never decides.</summary>
public sealed class SendReminder(IUnitOfWork work, CaseFiles files, CaseTelling telling, RungRecipients recipients, Escalation escalation, TimeProvider time)
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

        switch (reminder.Does)
        {
            case RungDoes.Remind:
                await RemindAsync(file, clock, reminder, cancellation);
                break;
            case RungDoes.Inform:
                await escalation.InformAsync(file, clock, reminder, TasksOf(file, clock), cancellation);
                break;
            default:
                await escalation.ReassignAsync(file, clock, reminder, TasksOf(file, clock), cancellation);
                break;
        }

        return true;
    }

    private async Task RemindAsync(CaseFile file, CaseClock clock, Reminder reminder, CancellationToken cancellation)
    {
        var sequence = $"{clock.Id}:{reminder.Id}";
        if (clock.Holder == Holder.Applicant)
        {
            await telling.TellAsync(file, Occasions.Reminder, Audience.Applicant, sequence, cancellation, DataOf(file, clock));
            return;
        }

        var to = new List<NamedRecipient>();
        foreach (var task in TasksOf(file, clock))
            to.AddRange((await recipients.OfAsync(file, task, reminder.To, cancellation)).Select(account => Recipients.Staff(file, task, account)));
        await telling.RemindAsync(file, reminder.Kind == ReminderKind.After ? Occasions.Overdue : Occasions.Reminder, to.DistinctBy(recipient => recipient.To.Key), sequence, DataOf(file, clock), cancellation);
    }

    /// <summary>What waits for people under the clock: of its round, or of the whole case.</summary>
    private static ReviewTask[] TasksOf(CaseFile file, CaseClock clock) => [.. file.Tasks.Where(task => task.IsOpen && (clock.RoundId is not { } round || task.RoundId == round))];

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
