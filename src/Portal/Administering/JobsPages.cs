using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
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

    private static async Task<IResult> RunAsync(string name, JobsDesk desk, ServicesReading house, IActs acts, TimeProvider time, HttpContext http)
    {
        var actor = http.Visitor().Actor;
        if (!await house.MaySetAsync(actor, http.RequestAborted) || await desk.RunAsync(name, http.RequestAborted) is not { } round)
            return TypedResults.NotFound();
        await acts.RunAsync<AuditTrail, bool>((trail, _) =>
        {
            trail.Record($"system:{LocalDay.Today(time):yyyy-MM-dd}", "job.run", actor, ("job", name), ("done", $"{round.Done}"), ("fault", round.Fault));
            return Task.FromResult(true);
        }, http.RequestAborted);
        return Page.SeeOther($"/admin/jobs?ran={Uri.EscapeDataString(name)}");
    }
}
