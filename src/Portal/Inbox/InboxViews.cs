using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Inbox;

/// <summary>One of somebody's own ways of looking at their inbox.</summary>
/// <param name="Query">Tab, filters and order as the address says them.</param>
public sealed record SavedView(InboxViewId Id, string Name, string Query, bool IsDefault);

/// <summary>Reads the views of whoever asks, and of nobody else.</summary>
public sealed class InboxViewReading(IUnitOfWork work)
{
    public Task<List<SavedView>> ReadAsync(AccountId account, CancellationToken cancellation) => work.Db.Set<InboxView>().AsNoTracking().Where(view => view.AccountId == account)
        .OrderBy(view => view.Name).Select(view => new SavedView(view.Id, view.Name, view.Query, view.IsDefault)).ToListAsync(cancellation);
}

/// <summary>Keeps, opens with and forgets views.</summary>
internal static class InboxViewPages
{
    public static void MapInboxViews(this RouteGroupBuilder tasks)
    {
        tasks.MapPost("/views", KeepAsync);
        tasks.MapPost("/views/{view:guid}/default", (Guid view, IActs acts, HttpContext http) => ChangeAsync(
            (act, token) => act.OpenWithAsync(new(view), http.Request.Form["default"] != "no", http.Visitor().Actor, token), acts, http));
        tasks.MapPost("/views/{view:guid}/remove", (Guid view, IActs acts, HttpContext http) => ChangeAsync(
            (act, token) => act.ForgetAsync(new(view), http.Visitor().Actor, token), acts, http));
        tasks.MapGet("/views/{**any}", () => Page.SeeOther("/tasks")); // where signing in again leads after a post
    }

    private static async Task<IResult> KeepAsync(IActs acts, InboxReading reading, InboxViewReading views, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var asked = QueryHelpers.ParseQuery(form["query"].ToString());
        var (tab, filter) = (InboxPages.TabOf(asked.GetValueOrDefault("tab")), InboxFilter.Of(asked) with { Search = null });
        return await Trying.RunAsync(
            () => acts.RunAsync<KeepInboxView, InboxViewId>((act, token) => act.KeepAsync(form["name"], filter.Query(tab ?? InboxTab.Team, withSearch: false), http.Visitor().Actor, token), http.RequestAborted),
            _ => Page.SeeOther($"/tasks?{filter.Query(tab ?? InboxTab.Team)}"),
            async faults => await InboxPages.ShowAsync(tab, filter, 1, reading, views, http, faults));
    }

    private static async Task<IResult> ChangeAsync(Func<KeepInboxView, CancellationToken, Task<InboxViewId>> change, IActs acts, HttpContext http)
    {
        await http.Request.ReadFormAsync(http.RequestAborted);
        await acts.RunAsync(change, http.RequestAborted);
        return Page.SeeOther("/tasks?tab=Team");
    }
}
