using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Visiting;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;
using Microsoft.AspNetCore.Antiforgery;

namespace AidWorkflow.Portal.Visiting;

/// <summary>
/// A visit that is written down away from the network. The page itself holds nothing of anybody: what it shows lies sealed on the phone, so it is
/// the same for everybody and may be kept there.
/// </summary>
internal static class VisitPages
{
    public const string Road = "/visits/road";

    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void MapVisits(this IEndpointRouteBuilder pages)
    {
        var visits = pages.MapGroup("/visits");
        visits.MapGet("/road", (HttpContext http) =>
        {
            http.Response.Headers.ContentSecurityPolicy = Policy;
            return Page.Of<RoadPage>();
        });
        visits.MapGet("/worker.js", RoadWorker.AnswerAsync);
        visits.MapGet("/me", Me);
        visits.MapPost("/{id:guid}/keep", KeepAsync).RequireAuthorization();
        visits.MapGet("/{id:guid}/keep", (Guid id) => Page.SeeOther($"/tasks/{id}")).RequireAuthorization(); // where signing in again leads after a post
        visits.MapGet("/{id:guid}/kept", KeptAsync);
        visits.MapPost("/{id:guid}/record", RecordAsync);
    }

    /// <summary>Who is signed in, and the token for the next post; a page from the phone's memory has neither.</summary>
    private static IResult Me(IAntiforgery tokens, HttpContext http) => http.Visitor().Account is { } account
        ? TypedResults.Ok(new { account = account.Id.Value, token = tokens.GetAndStoreTokens(http).RequestToken })
        : TypedResults.Unauthorized();

    /// <summary>Takes the task, so that nobody else goes there, and leads to the page that keeps it on the phone.</summary>
    private static Task<IResult> KeepAsync(Guid id, IActs acts, TaskReading reading, HttpContext http) => Trying.RunAsync(
        () => acts.RunAsync<ClaimTask, TaskId>((act, token) => act.ClaimAsync(new(id), http.Visitor().Actor, token), http.RequestAborted),
        _ => Page.SeeOther($"{Road}?keep={id}"),
        async faults => Page.Faulty<TaskPage>((nameof(TaskPage.View), await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted)), (nameof(TaskPage.Faults), faults)));

    private static async Task<IResult> KeptAsync(Guid id, TaskReading reading, IActs acts, HttpContext http)
    {
        if (!http.Visitor().IsStaff)
            return TypedResults.Unauthorized();
        return await SayingAsync(async () =>
        {
            var view = await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted);
            var kept = KeptVisit.Of(view, http.Visitor().Account!.Id);
            await acts.RunAsync<AccessLog, bool>((act, _) =>
            {
                act.Viewed(http.Visitor().Actor, $"case:{view.Case.Id}", $"visit kept on a phone, task {id}");
                return Task.FromResult(true);
            }, http.RequestAborted);
            return TypedResults.Ok(kept);
        });
    }

    /// <summary>The same key is the same record: sent again, it is answered as it was the first time.</summary>
    private static async Task<IResult> RecordAsync(Guid id, IActs acts, HttpContext http)
    {
        if (!http.Visitor().IsStaff)
            return TypedResults.Unauthorized();
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (!Guid.TryParse(form["key"], out var key))
            return TypedResults.BadRequest();
        return await SayingAsync(async () =>
        {
            var brought = await BroughtForm.ReadAsync(new(id), form, http.RequestAborted);
            var actor = http.Visitor().Actor;
            var decision = await acts.RunAsync<Once<SendVisit>, string?>((once, token) =>
                once.RunAsync($"visit:{actor.Account}:{key}", async (act, inner) => (await act.SendAsync(brought, actor, inner)).Decision, token), http.RequestAborted);
            return TypedResults.Ok(new { decision });
        });
    }

    /// <summary>What is refused, in words and each with its field; without a field it is the state of things that stands against it.</summary>
    private static Task<IResult> SayingAsync(Func<Task<IResult>> act) => SayingAsync(act, refusal => TypedResults.Json(
        new { code = refusal.Code, faults = Trying.Of(refusal).All.Select(fault => new { fault.Field, fault.Words }) },
        statusCode: refusal.Field is null ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest));

    private static async Task<IResult> SayingAsync(Func<Task<IResult>> act, Func<RefusedException, IResult> refused)
    {
        try
        {
            return await act();
        }
        catch (RefusedException refusal)
        {
            return refused(refusal);
        }
    }
}
