using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Rating;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Api.Following;
using AidWorkflow.Portal.Following;
using AidWorkflow.Portal.Rating;

namespace AidWorkflow.Portal.Api.Rating;

/// <param name="Stars">One to five.</param>
/// <param name="Named">They put their name to it: where it is one of the two lowest levels they are called back.</param>
/// <param name="Stand">The stamp of the rating as it was read: another one given since is not overwritten. Left out, nothing is compared.</param>
internal sealed record Rated(int Stars, string? Words, string? Stand = null, bool Named = false) : IAsked;

/// <summary>How applicants were served, by their own word.</summary>
internal static class RatingsApi
{
    public static void MapRatings(this RouteGroupBuilder api)
    {
        var own = api.Room("/applications/{id:guid}/rating", "Following").RequireAuthorization();
        own.MapGet("", async (Guid id, OwnCases cases, RatingReading reading, Asking asking) =>
            await reading.OfCaseAsync((await ReadAsync(id, cases, asking)).Case, asking.Actor, asking.Cancellation) ?? throw new RefusedException("case.unknown"))
            .Called("rating", "What I said of how a closed case was handled; not found where nothing can be said, or no longer.");
        own.MapPost("", async (Guid id, Rated said, OwnCases cases, Asking asking) => new ApplicationChanged(await asking.OnceAsync<RateService, CaseId>(said, async (act, actor, token) =>
        {
            await ReadAsync(id, cases, asking);
            return await act.RateAsync(new(id), said.Stars, said.Words, said.Named, said.Stand, actor, token);
        }))).TakesKey().Called("rate", "Say how a closed case was handled, or change it within ten days.");
        api.Room("/ratings", "Overseeing").RequireAuthorization().ForHolders(Role.Leader).MapGet("", async (RatingReading reading, Asking asking) =>
        {
            var view = await reading.ReadAsync(asking.Actor, asking.Cancellation);
            await asking.ListedAsync("ratings", "", view.Words.Length);
            return view;
        }).Called("ratings", "What applicants of my area said: averages and counts, and words without names, days and long numbers.");
    }

    private static Task<OwnCaseView> ReadAsync(Guid id, OwnCases cases, Asking asking) => cases.ReadAsync(new(id), asking.Visitor.Account ?? throw new RefusedException("case.unknown"), asking.Cancellation);
}
