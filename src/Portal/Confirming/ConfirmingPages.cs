using AidWorkflow.Cases.Accounts;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Confirming;

/// <summary>A clerk with somebody before them links that person's account to the register.</summary>
internal static class ConfirmingPages
{
    public static void MapConfirming(this IEndpointRouteBuilder pages)
    {
        var applicants = pages.MapGroup("/applicants").RequireAuthorization().ForHolders(Role.StationClerk, Role.TownshipReviewer);
        applicants.MapGet("", (string? done) => Page.Of<ConfirmPage>((nameof(ConfirmPage.Done), done == "linked")));
        applicants.MapPost("", ConfirmAsync).RequireRateLimiting(SignInSetup.Guessing);
    }

    private static async Task<IResult> ConfirmAsync(IActs acts, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Trying.RunAsync(
            () => acts.RunAsync<ConfirmApplicant, PersonId>((act, token) => act.RunAsync(form["mobile"].ToString(), form["name"].ToString(), form["citizenId"].ToString(), http.Visitor().Actor, token), http.RequestAborted),
            _ => Page.SeeOther("/applicants?done=linked"),
            faults => Task.FromResult<IResult>(Page.Faulty<ConfirmPage>((nameof(ConfirmPage.Written), form), (nameof(ConfirmPage.Faults), faults.Moved("applicantName", "name")))));
    }
}
