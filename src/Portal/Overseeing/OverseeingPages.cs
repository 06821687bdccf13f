using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Handling;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Overseeing;

/// <summary>Pages of auditors and leaders: they read, and what they read of people is on record too.</summary>
internal static class OverseeingPages
{
    public static void MapOverseeing(this IEndpointRouteBuilder pages)
    {
        var audit = pages.MapGroup("/audit").RequireAuthorization().ForHolders(Role.Auditor);
        audit.MapGet("", AuditAsync);
        audit.MapPost("/verify", async (AuditReading reading, IActs acts, IUnitOfWork work, HttpContext http) => Page.Of<AuditPage>(
            (nameof(AuditPage.Report), await AuditVerifier.VerifyAsync(work.Db, http.RequestAborted)), (nameof(AuditPage.Looks), await LooksAsync(null, 1, reading, acts, http)),
            (nameof(AuditPage.SignIns), await SignInsAsync(null, null, 1, reading, acts, http))));
        audit.MapGet("/verify", () => Page.SeeOther("/audit"));
        var figures = pages.MapGroup("/figures").RequireAuthorization().ForHolders(Role.Leader);
        figures.MapGet("/time", TimeAsync);
        figures.MapGet("", async (string? year, FiguresReading reading, HttpContext http) =>
            await reading.ReadAsync(int.TryParse(year, out var chosen) ? chosen : null, http.Visitor().Actor, http.RequestAborted) is { } view
                ? (IResult)Page.Of<YearPage>((nameof(YearPage.View), view)) : StatusPages.Of(StatusCodes.Status403Forbidden));
    }

    private static async Task<IResult> TimeAsync(string? year, HeldReading reading, HttpContext http) =>
        await reading.OfYearAsync(int.TryParse(year, out var chosen) ? chosen : null, http.Visitor().Actor, http.RequestAborted) is { } view
            ? Page.Of<TimePage>((nameof(TimePage.View), view)) : StatusPages.Of(StatusCodes.Status403Forbidden);

    private static async Task<IResult> AuditAsync(string? number, string? who, string? did, string? entries, string? looked, string? page, string? signIns, AuditReading reading, IActs acts, HttpContext http)
    {
        var actor = http.Visitor().Actor;
        CaseTrail? trail = null;
        if (!string.IsNullOrWhiteSpace(number))
        {
            trail = await reading.CaseAsync(number, PageNumber(entries), PageNumber(looked), actor, http.RequestAborted);
            if (trail is not null)
            {
                await acts.RunAsync<AccessLog, bool>((act, _) =>
                {
                    act.Viewed(actor, trail.Subject, "audit trail");
                    return Task.FromResult(true);
                }, http.RequestAborted);
            }
        }

        var unknown = !string.IsNullOrWhiteSpace(number) && trail is null;
        var shown = Page.Of<AuditPage>(
            (nameof(AuditPage.Number), number), (nameof(AuditPage.Who), who), (nameof(AuditPage.Did), did), (nameof(AuditPage.Trail), trail), (nameof(AuditPage.Looks), await LooksAsync(who, PageNumber(page), reading, acts, http)),
            (nameof(AuditPage.SignIns), await SignInsAsync(who, did, PageNumber(signIns), reading, acts, http)),
            (nameof(AuditPage.Faults), unknown ? Trying.Of(new RefusedException("case.unknown", "number")) : Faults.None));
        shown.StatusCode = unknown ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;
        return shown;
    }

    private static async Task<TrailPage> LooksAsync(string? who, int page, AuditReading reading, IActs acts, HttpContext http) =>
        await ListedAsync("access-log", who, await reading.LooksAsync(who, page, http.Visitor().Actor, http.RequestAborted), acts, http);

    private static async Task<TrailPage> SignInsAsync(string? who, string? did, int page, AuditReading reading, IActs acts, HttpContext http) =>
        await ListedAsync("sign-ins", who, await reading.SignInsAsync(who, did, page, http.Visitor().Actor, http.RequestAborted), acts, http);

    /// <summary>The list is on record before it goes out.</summary>
    private static async Task<TrailPage> ListedAsync(string list, string? who, TrailPage shown, IActs acts, HttpContext http)
    {
        await acts.RunAsync<AccessLog, bool>((act, _) =>
        {
            act.Listed(http.Visitor().Actor, list, $"who={who}", shown.Rows.Length);
            return Task.FromResult(true);
        }, http.RequestAborted);
        return shown;
    }

    private static int PageNumber(string? asked) => int.TryParse(asked, System.Globalization.CultureInfo.InvariantCulture, out var number) ? Math.Max(1, number) : 1;
}
