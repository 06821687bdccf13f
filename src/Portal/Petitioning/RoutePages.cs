using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Petitioning;

/// <summary>The rules by which petitions are sent on.</summary>
internal static class RoutePages
{
    public static void MapRoutes(this IEndpointRouteBuilder pages)
    {
        var routes = pages.MapGroup("/matters/routes").RequireAuthorization().ForHolders([.. MatterSight.Readers, Role.Administrator]);
        routes.MapGet("", async (string? all, RouteReading reading, PetitionHouse house, HttpContext http) =>
            Page.Of<RoutesPage>((nameof(RoutesPage.View), await reading.ReadAsync(http.Visitor(), all == "yes", http.RequestAborted)), (nameof(RoutesPage.Subjects), house.Subjects)));
        routes.MapPost("", (RouteReading reading, PetitionHouse house, IActs acts, HttpContext http) => DoAsync(reading, house, http, form =>
            acts.RunAsync<WriteRouteRule, bool>(async (act, token) => (await act.RunAsync(Command(form), http.Visitor().Actor, token)).Revision >= 0, http.RequestAborted)));
        routes.MapGet("/{id:guid}/end", (Guid id) => Page.SeeOther("/matters/routes")); // where signing in again leads after a post
        routes.MapPost("/{id:guid}/end", (Guid id, RouteReading reading, PetitionHouse house, IActs acts, HttpContext http) => DoAsync(reading, house, http, form =>
            acts.RunAsync<WriteRouteRule, bool>(async (act, token) =>
            {
                await act.EndAsync(new(id), Day(form, "to"), http.Visitor().Actor, token);
                return true;
            }, http.RequestAborted)));
    }

    private static async Task<IResult> DoAsync(RouteReading reading, PetitionHouse house, HttpContext http, Func<IFormCollection, Task<bool>> act)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Trying.RunAsync(
            () => act(form),
            _ => Page.SeeOther("/matters/routes"),
            async faults => Page.Faulty<RoutesPage>((nameof(RoutesPage.View), await reading.ReadAsync(http.Visitor(), false, http.RequestAborted)), (nameof(RoutesPage.Subjects), house.Subjects), (nameof(RoutesPage.Written), form), (nameof(RoutesPage.Faults), faults)));
    }

    private static RouteRuleCommand Command(IFormCollection form) => new(
        form["subject"].ToString() is { Length: > 0 } subject ? subject : null, PostedVisit.Chosen<PetitionClass>(form["class"]), PostedVisit.Chosen<ClaimBranch>(form["branch"]),
        Guid.TryParse(form["place"], out var place) ? new UnitId(place) : null, Guid.TryParse(form["bodyUnit"], out var unit) ? new UnitId(unit) : null, form["body"].ToString(), form["basis"].ToString(), Day(form, "from"),
        form["to"].ToString().Length > 0 ? Day(form, "to") : null, Guid.TryParse(form["follows"], out var follows) ? new RouteRuleId(follows) : null);

    private static DateOnly Day(IFormCollection form, string name) => Answer.Day(form[name].ToString()) ?? throw new RefusedException("matter.day-unreadable", name);
}
