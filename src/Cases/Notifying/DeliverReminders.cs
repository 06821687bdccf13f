using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Notifying;

/// <param name="MostSingly">Whoever has more to be reminded of at once gets one message that lists it all.</param>
public sealed record ReminderHouse(int MostSingly);

/// <summary>Tells one colleague everything they are to be reminded of now, in a commit of their own: whoever cannot be told keeps nobody else waiting.</summary>
public sealed class DeliverReminders(IUnitOfWork work, ReminderHouse house, IIds ids, TimeProvider time)
{
    /// <summary>The occasion of a message that lists reminders.</summary>
    public const string Digest = "reminder-digest";

    /// <returns>False where somebody told them meanwhile.</returns>
    public async Task<bool> DeliverAsync(AccountId account, CancellationToken cancellation)
    {
        var lines = await work.Db.Set<ReminderLine>().Where(line => line.Account == account).OrderBy(line => line.CreatedAt).ThenBy(line => line.Id).ToListAsync(cancellation);
        if (lines.Count == 0)
            return false;
        var now = time.GetUtcNow();

        // Rungs that were passed while nobody swept say the same of the same limit now.
        var told = lines.DistinctBy(line => (line.Case, line.Occasion, line.Texts)).ToList();
        if (told.Count <= house.MostSingly)
            work.Db.AddRange(told.Select(line => line.ToMessage(now)));
        else
            work.Db.Add(List(account, told, now));
        work.Db.RemoveRange(lines);
        return true;
    }

    private Notification List(AccountId account, List<ReminderLine> lines, DateTimeOffset now) => new(
        NotificationId.Of(ids.Next()), new Recipient(Audience.Staff, "zh-CN", [], Account: account), null, Digest, $"{Digest}:{lines[0].Id}:account:{account}",
        NotificationTexts.Pack(language => new RenderedMessage(
            Saying.In(language, "reminders.digest-title", null, [("count", lines.Count)]),
            string.Join('\n', lines.Select(line => Line(line, language)).Prepend(Saying.In(language, "reminders.digest", null, [("count", lines.Count)]))))), now);

    /// <summary>What waits until when, and where it stands.</summary>
    private static string Line(ReminderLine line, string language)
    {
        var said = line.In(language);
        var body = said.Body.Split('\n', 2)[0];
        return line.Case is { } about ? $"· {said.Title}: {body} /cases/{about}" : $"· {said.Title}: {body}";
    }
}

public static class WaitingReminders
{
    /// <summary>Those who have something to be reminded of and were not told yet.</summary>
    public static async Task<IReadOnlyList<AccountId>> ToRemindAsync(this DbContext db, int most, CancellationToken cancellation) =>
        await db.Set<ReminderLine>().Select(line => line.Account).Distinct().OrderBy(account => account).Take(most).ToListAsync(cancellation);

    /// <summary>Since when somebody waits to be told; null where nobody does.</summary>
    public static Task<DateTimeOffset?> EarliestLineAsync(this DbContext db, CancellationToken cancellation) =>
        db.Set<ReminderLine>().OrderBy(line => line.CreatedAt).Select(line => (DateTimeOffset?)line.CreatedAt).FirstOrDefaultAsync(cancellation);
}
