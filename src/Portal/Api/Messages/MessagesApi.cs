using System.Globalization;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Portal.Messages;
using AidWorkflow.Portal.Serving;

namespace AidWorkflow.Portal.Api.Messages;

/// <param name="Unread">Of all of them.</param>
internal sealed record OwnMessageList(Paged<MessageRow> Messages, int Unread);

/// <param name="Marked">How many were unread before.</param>
internal sealed record MessagesRead(int Marked);

/// <summary>Messages inside the house, for whoever asks.</summary>
internal static class MessagesApi
{
    public static void MapMessages(this RouteGroupBuilder api)
    {
        var messages = api.Room("/messages", "Messages").RequireAuthorization();
        messages.MapGet("", async (int? page, MessageReading reading, Asking asking) =>
        {
            var view = await reading.ReadAsync(asking.Visitor, Paging.Number(page), Speech.Of(CultureInfo.CurrentUICulture), asking.Cancellation);
            if (asking.Visitor.IsStaff)
                await asking.ListedAsync("messages", "", view.Rows.Length);
            return new OwnMessageList(new([.. view.Rows], view.Page, MessagePage.Size, view.Total), view.Unread);
        }).Called("messages", "What the house has told me, the newest first.");
        messages.MapPost("/read", (Asking asking) => MarkAsync(null, asking)).TakesKey().Called("readMessages", "Mark all of them as read.");
        messages.MapPost("/{id:guid}/read", (Guid id, Asking asking) => MarkAsync(NotificationId.Of(id), asking)).TakesKey().Called("readMessage", "Mark one as read.");
    }

    private static async Task<MessagesRead> MarkAsync(NotificationId? id, Asking asking) => new(await asking.OnceAsync<MarkRead, int>(null, (act, actor, token) => act.ReadAsync(id, actor, token)));
}
