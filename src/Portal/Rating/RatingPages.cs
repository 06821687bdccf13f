using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Rating;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Applying;
using AidWorkflow.Portal.Following;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Rating;

/// <summary>Applicants say how they were served; leaders read what their area was told, without names.</summary>
internal static class RatingPages
{
    public static void MapRatings(this IEndpointRouteBuilder pages)
    {
        var own = pages.MapGroup("/applications/{id:guid}/rating").RequireAuthorization();
        own.MapGet("", async (Guid id, OwnCases cases, RatingReading reading, HttpContext http) =>
            await ViewAsync(id, cases, http) is var view && await reading.OfCaseAsync(view.Case, http.Visitor().Actor, http.RequestAborted) is { } given
                ? (IResult)Page.Of<RatePage>((nameof(RatePage.View), view), (nameof(RatePage.Given), given)) : Page.SeeOther($"/applications/{id}"));
        own.MapPost("", RateAsync);
        pages.MapGroup("/ratings").RequireAuthorization().ForHolders(Role.Leader).MapGet("", async (RatingReading reading, IActs acts, HttpContext http) =>
        {
            var view = await reading.ReadAsync(http.Visitor().Actor, http.RequestAborted);
            await acts.RunAsync<AccessLog, bool>((act, _) =>
            {
                act.Listed(http.Visitor().Actor, "ratings", "", view.Words.Length);
                return Task.FromResult(true);
            }, http.RequestAborted);
            return Page.Of<RatingsPage>((nameof(RatingsPage.View), view));
        });
    }

    private static async Task<IResult> RateAsync(Guid id, OwnCases cases, RatingReading reading, IActs acts, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        int? stars = int.TryParse(form["stars"], System.Globalization.CultureInfo.InvariantCulture, out var said) ? said : null;
        return await Trying.RunAsync(
            () => acts.RunAsync<RateService, CaseId>((act, token) => act.RateAsync(new(id), stars, form["words"].ToString(), form["named"] == "yes", form[DraftTopic.StandField].ToString() is { Length: > 0 } stand ? stand : null, http.Visitor().Actor, token), http.RequestAborted),
            _ => Page.SeeOther($"/applications/{id}?done=rated"),
            async faults =>
            {
                var view = await ViewAsync(id, cases, http);
                var given = await reading.OfCaseAsync(view.Case, http.Visitor().Actor, http.RequestAborted) ?? GivenRating.None;
                return Page.Faulty<RatePage>((nameof(RatePage.View), view), (nameof(RatePage.Given), given with { Stars = stars, Words = form["words"].ToString(), IsNamed = form["named"] == "yes" }),
                    (nameof(RatePage.Stored), given), (nameof(RatePage.Faults), faults));
            });
    }

    private static async Task<OwnCaseView> ViewAsync(Guid id, OwnCases cases, HttpContext http) =>
        await cases.ReadAsync(new(id), http.Visitor().Account ?? throw new RefusedException("case.unknown"), http.RequestAborted);
}
