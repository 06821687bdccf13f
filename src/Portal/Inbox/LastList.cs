using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Portal.Showing;
using Microsoft.AspNetCore.WebUtilities;

namespace AidWorkflow.Portal.Inbox;

/// <summary>
/// Which of their lists somebody looked at last: tab, filters, order and page, so that they come back to it from a task. Kept by the browser until it is closed; search words may be
/// somebody's name, so they are not.
/// </summary>
internal static class LastList
{
    /// <summary>Leads back to it.</summary>
    public const string Address = "/tasks/back";

    private const string Cookie = "aid-list";

    public static void Keep(HttpContext http, InboxPage inbox) => http.Response.Cookies.Append(
        Cookie, $"{inbox.Filter.Query(inbox.Tab, withSearch: false)}{(inbox.Number > 1 ? $"&page={inbox.Number}" : "")}",
        new() { HttpOnly = true, Secure = http.Request.IsHttps, SameSite = SameSiteMode.Lax, Path = "/tasks", IsEssential = true });

    /// <param name="told">What the list is told first: "name=value".</param>
    public static IResult GoBack(HttpContext http, string? told = null)
    {
        var parts = new[] { told, Kept(http) }.Where(part => part is { Length: > 0 }).ToArray();
        return Page.SeeOther(parts.Length == 0 ? "/tasks" : $"/tasks?{string.Join('&', parts)}");
    }

    /// <summary>Read and said anew, so that nothing but a list comes of what a browser sends.</summary>
    private static string? Kept(HttpContext http)
    {
        var kept = QueryHelpers.ParseQuery(http.Request.Cookies[Cookie]);
        if (InboxPages.TabOf(kept.GetValueOrDefault("tab")) is not { } tab)
            return null;
        var page = int.TryParse(kept.GetValueOrDefault("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 1 ? $"&page={number}" : "";
        return InboxFilter.Of(kept, new Refusals()).Query(tab, withSearch: false) + page;
    }
}
