using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;
using Directory = AidWorkflow.Cases.Organisation.Directory;

namespace AidWorkflow.Cases.Meeting;

/// <summary>Tells whose turn it is with the minutes of a list: those who may compare them, and whoever entered them once they come back. What was said of it before is read with that.</summary>
public sealed class MinutesTelling(IUnitOfWork work, MeetingPeople people, MeetingRecusals recusals, Directory directory, Colleagues colleagues, IIds ids, TimeProvider time)
{
    /// <summary>They were entered. Nobody who could not confirm them is told: of what was put off anybody may be close to the applicant.</summary>
    internal async Task EnteredAsync(MeetingList list, MinutesReport report, Actor actor, CancellationToken cancellation)
    {
        await SettleAsync(list, cancellation);
        var (seconds, decided) = (await people.SecondsAsync(list, cancellation), report.Results.Where(result => result.Outcome != MeetingOutcome.Defer).Select(result => result.Task).ToList());
        var close = (await recusals.OfAsync([.. seconds.Select(account => new Member("", account.Id, Attended: true))], decided, actor, cancellation)).Members.Values.SelectMany(places => places).ToHashSet();
        var free = seconds.Where((_, place) => !close.Contains(place)).ToList();
        if (free.Count > 0)
            colleagues.Tell(await MessageAsync("meeting.minutes-wait", list, actor, cancellation), free);
        else
            await colleagues.TellAdministratorsAsync(await MessageAsync("meeting.nobody-compares", list, actor, cancellation), list.UnitId, cancellation);
    }

    /// <summary>A second person sent them back.</summary>
    internal async Task SentBackAsync(MeetingList list, Actor actor, CancellationToken cancellation)
    {
        await SettleAsync(list, cancellation);
        colleagues.Tell(await MessageAsync("meeting.minutes-back", list, actor, cancellation), list.EnteredBy!.Value);
    }

    /// <summary>Nobody has to do anything more with what they were told.</summary>
    internal async Task SettleAsync(MeetingList list, CancellationToken cancellation)
    {
        var (told, prefix) = ((await people.PreparersAsync(list, cancellation)).Select(account => account.Id).ToArray(), Key(list));
#pragma warning disable CA1309, CA1310 // translated to SQL
        var unread = await work.Db.Set<Notification>().Where(message => message.ReadAt == null && message.Account != null && told.Contains(message.Account.Value) && message.IdempotencyKey.StartsWith(prefix)).ToListAsync(cancellation);
#pragma warning restore CA1309, CA1310
        foreach (var message in unread)
            message.Read(time.GetUtcNow());
    }

    private async Task<HouseMessage> MessageAsync(string code, MeetingList list, Actor actor, CancellationToken cancellation) => new(null, code, $"{Key(list)}{ids.Next()}",
        ("minutes", list.MinutesNumber), ("list", list.Number), ("on", list.HeldOn), ("by", await directory.NameAsync(actor.Account, cancellation)), ("note", list.Note ?? ""), ("link", $"/meetings/{list.Id}"));

    private static string Key(MeetingList list) => $"meeting-minutes:{list.Id}:";
}
