using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Administering;

/// <summary>What runs by itself: when it ran, how it went, when it runs again.</summary>
internal static class JobsPages
{
    public static void MapJobs(this IEndpointRouteBuilder pages)
    {
        var jobs = pages.MapGroup("/admin/jobs").RequireAuthorization().ForHolders(Role.Administrator);
        jobs.MapGet("", async (string? ran, JobsDesk desk, ServicesReading house, HttpContext http) => Page.Of<JobsPage>(
            (nameof(JobsPage.Jobs), await desk.ReadAsync(http.RequestAborted)), (nameof(JobsPage.MayRun), await house.MaySetAsync(http.Visitor().Actor, http.RequestAborted)), (nameof(JobsPage.Ran), ran)));
        jobs.MapPost("/{name}", RunAsync);
        jobs.MapGet("/{name}", () => Page.SeeOther("/admin/jobs")); // where signing in again leads after a post
    }

    private static async Task<IResult> RunAsync(string name, JobsDesk desk, ServicesReading house, HttpContext http)
    {
        var actor = http.Visitor().Actor;
        return await house.MaySetAsync(actor, http.RequestAborted) && await desk.RunAsync(name, actor, http.RequestAborted) is not null
            ? Page.SeeOther($"/admin/jobs?ran={Uri.EscapeDataString(name)}")
            : TypedResults.NotFound();
    }
}
