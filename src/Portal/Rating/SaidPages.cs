using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Rating;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Petitioning;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Rating;

/// <summary>What people say of matters: satisfaction with a petition's answer, and how they were served. They say it themselves, or the desk writes it down.</summary>
internal static class SaidPages
{
    public static void MapSaid(this IEndpointRouteBuilder pages)
    {
        var desk = pages.MapGroup("/matters/{id:guid}").RequireAuthorization().ForHolders(Role.DeskClerk, Role.RightsOfficer);
        Map(desk, isOwn: false);
        var own = pages.MapGroup("/own-matters").RequireAuthorization();
        own.MapGet("", async (int? done, OwnMatterReading reading, HttpContext http) => Page.Of<OwnMattersPage>((nameof(OwnMattersPage.Rows), await reading.OwnAsync(http.Visitor(), http.RequestAborted)), (nameof(OwnMattersPage.Done), done is not null)));
        Map(own.MapGroup("/{id:guid}"), isOwn: true);
    }

    private static void Map(RouteGroupBuilder matter, bool isOwn)
    {
        matter.MapGet("/satisfaction", async (Guid id, OwnMatterReading reading, TimeProvider time, HttpContext http) => await SatisfactionAsync(id, isOwn, null, Faults.None, reading, time, http));
        matter.MapPost("/satisfaction", async (Guid id, OwnMatterReading reading, TimeProvider time, IActs acts, HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            return await Trying.RunAsync(
                () => acts.RunAsync<RecordSatisfaction, MatterId>((act, token) => isOwn
                    ? act.SayAsync(new(id), Level(form, "level"), form["words"].ToString(), http.Visitor().Actor, token)
                    : act.RecordAsync(new(new(id), Level(form, "level"), form["words"].ToString(), PostedVisit.Chosen<SatisfactionMeans>(form["means"]), Answer.Day(form["saidOn"].ToString()) ?? throw new RefusedException("matter.day-unreadable", "saidOn")), http.Visitor().Actor, token), http.RequestAborted),
                _ => Page.SeeOther(isOwn ? "/own-matters?done=1" : $"/matters/{id}"),
                faults => SatisfactionAsync(id, isOwn, form, faults, reading, time, http));
        });
        matter.MapGet("/rating", async (Guid id, OwnMatterReading reading, HttpContext http) => await RatingAsync(id, isOwn, null, Faults.None, reading, http));
        matter.MapPost("/rating", async (Guid id, OwnMatterReading reading, IActs acts, HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            var command = new MatterRatingCommand(new(id), Level(form, "stars"), form["words"].ToString(), form["named"] == "yes");
            return await Trying.RunAsync(
                () => acts.RunAsync<RateMatter, MatterId>((act, token) => isOwn ? act.SayAsync(command, http.Visitor().Actor, token) : act.RecordAsync(command, http.Visitor().Actor, token), http.RequestAborted),
                _ => Page.SeeOther(isOwn ? "/own-matters?done=1" : $"/matters/{id}"),
                faults => RatingAsync(id, isOwn, form, faults, reading, http));
        });
    }

    private static int? Level(IFormCollection form, string name) => int.TryParse(form[name], NumberStyles.None, CultureInfo.InvariantCulture, out var level) ? level : null;

    private static async Task<IResult> SatisfactionAsync(Guid id, bool isOwn, IFormCollection? form, Faults faults, OwnMatterReading reading, TimeProvider time, HttpContext http)
    {
        var page = Page.Of<SatisfactionPage>((nameof(SatisfactionPage.View), await ViewAsync(id, isOwn, reading, http)), (nameof(SatisfactionPage.IsOwn), isOwn), (nameof(SatisfactionPage.Today), LocalDay.Today(time)), (nameof(SatisfactionPage.Written), form), (nameof(SatisfactionPage.Faults), faults));
        page.StatusCode = faults.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;
        return page;
    }

    private static async Task<IResult> RatingAsync(Guid id, bool isOwn, IFormCollection? form, Faults faults, OwnMatterReading reading, HttpContext http)
    {
        var page = Page.Of<MatterRatingPage>((nameof(MatterRatingPage.View), await ViewAsync(id, isOwn, reading, http)), (nameof(MatterRatingPage.IsOwn), isOwn), (nameof(MatterRatingPage.Written), form), (nameof(MatterRatingPage.Faults), faults));
        page.StatusCode = faults.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;
        return page;
    }

    private static Task<SaidMatter> ViewAsync(Guid id, bool isOwn, OwnMatterReading reading, HttpContext http) =>
        isOwn ? reading.OwnAsync(new MatterId(id), http.Visitor(), http.RequestAborted) : reading.SeenAsync(new(id), http.Visitor(), http.RequestAborted);
}
