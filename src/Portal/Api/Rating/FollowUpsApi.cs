using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Rating;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Rating;

namespace AidWorkflow.Portal.Api.Rating;

/// <param name="Level">One to five.</param>
/// <param name="SaidOn">The day on which the petitioner was asked.</param>
internal sealed record SatisfactionAsked(int Level, SatisfactionMeans Means, DateOnly SaidOn, string? Words = null) : IAsked;

/// <param name="Level">One to five.</param>
internal sealed record OwnSatisfactionAsked(int Level, string? Words = null) : IAsked;

/// <param name="Stars">One to five.</param>
/// <param name="Named">They put their name to it, and are called back where it is one of the two lowest levels.</param>
internal sealed record MatterRated(int Stars, string? Words = null, bool Named = false) : IAsked;

internal sealed record FollowedAsked(DateOnly On, string Words) : IAsked;

internal sealed record AppealAsked(AppealReason Reason, string Words) : IAsked;

internal sealed record AppealDecisionAsked(bool Upheld, string Words) : IAsked;

internal sealed record MatterSaidOf(MatterId Matter);

internal sealed record RatingFollowed(RatedId Rating);

/// <summary>What people say of matters, and what follows a negative rating with a name.</summary>
internal static class FollowUpsApi
{
    public static void MapFollowUps(this RouteGroupBuilder api)
    {
        var desk = api.Room("/matters/{id:guid}", "Petitioning").RequireAuthorization().ForHolders(Role.DeskClerk, Role.RightsOfficer);
        desk.MapGet("/said", (Guid id, OwnMatterReading reading, Asking asking) => reading.SeenAsync(new(id), asking.Visitor, asking.Cancellation)).Called("matterSaid", "What was said of a matter, and what can be.");
        desk.MapPost("/satisfaction", async (Guid id, SatisfactionAsked said, Asking asking) => await SaidAsync<RecordSatisfaction>(asking, said, (act, actor, token) =>
            act.RecordAsync(new(new(id), said.Level, said.Words ?? "", said.Means, said.SaidOn), actor, token))).TakesKey().Called("recordSatisfaction", "Write down how satisfied a petitioner is with the answer, once.");
        desk.MapPost("/rating", async (Guid id, MatterRated said, Asking asking) => await SaidAsync<RateMatter>(asking, said, (act, actor, token) =>
            act.RecordAsync(new(new(id), said.Stars, said.Words ?? "", said.Named), actor, token))).TakesKey().Called("recordMatterRating", "Write down how somebody was served at the desk, once.");
        var own = api.Room("/own-matters", "Following").RequireAuthorization();
        own.MapGet("", async (int? page, OwnMatterReading reading, Asking asking) => Paging.Of(await reading.OwnAsync(asking.Visitor, asking.Cancellation), page)).Called("ownMatters", "What I came to the desk for, and what I can say of it.");
        own.MapGet("/{id:guid}", (Guid id, OwnMatterReading reading, Asking asking) => reading.OwnAsync(new MatterId(id), asking.Visitor, asking.Cancellation)).Called("ownMatter", "One of my matters.");
        own.MapPost("/{id:guid}/satisfaction", async (Guid id, OwnSatisfactionAsked said, Asking asking) => await SaidAsync<RecordSatisfaction>(asking, said, (act, actor, token) =>
            act.SayAsync(new(id), said.Level, said.Words ?? "", actor, token))).TakesKey().Called("saySatisfaction", "Say how satisfied I am with the answer to my petition, once.");
        own.MapPost("/{id:guid}/rating", async (Guid id, MatterRated said, Asking asking) => await SaidAsync<RateMatter>(asking, said, (act, actor, token) =>
            act.SayAsync(new(new(id), said.Stars, said.Words ?? "", said.Named), actor, token))).TakesKey().Called("rateMatter", "Say how I was served at the desk, once.");
        var negative = api.Room("/ratings/negative", "Overseeing").RequireAuthorization().ForHolders(FollowUpSight.Office);
        negative.MapGet("", async (int? page, FollowUpReading reading, Asking asking) =>
        {
            var rows = await reading.ListAsync(asking.Visitor, asking.Cancellation);
            await asking.ListedAsync("negative-ratings", "", rows.Length);
            return Paging.Of(rows, page);
        }).Called("negativeRatings", "Negative ratings with a name in my area, with the working days left.");
        negative.MapGet("/{id:guid}", async (Guid id, FollowUpReading reading, Asking asking) =>
        {
            var view = await reading.OneAsync(new(id), asking.Visitor, asking.Cancellation);
            await asking.LookedAsync($"rating:{id}", $"negative rating {view.Row.Number}");
            return view;
        }).Called("negativeRating", "A negative rating with a name, and what was done about it. The look is recorded.");
        negative.MapPost("/{id:guid}/call", async (Guid id, FollowedAsked asked, Asking asking) => await FollowedAsync(asking, asked, (act, actor, token) => act.CallAsync(new(id), asked.On, asked.Words, actor, token))).TakesKey().Called("callBack", "Enter that whoever rated was called back.");
        negative.MapPost("/{id:guid}/rectify", async (Guid id, FollowedAsked asked, Asking asking) => await FollowedAsync(asking, asked, (act, actor, token) => act.RectifyAsync(new(id), asked.On, asked.Words, actor, token))).TakesKey().Called("rectify", "Enter what was put right.");
        negative.MapPost("/{id:guid}/tell", async (Guid id, FollowedAsked asked, Asking asking) => await FollowedAsync(asking, asked, (act, actor, token) => act.TellAsync(new(id), asked.On, asked.Words, actor, token))).TakesKey().Called("tellRater", "Enter that whoever rated was told the result.");
        negative.MapPost("/{id:guid}/appeal", async (Guid id, AppealAsked asked, Asking asking) => await FollowedAsync(asking, asked, (act, actor, token) => act.AppealAsync(new(id), asked.Reason, asked.Words, actor, token))).TakesKey().Called("appealRating", "Appeal a rating that is malicious or mistaken.");
        negative.MapPost("/{id:guid}/appeal-decision", async (Guid id, AppealDecisionAsked asked, Asking asking) => await FollowedAsync(asking, asked, (act, actor, token) => act.DecideAppealAsync(new(id), asked.Upheld, asked.Words, actor, token)))
            .TakesKey().Called("decideRatingAppeal", "Decide an appeal that somebody else made. Where it is upheld the rating counts nowhere, and its row stays.");
    }

    private static async Task<MatterSaidOf> SaidAsync<TAct>(Asking asking, object body, Func<TAct, Actor, CancellationToken, Task<MatterId>> act)
        where TAct : notnull => new(MatterId.Of(await asking.OnceAsync<TAct, Guid>(body, async (ready, actor, token) => (await act(ready, actor, token)).Value)));

    private static async Task<RatingFollowed> FollowedAsync(Asking asking, object body, Func<FollowRating, Actor, CancellationToken, Task<RatedId>> act) =>
        new(RatedId.Of(await asking.OnceAsync<FollowRating, Guid>(body, async (ready, actor, token) => (await act(ready, actor, token)).Value)));
}
