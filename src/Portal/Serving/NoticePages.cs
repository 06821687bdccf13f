using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Pages;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AidWorkflow.Portal.Serving;

/// <summary>Public notices: read by anybody, without signing in, as long as they stand.</summary>
internal static class NoticePages
{
    private const int PageSize = 50;

    /// <summary>The last page that is shown: a reader chooses a district instead of leafing on.</summary>
    private const int LastPage = 200;

    public static void MapNoticePages(this WebApplication app)
    {
        app.MapGet("/notices", ListAsync);
        app.MapGet("/notices/{id:guid}", (Guid id, Noticeboard board, HttpContext http) => ShowAsync(id, board, Channel.Web, sheet: false, http));
        app.MapGet("/notices/{id:guid}/sheet", (Guid id, Noticeboard board, HttpContext http) => ShowAsync(id, board, Channel.Board, sheet: true, http));
    }

    private static async Task<RazorComponentResult> ListAsync(string? area, string? page, Noticeboard board, HttpContext http, CancellationToken cancellation)
    {
        var code = string.IsNullOrWhiteSpace(area) ? null : area.Trim();
        var number = int.TryParse(page, CultureInfo.InvariantCulture, out var asked) ? Math.Clamp(asked, 1, LastPage) : 1;
        var lines = await board.OpenAsync(code, http.Visitor().Account?.AsActor(), (number - 1) * PageSize, PageSize, cancellation);
        return new RazorComponentResult<Notices>(new
        {
            Lines = lines.Take(PageSize).ToList(),
            Areas = await board.AreasAsync(cancellation),
            Area = code,
            Hangs = http.Visitor().IsStaff,
            Number = number,
            More = lines.Count > PageSize && number < LastPage,
        });
    }

    private static async Task<RazorComponentResult> ShowAsync(Guid id, Noticeboard board, string channel, bool sheet, HttpContext http)
    {
        if (await board.FindAsync(NoticeId.Of(id), http.RequestAborted) is not { } notice)
            return Told(StatusCodes.Status404NotFound, ("没有找到该公示，请核对网址。", "There is no such notice. Please check the address."));
        if (sheet && !await board.MayReadAsync(notice, http.Visitor().Account?.AsActor(), http.RequestAborted))
            return Told(StatusCodes.Status404NotFound, ("该公示只在村（社区）公示栏张贴，请到公示栏查看。", "This notice hangs on the village's board only. Please read it there."));
        switch (board.StandingOf(notice))
        {
            case NoticeStanding.Over:
                return Told(StatusCodes.Status410Gone, ("公示期已满，公示内容已撤下。", "The notice has ended and was taken down."));
            case NoticeStanding.Held:
                return Told(StatusCodes.Status410Gone, ("公示因收到异议已暂停，核实后另行公示。", "The notice is held because of an objection. A new one follows when it has been looked into."));
            case NoticeStanding.Withdrawn:
                return Told(StatusCodes.Status410Gone, ("公示已撤回。", "The notice was withdrawn."));
        }

        if (!notice.Channels.Split(',').Contains(channel, StringComparer.Ordinal))
        {
            return sheet
                ? Told(StatusCodes.Status404NotFound, ("该事项仅在网上公示，没有张贴件。", "This notice is published on the web only; there is no sheet for the board."))
                : Told(StatusCodes.Status404NotFound, ("该事项仅在公示栏张贴，不在网上公示。", "This notice is posted on the board only, not on the web."));
        }

        var english = Speech.Of(CultureInfo.CurrentUICulture) == "en";
        return sheet
            ? Page.Of<Sheet>((nameof(Sheet.Title), english ? "Public notice of aid" : "帮扶援助公示"), (nameof(Sheet.Back), $"/notices/{id}"), (nameof(Sheet.Html), english ? notice.TextEn : notice.TextZh))
            : Page.Of<Notice>((nameof(Notice.Posted), notice));
    }

    private static RazorComponentResult<NoticeTold> Told(int status, Said words) =>
        new RazorComponentResult<NoticeTold>(new { Words = words.In(Speech.Of(CultureInfo.CurrentUICulture)) }) { StatusCode = status };
}
