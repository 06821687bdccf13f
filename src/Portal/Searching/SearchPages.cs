using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Searching;

internal static class SearchPages
{
    public static void MapSearch(this IEndpointRouteBuilder pages) => pages.MapGet("/cases", async (string? q, string? service, string? stage, int? page, CaseSearch search, IActs acts, HttpContext http) =>
    {
        var visitor = http.Visitor();
        var found = await search.FindAsync(visitor, q, service, Enum.TryParse<CaseStage>(stage, out var chosen) ? chosen : null, Math.Max(1, page ?? 1), http.RequestAborted);
        await acts.RunAsync<AccessLog, bool>((act, _) =>
        {
            act.Listed(visitor.Actor, "cases", $"stage={stage} service={service} searched={(q is { Length: > 0 } ? "yes" : "no")}", found.Rows.Count);
            return Task.FromResult(true);
        }, http.RequestAborted);
        return Page.Of<CasesPage>((nameof(CasesPage.Found), found));
    }).RequireAuthorization();
}
