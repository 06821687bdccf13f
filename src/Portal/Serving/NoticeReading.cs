using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Serving;

/// <summary>A notice that may be shown, or why it is not.</summary>
internal sealed record ShownNotice(PublicNotice? Notice, int Status, Said? Why);

/// <summary>A page of the notices that stand.</summary>
internal sealed record NoticeLines(IReadOnlyList<NoticeLine> Lines, int Number, bool More);

/// <summary>Reads public notices for anybody, as long as they stand; what hangs on a village's board only, for staff of its area.</summary>
internal sealed class NoticeReading(Noticeboard board)
{
    private const int PageSize = 50;

    /// <summary>The last page that is shown: a reader chooses a district instead of leafing on.</summary>
    private const int LastPage = 200;

    public Task<IReadOnlyList<NoticeArea>> AreasAsync(CancellationToken cancellation) => board.AreasAsync(cancellation);

    public async Task<NoticeLines> ListAsync(string? area, int page, Visitor visitor, CancellationToken cancellation)
    {
        var number = Math.Clamp(page, 1, LastPage);
        var lines = await board.OpenAsync(string.IsNullOrWhiteSpace(area) ? null : area.Trim(), visitor.Account?.AsActor(), (number - 1) * PageSize, PageSize, cancellation);
        return new([.. lines.Take(PageSize)], number, lines.Count > PageSize && number < LastPage);
    }

    /// <param name="channel">Where it is read: on the web, or as the sheet of a board.</param>
    public async Task<ShownNotice> ShowAsync(Guid id, string channel, Visitor visitor, CancellationToken cancellation)
    {
        var sheet = channel == Channel.Board;
        if (await board.FindAsync(NoticeId.Of(id), cancellation) is not { } notice)
            return Not(StatusCodes.Status404NotFound, "没有找到该公示，请核对网址。", "There is no such notice. Please check the address.");
        if (sheet && !await board.MayReadAsync(notice, visitor.Account?.AsActor(), cancellation))
            return Not(StatusCodes.Status404NotFound, "该公示只在村（社区）公示栏张贴，请到公示栏查看。", "This notice hangs on the village's board only. Please read it there.");
        switch (board.StandingOf(notice))
        {
            case NoticeStanding.Over:
                return Not(StatusCodes.Status410Gone, "公示期已满，公示内容已撤下。", "The notice has ended and was taken down.");
            case NoticeStanding.Held:
                return Not(StatusCodes.Status410Gone, "公示因收到异议已暂停，核实后另行公示。", "The notice is held because of an objection. A new one follows when it has been looked into.");
            case NoticeStanding.Withdrawn:
                return Not(StatusCodes.Status410Gone, "公示已撤回。", "The notice was withdrawn.");
        }

        if (notice.Channels.Split(',').Contains(channel, StringComparer.Ordinal))
            return new(notice, StatusCodes.Status200OK, null);
        return sheet
            ? Not(StatusCodes.Status404NotFound, "该事项仅在网上公示，没有张贴件。", "This notice is published on the web only; there is no sheet for the board.")
            : Not(StatusCodes.Status404NotFound, "该事项仅在公示栏张贴，不在网上公示。", "This notice is posted on the board only, not on the web.");
    }

    private static ShownNotice Not(int status, string chinese, string english) => new(null, status, new(chinese, english));
}
