using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Pages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AidWorkflow.Portal.Serving;

/// <summary>Public notices: read by anybody, without signing in, as long as they stand.</summary>
internal static class NoticePages
{
    private const int PageSize = 50;

    /// <summary>The last page that is shown: a reader chooses a district instead of leafing on.</summary>
    private const int LastPage = 200;

    private const string Style = """
        :root { color-scheme: light dark; }
        body { margin: 0; font: 17px/1.7 system-ui, "Noto Sans CJK SC", sans-serif; color: #1f2933; background: #f7f8f9; }
        main { max-width: 46rem; margin: 0 auto; padding: 2.5rem 1.25rem; }
        h1 { font-size: 1.6rem; line-height: 1.35; margin: 0 0 1rem; }
        a { color: #1d4e89; } a:focus-visible, select:focus-visible, button:focus-visible { outline: 3px solid #1d4e89; outline-offset: 2px; }
        .quiet { color: #5b6770; }
        form { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; margin: 0 0 1.5rem; }
        select, button { font: inherit; padding: .35rem .6rem; max-width: 100%; }
        ul.notices { list-style: none; margin: 0; padding: 0; } ul.notices li { padding: .7rem 0; border-bottom: 1px solid #dde1e4; }
        ul.notices .quiet { display: block; font-size: .9em; }
        article { background: #fff; color: #1f2933; padding: 1.5rem; border: 1px solid #dde1e4; overflow-x: auto; }
        article table { width: 100%; border-collapse: collapse; margin: 1rem 0; } article th, article td { border: 1px solid #9aa5ad; padding: .4rem .6rem; text-align: left; }
        article td.sum { text-align: right; font-variant-numeric: tabular-nums; } article .sign { text-align: right; margin-top: 2rem; } article .number { text-align: center; }
        @media (prefers-color-scheme: dark) { body { color: #e4e7ea; background: #16191c; } a { color: #8ab8ee; } .quiet { color: #9aa5ad; } ul.notices li { border-color: #2c3236; } }
        """;

    /// <summary>One A4 sheet for the village's board.</summary>
    private const string SheetStyle = """
        @page { size: A4; margin: 25mm 22mm; }
        body { margin: 0; color: #000; background: #fff; font: 16pt/1.6 "FangSong", "STFangsong", "Noto Serif CJK SC", serif; }
        html:lang(en) body { font: 13pt/1.6 Georgia, "Times New Roman", serif; }
        main { max-width: 166mm; margin: 0 auto; padding: 10mm 0; }
        h1 { font: bold 22pt/1.4 "SimHei", "Noto Sans CJK SC", Arial, sans-serif; text-align: center; margin: 0 0 12pt; }
        p { text-indent: 2em; margin: 0 0 8pt; } html:lang(en) p, p.to, p.sign, p.number { text-indent: 0; }
        .number { text-align: center; margin-bottom: 18pt; } .sign { text-align: right; margin-top: 30pt; page-break-inside: avoid; }
        table { width: 100%; border-collapse: collapse; margin: 8pt 0; font-size: 13pt; } th, td { border: 1px solid #000; padding: 4pt 6pt; text-align: left; vertical-align: top; }
        td.sum { text-align: right; white-space: nowrap; } tr { page-break-inside: avoid; }
        .screen { font: 14px/1.6 system-ui, "Noto Sans CJK SC", sans-serif; text-indent: 0; border-bottom: 1px solid #999; padding-bottom: 4mm; }
        @media print { main { padding: 0; } .screen { display: none; } }
        """;

    public static void MapNoticePages(this WebApplication app)
    {
        app.MapGet("/notices", ListAsync);
        app.MapGet("/notices/{id:guid}", (Guid id, Noticeboard board, CancellationToken cancellation) => ShowAsync(id, board, Channel.Web, sheet: false, cancellation));
        app.MapGet("/notices/{id:guid}/sheet", (Guid id, Noticeboard board, CancellationToken cancellation) => ShowAsync(id, board, Channel.Board, sheet: true, cancellation));
        app.MapGet("/notices.css", () => TypedResults.Text(Style, "text/css"));
        app.MapGet("/notice-sheet.css", () => TypedResults.Text(SheetStyle, "text/css"));
    }

    private static async Task<RazorComponentResult> ListAsync(string? area, int? page, Noticeboard board, CancellationToken cancellation)
    {
        var code = string.IsNullOrWhiteSpace(area) ? null : area.Trim();
        var number = Math.Clamp(page ?? 1, 1, LastPage);
        var lines = await board.OpenAsync(code, (number - 1) * PageSize, PageSize, cancellation);
        return new RazorComponentResult<Notices>(new
        {
            Lines = lines.Take(PageSize).ToList(),
            Areas = await board.AreasAsync(cancellation),
            Area = code,
            Number = number,
            More = lines.Count > PageSize && number < LastPage,
        });
    }

    private static async Task<RazorComponentResult> ShowAsync(Guid id, Noticeboard board, string channel, bool sheet, CancellationToken cancellation)
    {
        if (await board.FindAsync(NoticeId.Of(id), cancellation) is not { } notice)
            return Told(StatusCodes.Status404NotFound, ("没有找到该公示，请核对网址。", "There is no such notice. Please check the address."));
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

        return new RazorComponentResult<Notice>(new { Posted = notice, Sheet = sheet });
    }

    private static RazorComponentResult<NoticeTold> Told(int status, Said words) =>
        new RazorComponentResult<NoticeTold>(new { Words = words.In(Speech.Of(CultureInfo.CurrentUICulture)) }) { StatusCode = status };
}
