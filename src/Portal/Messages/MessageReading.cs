using System.Collections.Immutable;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Messages;

/// <summary>A message as its reader sees it.</summary>
/// <param name="Leads">The page of the case it is about; null where it is about none.</param>
public sealed record MessageRow(NotificationId Id, string Title, string Body, DateTimeOffset At, bool Unread, string? Leads);

public sealed record MessagePage(int Page, int Total, int Unread, ImmutableArray<MessageRow> Rows)
{
    public const int Size = 30;

    public bool HasMore => Page * Size < Total;
}

/// <summary>The messages of the house for whoever is signed in, and nobody else's.</summary>
public sealed class MessageReading(OwnMessages own)
{
    public async Task<MessagePage> ReadAsync(Visitor visitor, int page, string language, CancellationToken cancellation)
    {
        var mine = Of(visitor, onlyUnread: false).AsNoTracking();
        var rows = await mine.OrderByDescending(message => message.CreatedAt).ThenByDescending(message => message.Id)
            .Skip((page - 1) * MessagePage.Size).Take(MessagePage.Size).ToListAsync(cancellation);
        var read = await own.ReadByAsync(visitor.Actor, rows, cancellation);
        return new(page, await mine.CountAsync(cancellation), await Of(visitor, onlyUnread: true).CountAsync(cancellation), [.. rows.Select(message => Row(message, read, visitor, language))]);
    }

    /// <summary>For the header of every page.</summary>
    public async Task<int> UnreadAsync(Visitor visitor, CancellationToken cancellation) =>
        visitor.IsSignedIn ? await Of(visitor, onlyUnread: true).CountAsync(cancellation) : 0;

    private IQueryable<Notification> Of(Visitor visitor, bool onlyUnread) => own.Of(visitor.Actor, [.. visitor.Roles.Select(held => held.Role)], onlyUnread);

    private static MessageRow Row(Notification message, IReadOnlySet<NotificationId> read, Visitor visitor, string language)
    {
        var text = message.In(language);
        var at = visitor.IsStaff && message.Person is null ? "cases" : "applications";
        return new(message.Id, text.Title, text.Body, message.CreatedAt, message.ReadAt is null && !read.Contains(message.Id), message.Case is { } about ? $"/{at}/{about}" : null);
    }
}
