using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Notifying;

/// <param name="MostSingly">Whoever has more to be reminded of at once gets one message that lists it all.</param>
/// <param name="Portal">Where the portal is reached, for links in e-mails; null where mails name only the page.</param>
public sealed record ReminderHouse(int MostSingly, Uri? Portal = null);

/// <summary>
/// Tells one colleague everything they are to be reminded of now, in a commit of their own: whoever cannot be told keeps nobody else waiting. Who wants it by e-mail gets it all as one mail
/// besides, of the same commit.
/// </summary>
public sealed class DeliverReminders(IUnitOfWork work, ReminderHouse house, Notifier notifier, FieldProtector protector, IIds ids, TimeProvider time)
{
    /// <summary>The occasion of a message that lists reminders.</summary>
    public const string Digest = "reminder-digest";

    /// <returns>False where somebody told them meanwhile.</returns>
    public async Task<bool> DeliverAsync(AccountId account, CancellationToken cancellation)
    {
        var lines = await work.Db.Set<ReminderLine>().Where(line => line.Account == account).OrderBy(line => line.CreatedAt).ThenBy(line => line.Id).ToListAsync(cancellation);
        if (lines.Count == 0)
            return false;
        var (now, over) = (time.GetUtcNow(), await work.Db.OverAsync(lines, cancellation));

        // Rungs that were passed while nobody swept say the same of the same limit now.
        // What was handed over is not due for that, and is told apart.
        foreach (var told in lines.DistinctBy(line => (line.Case, line.Occasion, line.Texts)).GroupBy(line => line.Occasion == Occasions.TaskAssigned))
        {
            var (all, words) = (told.ToList(), told.Key ? "reminders.handed" : "reminders.digest");
            if (all.Count <= house.MostSingly)
                work.Db.AddRange(all.Select(line => line.ToMessage(now, isOver: line.Round is { } round && over.Contains(round))));
            else
                work.Db.Add(List(account, all, words, now));
            await MailAsync(account, all, words, cancellation);
        }

        work.Db.RemoveRange(lines);
        return true;
    }

    /// <summary>
    /// One mail for all of it. It goes out of the house, so each line has the title of its message, which names step and receipt number and nobody, and where to read on. An address that cannot
    /// be read any more loses nobody their messages in the house.
    /// </summary>
    private async Task MailAsync(AccountId account, List<ReminderLine> told, string words, CancellationToken cancellation)
    {
        if (await work.Db.Set<WorkMail>().AsNoTracking().FirstOrDefaultAsync(mail => mail.AccountId == account, cancellation) is not { } mail)
            return;
        string address;
        try
        {
            address = mail.Address(protector);
        }
        catch (UnreadableFieldException)
        {
            return;
        }

        ImmutableArray<(string, object?)> count = [("count", told.Count)];
        var list = told.Select(line => $"· {line.In(mail.Language).Title}{(line.Case is { } about ? $" {At($"/cases/{about}")}" : "")}");
        notifier.Mail($"notify:-:{Digest}:{told[0].Id}:account:{account}:{Channel.Email}", address, mail.Language, new(
            Saying.In(mail.Language, $"{words}-title", null, count),
            string.Join('\n', [Saying.In(mail.Language, words, null, count), .. list, "", Saying.In(mail.Language, "reminders.mail-end", null, [("tasks", At("/tasks")), ("account", At("/account"))])])));
    }

    private string At(string path) => house.Portal is { } portal ? new Uri(portal, path).ToString() : path;

    private Notification List(AccountId account, List<ReminderLine> lines, string words, DateTimeOffset now) => new(
        NotificationId.Of(ids.Next()), new Recipient(Audience.Staff, "zh-CN", [], Account: account), null, Digest, $"{Digest}:{lines[0].Id}:account:{account}",
        NotificationTexts.Pack(language => new RenderedMessage(
            Saying.In(language, $"{words}-title", null, [("count", lines.Count)]),
            string.Join('\n', lines.Select(line => Line(line, language)).Prepend(Saying.In(language, words, null, [("count", lines.Count)]))))), now);

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
