using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Approving;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Designer.Managing;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Designing;

/// <summary>Workflows for auditors, to be read: which version was in force when, who published it and why, who approved it, and what was otherwise in it.</summary>
internal static class AuditedPages
{
    public static void MapAudited(this IEndpointRouteBuilder pages)
    {
        var audited = pages.MapGroup("/audit/workflows").RequireAuthorization().ForHolders(Role.Auditor);
        audited.MapGet("", async (IActs acts, HttpContext http) => Page.Of<AuditedListPage>(
            (nameof(AuditedListPage.Rows), DefinitionLine.Of(await ListAsync(VersionWish.Parse("LatestOrPublished"), null, acts, http), new HashSet<string>()))));
        audited.MapGet("/{definitionId}", async (string definitionId, IActs acts, HttpContext http) =>
        {
            var versions = await HistoryAsync(definitionId, acts, http);
            var proposals = await acts.RunAsync<Proposals, ProposalView>((act, token) => act.OfAsync(http.Visitor().Actor, DefinitionLine.SubjectOf(versions[0]), token), http.RequestAborted);
            return Page.Of<HistoryPage>((nameof(HistoryPage.Versions), versions), (nameof(HistoryPage.Proposed), proposals.Open is { } open ? proposals.Past.Insert(0, open) : proposals.Past));
        });
        audited.MapGet("/{definitionId}/compare", async (string definitionId, string? from, string? to, IActs acts, HttpContext http) => Page.Of<VersionsPage>(
            (nameof(VersionsPage.Version), (await HistoryAsync(definitionId, acts, http))[0]), (nameof(VersionsPage.View), "compare"), (nameof(VersionsPage.From), from), (nameof(VersionsPage.To), to), (nameof(VersionsPage.ReadsAlone), true)));
    }

    /// <summary>Newest first.</summary>
    /// <exception cref="RefusedException">definition.unknown</exception>
    private static async Task<IReadOnlyList<ManagedVersion>> HistoryAsync(string definitionId, IActs acts, HttpContext http) =>
        await ListAsync(VersionWish.All, [definitionId], acts, http) is { Count: > 0 } versions
            ? [.. versions.OrderByDescending(version => version.Version)] : throw new RefusedException("definition.unknown", null, ("definition", definitionId));

    private static Task<IReadOnlyList<ManagedVersion>> ListAsync(VersionWish wish, string[]? ids, IActs acts, HttpContext http) =>
        acts.RunAsync<DefinitionShelf, IReadOnlyList<ManagedVersion>>((shelf, token) => shelf.ListAsync(http.Visitor().Actor, wish, ids, token), http.RequestAborted);
}
