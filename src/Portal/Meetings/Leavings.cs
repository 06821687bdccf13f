using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Meeting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Handling;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Meetings;

/// <summary>How a case left a frozen list.</summary>
/// <param name="By">Null where the trail names nobody for it.</param>
/// <param name="Why">What was said to the case and not to the list: that the applicant withdrew, say.</param>
public sealed record Leaving(LocalText? By, DateTimeOffset? At, LocalText? Why);

/// <summary>Reads in the audit trails, of the list and of its cases, who let a case leave a frozen list and when.</summary>
public sealed class Leavings(IUnitOfWork work)
{
    private static readonly string[] OffTheList = ["meeting.case-taken-off", "meeting.case-returned", "meeting.dissolved"];

    /// <summary>What ends a task that waits for a decision. Whatever else stands in the trail at that moment is of the same person.</summary>
    private static readonly string[] OffTheStep = ["case.ended", "case.jumped", "case.handed-over", "applicant.died", "applicant.moved", "task.decided"];

    /// <param name="left">What is on the list no more, with the tasks.</param>
    public async Task<Dictionary<TaskId, Leaving>> OfAsync(MeetingId list, IReadOnlyCollection<(MeetingItem Item, ReviewTask Task)> left, CancellationToken cancellation)
    {
        if (left.Count == 0)
            return [];
        var (db, cases) = (work.Db, left.Select(one => one.Item.CaseId).Distinct().ToArray());
        var (own, streams, acts) = ($"meeting:{list}", cases.Select(id => $"case:{id}").Append($"meeting:{list}").ToArray(), OffTheList.Concat(OffTheStep).ToArray());
        var trail = await db.Set<AuditEntry>().AsNoTracking().Where(entry => streams.Contains(entry.Stream) && acts.Contains(entry.Act)).OrderBy(entry => entry.Number).ToListAsync(cancellation);
        var who = trail.Select(entry => entry.ActorAccount).OfType<AccountId>().Distinct().ToArray();
        var accounts = await db.Set<Account>().AsNoTracking().Where(account => who.Contains(account.Id)).ToDictionaryAsync(account => account.Id, cancellation);
        var applicants = await db.Set<AidCase>().AsNoTracking().Where(one => cases.Contains(one.Id)).ToDictionaryAsync(one => one.Id, one => one.ApplicantId, cancellation);
        return left.ToDictionary(one => one.Item.TaskId, one =>
        {
            var (item, ended) = (one.Item, one.Task.CancelledAt ?? one.Task.CompletedAt);
            var entry = item.State is ItemState.TakenOff or ItemState.Returned
                ? trail.FindLast(entry => entry.Stream == own && (entry.Act == "meeting.dissolved" || (string?)JsonNode.Parse(entry.Facts)!["task"] == item.TaskId.ToString()))
                : trail.Where(entry => entry.Stream == $"case:{item.CaseId}" && entry.At >= ended).OrderBy(entry => entry.At).ThenBy(entry => Array.IndexOf(OffTheStep, entry.Act)).FirstOrDefault();
            return new Leaving(By(entry), entry?.At ?? ended, Ended(entry));

            LocalText? By(AuditEntry? entry) => entry?.ActorAccount is not { } account ? null
                : accounts[account].PersonId == applicants[item.CaseId] ? new("申请人", "the applicant") : new(accounts[account].NameZh, accounts[account].NameEn);
        });
    }

    private static LocalText? Ended(AuditEntry? entry)
    {
        if (entry is not { Act: "case.ended" } || JsonNode.Parse(entry.Facts)! is not { } facts || !Enum.TryParse<EndReason>((string?)facts["reason"], out var reason))
            return null;
        var (what, words) = (HandlingWords.Of(reason), (string?)facts["words"]);
        return string.IsNullOrWhiteSpace(words) ? what : new($"{what.Zh}：{words}", $"{what.En}: {words}");
    }
}
