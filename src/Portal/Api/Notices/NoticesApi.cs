using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Portal.Objecting;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Api.Notices;

/// <summary>A page of the notices that stand.</summary>
/// <param name="More">There is a next page; how many notices there are in all nobody counts.</param>
internal sealed record StandingNotices(IReadOnlyList<NoticeLine> Items, int Page, bool More);

/// <summary>A notice as it is published.</summary>
/// <param name="Html">Its text; nothing else of the case is public.</param>
internal sealed record NoticeText(NoticeId Id, DateOnly FromDay, DateOnly ToDay, string Html);

/// <param name="Words">What is objected.</param>
/// <param name="Name">Who objects; may be left out.</param>
/// <param name="Contact">How they are reached; may be left out.</param>
internal sealed record ObjectionSaid(string Words, string? Name = null, string? Contact = null) : IAsked;

/// <summary>An objection that was taken.</summary>
internal sealed record ObjectionTaken(NoticeId Notice);

/// <summary>Public notices and objections to them: for anybody, without an account.</summary>
internal static class NoticesApi
{
    public static void MapNotices(this RouteGroupBuilder api)
    {
        var notices = api.Room("/notices", "Notices");
        notices.MapGet("", async (string? area, int? page, NoticeReading reading, Asking asking) =>
        {
            var list = await reading.ListAsync(area, Paging.Number(page), asking.Visitor, asking.Cancellation);
            return new StandingNotices(list.Lines, list.Number, list.More);
        }).Called("notices", "Notices that stand, the newest first, of a district or township by its code.");
        notices.MapGet("/areas", (NoticeReading reading, Asking asking) => reading.AreasAsync(asking.Cancellation)).Called("noticeAreas", "Districts with their townships.");
        notices.MapGet("/{id:guid}", (Guid id, NoticeReading reading, Asking asking) => ShowAsync(id, Channel.Web, reading, asking))
            .Produces<NoticeText>().ProducesProblem(StatusCodes.Status410Gone).Called("notice", "A notice as long as it stands; 410 once it was taken down.");
        notices.MapGet("/{id:guid}/sheet", (Guid id, NoticeReading reading, Asking asking) => ShowAsync(id, Channel.Board, reading, asking))
            .Produces<NoticeText>().ProducesProblem(StatusCodes.Status410Gone).Called("noticeSheet", "The sheet for a village's board.");
        notices.MapPost("/{id:guid}/objection", async (Guid id, ObjectionSaid said, Objections objections, Asking asking) =>
        {
            var inPerson = await objections.StandingAsync(id, asking.Cancellation) is { } posted && await objections.IsInPersonAsync(posted, asking.Visitor, asking.Cancellation);
            await asking.OnceAsync<RaiseObjection, CaseId>(said, async (act, actor, token) =>
            {
                var words = Objections.Words(said.Words, said.Name, said.Contact, inPerson ? asking.Visitor.Account!.NameZh : null);
                return await act.RaiseAsync(new(id), words, actor, token);
            }, Objections.By(inPerson, asking.Visitor));
            return new ObjectionTaken(new(id));
        }).RequireRateLimiting(SignInSetup.Guessing).TakesKey().Called("objectToNotice", "Object to a notice that stands; staff write down what somebody says who came in person.");
    }

    private static async Task<IResult> ShowAsync(Guid id, string channel, NoticeReading reading, Asking asking)
    {
        var shown = await reading.ShowAsync(id, channel, asking.Visitor, asking.Cancellation);
        return shown.Notice is not { } notice ? ApiProblems.Told(shown.Status, shown.Why!)
            : TypedResults.Ok(new NoticeText(notice.Id, notice.FromDay, notice.ToDay, new LocalText(notice.TextZh, notice.TextEn).In(Speech.Of(CultureInfo.CurrentUICulture))));
    }
}
