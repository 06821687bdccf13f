using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>Sends reminders whose moment has come, each in its own commit.</summary>
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
        work.Db.ChangeTracker.Clear();
        return sent;
    }

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation) => work.Db.NextReminderAtAsync(cancellation);
}
