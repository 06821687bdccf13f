using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>Sends reminders whose moment has come, each in its own commit: one failing recipient stops nobody else.</summary>
internal sealed class ReminderSweep(IActs acts, IUnitOfWork work, TimeProvider time, ILogger<ReminderSweep> logger) : ISweep
{
    public const string Key = "reminders";

    private const int Most = 100;

    public string Name => Key;

    public async Task<int> SweepAsync(CancellationToken cancellation)
    {
        var sent = 0;
        foreach (var reminder in await work.Db.DueRemindersAsync(time.GetUtcNow(), Most, cancellation))
        {
            try
            {
                if (await acts.RunAsync<SendReminder, bool>((act, token) => act.SendAsync(reminder.Id, token), cancellation))
                    sent++;
            }
            catch (RefusedException refused)
            {
                logger.ReminderRefused(reminder.Id, refused.Code);
            }
        }

        work.Db.ChangeTracker.Clear();
        return sent;
    }

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation) => work.Db.NextReminderAtAsync(cancellation);
}
