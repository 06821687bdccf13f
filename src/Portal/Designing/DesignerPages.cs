using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Designer.Managing;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Designing;

/// <summary>Where administrators edit workflows: the list of definitions, and the editor of one.</summary>
internal static class DesignerPages
{
    public static void MapDesigner(this IEndpointRouteBuilder pages)
    {
        var designer = pages.MapGroup("/admin/designer").RequireAuthorization().ForHolders(Role.Administrator);
        designer.MapGet("", async (IActs acts, HttpContext http) => Page.Of<DefinitionsPage>((nameof(DefinitionsPage.Rows), DefinitionLine.Of(
            await acts.RunAsync<DefinitionShelf, IReadOnlyList<ManagedVersion>>((shelf, token) => shelf.ListAsync(http.Visitor().Actor, VersionWish.Parse("LatestOrPublished"), null, token), http.RequestAborted)))));
        designer.MapGet("/{definitionId}", async (string definitionId, IActs acts, HttpContext http) => Page.Of<EditorPage>((nameof(EditorPage.Version),
            await acts.RunAsync<DefinitionShelf, ManagedVersion>((shelf, token) => shelf.GetAsync(http.Visitor().Actor, definitionId, VersionWish.Latest, token), http.RequestAborted))));
    }
}

/// <summary>A definition in the list: its newest version, and the one in force.</summary>
public sealed record DefinitionLine(ManagedVersion Latest, int? InForce)
{
    public static IReadOnlyList<DefinitionLine> Of(IEnumerable<ManagedVersion> versions) =>
    [
        .. versions.GroupBy(version => version.DefinitionId, StringComparer.Ordinal)
            .Select(group => new DefinitionLine(group.First(version => version.IsLatest), group.FirstOrDefault(version => version.IsPublished)?.Version))
            .OrderBy(line => line.Latest.Service is null).ThenBy(line => line.Latest.Service?.ServiceId, StringComparer.Ordinal).ThenByDescending(line => line.Latest.File == "workflow.json").ThenBy(line => line.Latest.DefinitionId, StringComparer.Ordinal),
    ];
}
