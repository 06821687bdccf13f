using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Messages;

/// <summary>A message as its reader sees it.</summary>
/// <param name="Leads">The page of the case it is about; null where it is about none.</param>
public sealed record MessageRow(NotificationId Id, string Title, string Body, DateTimeOffset At, bool Unread, string? Leads)
{
    /// <summary>The page of the reader's own task in that case; null where they have none there any more.</summary>
    public string? Task { get; init; }

    /// <summary>It counts as read because its task is done, or somebody else's.</summary>
    public bool Over { get; init; }

    /// <summary>What each line says and, where it names a case, leads to: the own task in it, or else the case.</summary>
    [JsonIgnore]
    public ImmutableArray<(string Words, string? Leads)> Lines { get; init; } = [];
}

public sealed record MessagePage(int Page, int Total, int Unread, ImmutableArray<MessageRow> Rows)
{
    public const int Size = 30;

    public bool HasMore => Page * Size < Total;
}

/// <summary>The messages of the house for whoever is signed in, and nobody else's.</summary>
public sealed class MessageReading(OwnMessages own, OwnTasks tasks)
{
    public async Task<MessagePage> ReadAsync(Visitor visitor, int page, string language, CancellationToken cancellation)
    {
        var mine = Of(visitor, onlyUnread: false).AsNoTracking();
        var rows = await mine.OrderByDescending(message => message.CreatedAt).ThenByDescending(message => message.Id)
            .Skip((page - 1) * MessagePage.Size).Take(MessagePage.Size).ToListAsync(cancellation);
        var read = await own.ReadByAsync(visitor.Actor, rows, cancellation);
        var about = rows.SelectMany(message => message.In(language).Body.Split('\n').Select(line => LinkedLine.Of(line).Case).Append(message.Case)).OfType<CaseId>().Distinct().ToArray();
        var theirs = visitor.IsStaff ? await tasks.OfAsync(visitor.Account!.Id, about, cancellation) : new Dictionary<CaseId, OwnTask>();
        return new(page, await mine.CountAsync(cancellation), await Of(visitor, onlyUnread: true).CountAsync(cancellation), [.. rows.Select(message => Row(message, read, theirs, visitor, language))]);
    }

    /// <summary>For the header of every page.</summary>
    public async Task<int> UnreadAsync(Visitor visitor, CancellationToken cancellation) =>
        visitor.IsSignedIn ? await Of(visitor, onlyUnread: true).CountAsync(cancellation) : 0;

    private IQueryable<Notification> Of(Visitor visitor, bool onlyUnread) => own.Of(visitor.Actor, [.. visitor.Roles.Select(held => held.Role)], onlyUnread);

    private static MessageRow Row(Notification message, IReadOnlySet<NotificationId> read, IReadOnlyDictionary<CaseId, OwnTask> theirs, Visitor visitor, string language)
    {
        var text = message.In(language);
        var asStaff = visitor.IsStaff && message.Person is null;
        string? Own(CaseId? about) => asStaff && about is { } one && theirs.TryGetValue(one, out var task) ? $"/tasks/{task.Id}" : null;
        return new(message.Id, text.Title, text.Body, message.CreatedAt, message.ReadAt is null && !read.Contains(message.Id), message.Case is { } about ? $"/{(asStaff ? "cases" : "applications")}/{about}" : null)
        {
            Task = Own(message.Case),
            Over = message.IsOver,
            Lines = [.. text.Body.Split('\n').Select(LinkedLine.Of).Select(line => (line.Words, Own(line.Case) ?? line.Leads))],
        };
    }
}
