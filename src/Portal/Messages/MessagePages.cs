using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Messages;

/// <summary>Messages inside the house, and where those to the outside have come to.</summary>
internal static class MessagePages
{
    public static void MapMessages(this IEndpointRouteBuilder pages)
    {
        var messages = pages.MapGroup("/messages").RequireAuthorization();
        messages.MapGet("", async (int? page, MessageReading reading, IActs acts, HttpContext http) =>
        {
            var view = await reading.ReadAsync(http.Visitor(), Math.Clamp(page ?? 1, 1, 10_000), Language, http.RequestAborted);
            if (http.Visitor().IsStaff)
                await ListedAsync(acts, http, "messages", view.Rows.Length);
            return Page.Of<MessagesPage>((nameof(MessagesPage.View), view));
        });
        messages.MapPost("/read", (IActs acts, HttpContext http) => ReadAsync(null, acts, http));
        messages.MapPost("/{id:guid}/read", (Guid id, IActs acts, HttpContext http) => ReadAsync(NotificationId.Of(id), acts, http));
        messages.MapGet("/{id:guid}/read", () => Page.SeeOther("/messages")); // where signing in again leads after a post
        messages.MapGet("/read", () => Page.SeeOther("/messages"));

        var deliveries = pages.MapGroup("/admin/deliveries").RequireAuthorization().ForHolders(Role.Administrator);
        deliveries.MapGet("", async (int? page, string? state, DeliveryReading reading, IActs acts, HttpContext http) =>
        {
            var view = await reading.AllAsync(http.Visitor(), Math.Clamp(page ?? 1, 1, 10_000), state, http.RequestAborted);
            await ListedAsync(acts, http, "deliveries", view.Rows.Length);
            return Page.Of<DeliveriesPage>((nameof(DeliveriesPage.View), view));
        });
        deliveries.MapGet("/{id:guid}", async (Guid id, DeliveryReading reading, IActs acts, HttpContext http) =>
        {
            var view = await reading.WordsAsync(http.Visitor(), MessageId.Of(id), http.RequestAborted);
            await acts.RunAsync<AccessLog, bool>((act, _) =>
            {
                act.Viewed(http.Visitor().Actor, Subject(view), $"message {id}");
                return Task.FromResult(true);
            }, http.RequestAborted);
            return Page.Of<DeliveryTextPage>((nameof(DeliveryTextPage.View), view));
        });
    }

    /// <summary>What a look at the words of a message is recorded under.</summary>
    internal static string Subject(DeliveryText view) => view.Row.Case is { } about ? $"case:{about}" : $"message:{view.Row.Id}";

    private static async Task<IResult> ReadAsync(NotificationId? id, IActs acts, HttpContext http)
    {
        await acts.RunAsync<MarkRead, int>((act, token) => act.ReadAsync(id, http.Visitor().Actor, token), http.RequestAborted);
        return Page.SeeOther("/messages");
    }

    private static Task<bool> ListedAsync(IActs acts, HttpContext http, string list, int rows) => acts.RunAsync<AccessLog, bool>((act, _) =>
    {
        act.Listed(http.Visitor().Actor, list, "", rows);
        return Task.FromResult(true);
    }, http.RequestAborted);

    private static string Language => Speech.Of(System.Globalization.CultureInfo.CurrentUICulture);
}
