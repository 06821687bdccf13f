using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Petitioning;

/// <summary>Answers that hold on a day, as they were searched for.</summary>
public sealed record PoliciesView(ImmutableArray<PolicyAnswer> Rows, string Words, string? Subject, DateOnly Day, bool MayWrite);

/// <summary>The policy library.</summary>
internal static class PolicyPages
{
    public static void MapPolicies(this IEndpointRouteBuilder pages)
    {
        var policies = pages.MapGroup("/matters/policies").RequireAuthorization().ForHolders([.. MatterSight.Readers]);
        policies.MapGet("", async (string? q, string? about, string? day, PolicyLibrary library, PetitionHouse house, TimeProvider time, HttpContext http) =>
            Page.Of<PoliciesPage>((nameof(PoliciesPage.View), await FindAsync(q, about, day, library, time, http)), (nameof(PoliciesPage.Subjects), house.Subjects)));
        policies.MapPost("", (PolicyLibrary library, PetitionHouse house, TimeProvider time, IActs acts, HttpContext http) => DoAsync(library, house, time, http, form =>
            acts.RunAsync<WritePolicyAnswer, bool>(async (act, token) => (await act.RunAsync(Command(form), http.Visitor().Actor, token)).Revision >= 0, http.RequestAborted)));
        policies.MapGet("/{id:guid}/end", (Guid id) => Page.SeeOther("/matters/policies")); // where signing in again leads after a post
        policies.MapPost("/{id:guid}/end", (Guid id, PolicyLibrary library, PetitionHouse house, TimeProvider time, IActs acts, HttpContext http) => DoAsync(library, house, time, http, form =>
            acts.RunAsync<WritePolicyAnswer, bool>(async (act, token) =>
            {
                await act.EndAsync(new(id), Day(form, "to"), http.Visitor().Actor, token);
                return true;
            }, http.RequestAborted)));
    }

    private static async Task<PoliciesView> FindAsync(string? words, string? subject, string? day, PolicyLibrary library, TimeProvider time, HttpContext http)
    {
        var (said, about, on) = (words ?? "", string.IsNullOrEmpty(subject) ? null : subject, Answer.Day(day ?? "") ?? LocalDay.Today(time));
        return new([.. await library.FindAsync(http.Visitor().Actor, said, about, on, http.RequestAborted)], said, about, on, http.Visitor().Holds(Role.RightsOfficer));
    }

    private static async Task<IResult> DoAsync(PolicyLibrary library, PetitionHouse house, TimeProvider time, HttpContext http, Func<IFormCollection, Task<bool>> act)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Trying.RunAsync(
            () => act(form),
            _ => Page.SeeOther("/matters/policies"),
            async faults => Page.Faulty<PoliciesPage>((nameof(PoliciesPage.View), await FindAsync(null, null, null, library, time, http)), (nameof(PoliciesPage.Subjects), house.Subjects), (nameof(PoliciesPage.Written), form), (nameof(PoliciesPage.Faults), faults)));
    }

    private static PolicyAnswerCommand Command(IFormCollection form) => new(
        form["subject"].ToString(), new(form["title"].ToString(), form["titleEn"].ToString()), new(form["text"].ToString(), form["textEn"].ToString()), form["source"].ToString(), Day(form, "from"),
        form["to"].ToString().Length > 0 ? Day(form, "to") : null, Guid.TryParse(form["follows"], out var follows) ? new PolicyAnswerId(follows) : null);

    private static DateOnly Day(IFormCollection form, string name) => Answer.Day(form[name].ToString()) ?? throw new RefusedException("matter.day-unreadable", name);
}
