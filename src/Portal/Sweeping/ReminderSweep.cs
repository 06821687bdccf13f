using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>
/// Works off the rungs whose moment has come, each in its own commit; when none is left, whoever is to be reminded is told, each in a commit of their own. One that fails keeps nobody else waiting, and
/// what a killed process left is found by the next round.
/// </summary>
internal sealed class ReminderSweep(IActs acts, IUnitOfWork work, TimeProvider time, Rests rests, ILogger<ReminderSweep> logger) : ISweep
{
    public const string Key = "reminders";

    private const int Most = 100;

    public string Name => Key;

    public async Task<int> SweepAsync(CancellationToken cancellation)
    {
        var sent = await OneByOne.RunAsync<ReminderId>(
            Most,
            async most => [.. (await work.Db.DueRemindersAsync(time.GetUtcNow(), most, cancellation)).Select(reminder => reminder.Id)],
            reminder => acts.RunAsync<SendReminder, bool>((act, token) => act.SendAsync(reminder, token), cancellation),
            (reminder, reason) => logger.ReminderRefused(reminder, reason.Message),
            rests,
            cancellation);
        if (sent == 0)
        {
            sent = await OneByOne.RunAsync<AccountId>(
                Most,
                most => work.Db.ToRemindAsync(most, cancellation),
                account => acts.RunAsync<DeliverReminders, bool>((act, token) => act.DeliverAsync(account, token), cancellation),
                (account, reason) => logger.ReminderUntold(account, reason.Message),
                rests,
                cancellation);
        }

        work.Db.ChangeTracker.Clear();
        return sent;
    }

    public async Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation) =>
        await work.Db.EarliestLineAsync(cancellation) ?? await work.Db.NextReminderAtAsync(cancellation);
}
