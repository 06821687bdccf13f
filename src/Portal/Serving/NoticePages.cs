using System.Globalization;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Portal.Pages;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AidWorkflow.Portal.Serving;

/// <summary>Public notices: read by anybody, without signing in, as long as they stand.</summary>
internal static class NoticePages
{
    public static void MapNoticePages(this WebApplication app)
    {
        app.MapGet("/notices", ListAsync);
        app.MapGet("/notices/{id:guid}", (Guid id, NoticeReading reading, HttpContext http) => ShowAsync(id, reading, Channel.Web, http));
        app.MapGet("/notices/{id:guid}/sheet", (Guid id, NoticeReading reading, HttpContext http) => ShowAsync(id, reading, Channel.Board, http));
    }

    private static async Task<RazorComponentResult> ListAsync(string? area, string? page, NoticeReading reading, HttpContext http, CancellationToken cancellation)
    {
        var list = await reading.ListAsync(area, int.TryParse(page, CultureInfo.InvariantCulture, out var asked) ? asked : 1, http.Visitor(), cancellation);
        return new RazorComponentResult<Notices>(new
        {
            list.Lines,
            Areas = await reading.AreasAsync(cancellation),
            Area = string.IsNullOrWhiteSpace(area) ? null : area.Trim(),
            Hangs = http.Visitor().IsStaff,
            list.Number,
            list.More,
        });
    }

    private static async Task<RazorComponentResult> ShowAsync(Guid id, NoticeReading reading, string channel, HttpContext http)
    {
        var shown = await reading.ShowAsync(id, channel, http.Visitor(), http.RequestAborted);
        if (shown.Notice is not { } notice)
            return new RazorComponentResult<NoticeTold>(new { Words = shown.Why!.In(Speech.Of(CultureInfo.CurrentUICulture)) }) { StatusCode = shown.Status };
        var english = Speech.Of(CultureInfo.CurrentUICulture) == "en";
        return channel == Channel.Board
            ? Page.Of<Sheet>((nameof(Sheet.Title), english ? "Public notice of aid" : "帮扶援助公示"), (nameof(Sheet.Back), $"/notices/{id}"), (nameof(Sheet.Html), english ? notice.TextEn : notice.TextZh))
            : Page.Of<Notice>((nameof(Notice.Posted), notice));
    }
}
