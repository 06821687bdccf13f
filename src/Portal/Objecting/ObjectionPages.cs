using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Objecting;

/// <summary>The page by which somebody objects to a notice.</summary>
internal static class ObjectionPages
{
    public static void MapObjecting(this IEndpointRouteBuilder pages)
    {
        var objection = pages.MapGroup("/notices/{id:guid}/objection");
        objection.MapGet("", async (Guid id, Objections objections, HttpContext http) => await objections.StandingAsync(id, http.RequestAborted) is { } notice
            ? Page.Of<ObjectionPage>([.. About(notice, await objections.IsInPersonAsync(notice, http.Visitor(), http.RequestAborted))])
            : Page.SeeOther($"/notices/{id}")); // it says there what became of it
        objection.MapPost("", ObjectAsync).RequireRateLimiting(SignInSetup.Guessing);
        objection.MapGet("/taken", () => Page.Of<ObjectionTaken>());
    }

    private static async Task<IResult> ObjectAsync(Guid id, Objections objections, IActs acts, HttpContext http)
    {
        if (await objections.StandingAsync(id, http.RequestAborted) is not { } notice)
            return Page.SeeOther($"/notices/{id}");
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var inPerson = await objections.IsInPersonAsync(notice, http.Visitor(), http.RequestAborted);
        return await Trying.RunAsync(
            () =>
            {
                var words = Objections.Words(form["words"], form["name"], form["contact"], inPerson ? http.Visitor().Account!.NameZh : null);
                return acts.RunAsync<RaiseObjection, CaseId>((act, token) => act.RaiseAsync(notice.Id, words, Objections.By(inPerson, http.Visitor()), token), http.RequestAborted);
            },
            taken => Page.SeeOther(inPerson ? $"/cases/{taken}?done=objection" : $"/notices/{id}/objection/taken"),
            faults => Task.FromResult<IResult>(Page.Faulty<ObjectionPage>(
                [.. About(notice, inPerson), (nameof(ObjectionPage.Written), form), (nameof(ObjectionPage.Faults), faults)])));
    }

    private static (string, object?)[] About(PublicNotice notice, bool inPerson) =>
    [
        (nameof(ObjectionPage.Posted), notice), (nameof(ObjectionPage.ForSomebody), inPerson),
        (nameof(ObjectionPage.Back), inPerson ? $"/cases/{notice.CaseId}" : $"/notices/{notice.Id}"),
    ];
}
