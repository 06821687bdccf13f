using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Rating;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Petitioning;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Rating;

/// <summary>The heads and the section see to negative ratings with a name.</summary>
internal static class FollowUpPages
{
    public static void MapFollowUps(this IEndpointRouteBuilder pages)
    {
        var negative = pages.MapGroup("/ratings/negative").RequireAuthorization().ForHolders(FollowUpSight.Office);
        negative.MapGet("", async (FollowUpReading reading, TimeProvider time, IActs acts, HttpContext http) =>
        {
            var rows = await reading.ListAsync(http.Visitor(), http.RequestAborted);
            await LookAsync(acts, http, (act, actor) => act.Listed(actor, "negative-ratings", "", rows.Length));
            return Page.Of<NegativeRatingsPage>((nameof(NegativeRatingsPage.Rows), rows), (nameof(NegativeRatingsPage.Today), LocalDay.Today(time)));
        });
        negative.MapGet("/{id:guid}", async (Guid id, FollowUpReading reading, IActs acts, HttpContext http) => Page.Of<NegativeRatingPage>((nameof(NegativeRatingPage.View), await ViewAsync(id, reading, acts, http))));
        negative.MapPost("/{id:guid}", DoAsync);
    }

    private static async Task<FollowUpView> ViewAsync(Guid id, FollowUpReading reading, IActs acts, HttpContext http)
    {
        var view = await reading.OneAsync(new(id), http.Visitor(), http.RequestAborted);
        await LookAsync(acts, http, (act, actor) => act.Viewed(actor, $"rating:{id}", $"negative rating {view.Row.Number}"));
        return view;
    }

    private static Task<bool> LookAsync(IActs acts, HttpContext http, Action<AccessLog, Actor> look) => acts.RunAsync<AccessLog, bool>((act, _) =>
    {
        look(act, http.Visitor().Actor);
        return Task.FromResult(true);
    }, http.RequestAborted);

    private static async Task<IResult> DoAsync(Guid id, FollowUpReading reading, IActs acts, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var words = form["words"].ToString();
        return await Trying.RunAsync(
            () => acts.RunAsync<FollowRating, RatedId>((act, token) => form["act"].ToString() switch
            {
                "call" => act.CallAsync(new(id), Day(form), words, http.Visitor().Actor, token),
                "rectify" => act.RectifyAsync(new(id), Day(form), words, http.Visitor().Actor, token),
                "tell" => act.TellAsync(new(id), Day(form), words, http.Visitor().Actor, token),
                "appeal" => act.AppealAsync(new(id), PostedVisit.Chosen<AppealReason>(form["reason"]), words, http.Visitor().Actor, token),
                _ => act.DecideAppealAsync(new(id), form["upheld"].ToString() switch { "yes" => true, "no" => false, _ => null }, words, http.Visitor().Actor, token),
            }, http.RequestAborted),
            _ => Page.SeeOther($"/ratings/negative/{id}"),
            async faults => Page.Faulty<NegativeRatingPage>((nameof(NegativeRatingPage.View), await ViewAsync(id, reading, acts, http)), (nameof(NegativeRatingPage.Written), form), (nameof(NegativeRatingPage.Faults), faults)));
    }

    private static DateOnly Day(IFormCollection form) => Answer.Day(form["on"].ToString()) ?? throw new RefusedException("matter.day-unreadable", "on");
}
