using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Intervening;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Intervening;

/// <summary>What administrators do to one case, each shown with what would come of it before it is done.</summary>
internal static class CaseControlPages
{
    private const string Acts = "^(suspend|activate|jump|terminate|wake)$";

    public static void MapCaseControl(this IEndpointRouteBuilder pages)
    {
        var cases = pages.MapGroup("/admin/cases").RequireAuthorization().ForHolders(Role.Administrator);
        cases.MapGet("/{id:guid}", OneAsync);
        cases.MapPost($"/{{id:guid}}/{{act:regex({Acts})}}", ActAsync);
        cases.MapGet($"/{{id:guid}}/{{act:regex({Acts})}}", (Guid id) => Page.SeeOther($"/admin/cases/{id}")); // where signing in again leads after a post
    }

    private static async Task<IResult> OneAsync(Guid id, CaseAct? done, CaseControlReading reading, IActs acts, HttpContext http) => await ShowAsync(id, reading, acts, http) is { } view
        ? Page.Of<CaseControlPage>((nameof(CaseControlPage.View), view), (nameof(CaseControlPage.Done), done))
        : TypedResults.NotFound();

    private static async Task<CaseControlView?> ShowAsync(Guid id, CaseControlReading reading, IActs acts, HttpContext http)
    {
        try
        {
            var view = await reading.ReadAsync(new(id), http.Visitor().Actor, http.RequestAborted);
            await acts.RunAsync<AccessLog, bool>((act, _) =>
            {
                act.Viewed(http.Visitor().Actor, $"case:{id}", "administrators' acts");
                return Task.FromResult(true);
            }, http.RequestAborted);
            return view;
        }
        catch (RefusedException refused) when (refused.Code is "case.unknown" or "mending.not-yours")
        {
            return null; // nobody learns of what is not theirs
        }
    }

    /// <summary>Without "sure" it is only tried, and what would come of it is shown.</summary>
    private static async Task<IResult> ActAsync(Guid id, string act, CaseControlReading reading, DryRun dryRun, IActs acts, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (what, actor, sure) = (Enum.Parse<CaseAct>(act, ignoreCase: true), http.Visitor().Actor, form["sure"] == "yes");
        return form["sure"] == "no"
            ? await PageAsync(null, Faults.None)
            : await Trying.RunAsync(
                async () =>
                {
                    if (!sure)
                        return await PageAsync(await CaseInterventions.TryAsync(dryRun, new(id), Read(), actor, http.RequestAborted), Faults.None);
                    await CaseInterventions.DoAsync(acts, new(id), Read(), actor, http.RequestAborted);
                    return Page.SeeOther($"/admin/cases/{id}?done={what}");
                },
                answer => answer,
                faults => PageAsync(null, faults));

        CaseIntervention Read() => new(what, Limited.Text(form[$"{act}.reason"], "reason", InstancePages.LongestReason), form[$"{act}.step"].ToString(), form[$"{act}.knowing"] == "yes");

        async Task<IResult> PageAsync(CaseConsequences? told, Faults faults)
        {
            if (await ShowAsync(id, reading, acts, http) is not { } view)
                return TypedResults.NotFound();
            (string, object?)[] all =
            [
                (nameof(CaseControlPage.View), view), (nameof(CaseControlPage.Acting), what), (nameof(CaseControlPage.Plan), told), (nameof(CaseControlPage.Written), form),
                (nameof(CaseControlPage.Faults), new Faults([.. faults.All.Select(fault => fault with { Field = fault.Field is null ? null : $"{act}.{fault.Field}" })])),
            ];
            return faults.Any ? Page.Faulty<CaseControlPage>(all) : Page.Of<CaseControlPage>(all);
        }
    }
}
